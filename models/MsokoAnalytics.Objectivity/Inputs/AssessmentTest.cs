using System.Runtime.InteropServices;

namespace MsokoAnalytics.Objectivity.Inputs;

/// <summary>One pupil of a test's roster: a participant, or an absent pupil known by his journal mark.</summary>
/// <param name="Pupil">Number of the pupil within the year, from 0; the same in all subjects of that year.</param>
/// <param name="Class">Number of the class; the same class keeps it over the years, so that class × subject is a series.</param>
/// <param name="School">Number of the school.</param>
/// <param name="Score">Primary score 0..M; null when absent.</param>
/// <param name="Journal">Journal mark 2..5; null when there is none.</param>
/// <param name="Items">Item scores, one per item of the test, each 0..its maximum; null when absent or unknown.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RosterRow(int Pupil, int Class, int School, short? Score, sbyte? Journal, sbyte[]? Items);

/// <summary>A test (subject × grade × year) with its roster, rows ordered by class. Immutable; spans of a class are views of it.</summary>
public sealed class AssessmentTest
{
    private AssessmentTest()
    {
    }

    /// <summary>Number of the subject, from 0.</summary>
    public int Subject { get; private init; }

    /// <summary>Grade, 1..11.</summary>
    public int Grade { get; private init; }

    /// <summary>Place of the test in time; two waves of one academic year are two places.</summary>
    public int Year { get; private init; }

    /// <summary>Academic year, by which a school is summed up.</summary>
    public int AcademicYear { get; private init; }

    /// <summary>Maxima of the items; empty when the test has no item scores.</summary>
    public int[] Maxima { get; private init; } = [];

    /// <summary>M, the maximum primary score.</summary>
    public int MaxScore { get; private init; }

    /// <summary>First score of marks 3, 4 and 5, ascending, each 1..M.</summary>
    public int[] Thresholds { get; private init; } = [];

    public int Rows => Score.Length;

    /// <summary>Participants.</summary>
    public int Participants { get; private init; }

    /// <summary>Class numbers, ascending.</summary>
    public int[] Classes { get; private init; } = [];

    /// <summary>First row of each class; one more element closes the last.</summary>
    public int[] ClassStart { get; private init; } = [];

    public int[] School { get; private init; } = [];

    public int[] Pupil { get; private init; } = [];

    /// <summary>−1 = absent.</summary>
    public short[] Score { get; private init; } = [];

    /// <summary>0 = no mark.</summary>
    public sbyte[] Journal { get; private init; } = [];

    /// <summary>Σ of the items; −1 = absent or items unknown.</summary>
    public short[] ItemTotal { get; private init; } = [];

    /// <summary>Item scores, row-major, J per row; zeros where <see cref="ItemTotal"/> is −1.</summary>
    public sbyte[] Items { get; private init; } = [];

    public bool HasItems => Maxima.Length > 0;

    /// <summary>Class number of a row.</summary>
    public int Class(int row)
    {
        var at = Array.BinarySearch(ClassStart, row);
        return Classes[at >= 0 ? at : ~at - 1];
    }

    /// <summary>2 + number of thresholds reached.</summary>
    public int Mark(int score)
    {
        var mark = 2;
        foreach (var t in Thresholds)
            if (score >= t) mark++;
        return mark;
    }

    /// <summary>Builds a test; rows may come in any order. Without <paramref name="academicYear"/> every year is an academic year.</summary>
    /// <exception cref="ArgumentException">Thresholds do not rise within 1..M, or a score lies outside 0..M.</exception>
    public static AssessmentTest Create(int subject, int grade, int year, int[] maxima, int maxScore, int[] thresholds, IReadOnlyList<RosterRow> roster, int? academicYear = null)
    {
        if (maxima.Length > 0 && maxima.Sum() != maxScore) throw new ArgumentException("The item maxima do not sum to the maximum score.", nameof(maxima));
        if (thresholds.Length != 3 || thresholds[0] < 1 || thresholds[0] >= thresholds[1] || thresholds[1] >= thresholds[2] || thresholds[2] > maxScore)
            throw new ArgumentException("Three rising thresholds within 1..M are needed.", nameof(thresholds));
        var order = Enumerable.Range(0, roster.Count).OrderBy(i => roster[i].Class).ToArray();
        var n = order.Length;
        var count = maxima.Length;
        var school = new int[n];
        var pupil = new int[n];
        var score = new short[n];
        var journal = new sbyte[n];
        var totals = new short[n];
        var items = new sbyte[n * count];
        var classes = new List<int>();
        var starts = new List<int>();
        var participants = 0;
        for (var i = 0; i < n; i++)
        {
            var row = roster[order[i]];
            if (classes.Count == 0 || classes[^1] != row.Class)
            {
                classes.Add(row.Class);
                starts.Add(i);
            }

            (school[i], pupil[i], score[i], journal[i], totals[i]) = (row.School, row.Pupil, row.Score ?? -1, row.Journal ?? 0, -1);
            if (score[i] > maxScore || score[i] < -1) throw new ArgumentException("A score lies outside 0..M.", nameof(roster));
            if (score[i] < 0) continue;
            participants++;
            if (count == 0 || row.Items is not { } known) continue;
            var total = 0;
            for (var j = 0; j < count; j++)
            {
                if (known[j] < 0 || known[j] > maxima[j]) throw new ArgumentException("An item score lies outside 0..its maximum.", nameof(roster));
                items[(i * count) + j] = known[j];
                total += known[j];
            }

            totals[i] = (short)total;
        }

        starts.Add(n);
        return new AssessmentTest
        {
            Subject = subject,
            Grade = grade,
            Year = year,
            AcademicYear = academicYear ?? year,
            Maxima = maxima,
            MaxScore = maxScore,
            Thresholds = thresholds,
            Participants = participants,
            Classes = [.. classes],
            ClassStart = [.. starts],
            School = school,
            Pupil = pupil,
            Score = score,
            Journal = journal,
            ItemTotal = totals,
            Items = items,
        };
    }
}

/// <summary>All tests of a data set.</summary>
/// <param name="Tests">One per subject × grade × year.</param>
/// <param name="PupilCount">Pupil numbers are 0..PupilCount − 1.</param>
/// <param name="PreviousYear">Number the same pupil had in the year before, −1 when unknown; null when no links over the years exist (ВПР codes never do).</param>
public sealed record ObjectivityData(IReadOnlyList<AssessmentTest> Tests, int PupilCount, int[]? PreviousYear = null);
