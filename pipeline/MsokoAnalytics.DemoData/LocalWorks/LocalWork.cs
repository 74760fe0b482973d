using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.LocalWorks;

/// <summary>A local work: ten tasks of 1 to 3 points, written by whole parallels. Nothing about it is calibrated; what matters is that its truth is known.</summary>
/// <param name="Procedure">МКР or РКР.</param>
/// <param name="Year">Calendar year.</param>
/// <param name="Month">«ноябрь», «март», «апрель».</param>
/// <param name="Wave">Its English name, part of the work's key.</param>
/// <param name="SchoolYear">Autumn of the school year.</param>
/// <param name="Day">When it was written.</param>
internal sealed record LocalWork(string Procedure, int Year, string Month, string Wave, int SchoolYear, Subject Subject, DateOnly Day)
{
    public static readonly int[] Maxima = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3];

    private static readonly double[] Difficulty = [-1.6, -1.2, -0.8, -0.4, 0, 0.3, 0.2, 0.6, 0.9, 1.2];

    /// <summary>Levels of the tasks: easy ones, those of two points, the one of three.</summary>
    public static string LevelOf(int task) => Maxima[task] switch { 1 => "Б", 2 => "П", _ => "В" };

    public const int MaxScore = 15;

    /// <summary>Lowest scores of the marks 3, 4, 5.</summary>
    public static readonly int[] Scale = [6, 10, 13];

    public string WorkId(int grade) => FormattableString.Invariant($"{Procedure}-{Year}-{Wave}-{grade:00}-{Subject.Code}-base");

    public static int MarkOf(int score) => 2 + Scale.Count(bound => score >= bound);

    /// <summary>Results of a class in the order of its list.</summary>
    public IEnumerable<LocalResult> Results(School school, ClassGroup group, int grade)
    {
        var subject = Subjects.Number(Subject.Code);
        for (var place = 0; place < group.Size; place++)
        {
            var pupil = Pupil.At(group, place, SchoolYear, grade);
            var random = new KeyedRandom(KeyedRandom.Key(pupil.Key, Purpose.LocalWork, Year, subject));
            if (random.Chance(0.06))
            {
                yield return new LocalResult(place + 1, Absent: true, []);
                continue;
            }

            var level = 0.45 * school.Common + 0.25 * group.Level(subject) + 0.75 * pupil.General + 0.4 * pupil.SubjectAbility(subject);
            var scores = new int[Maxima.Length];
            for (var t = 0; t < scores.Length; t++)
                for (var point = 0; point < Maxima[t]; point++)
                    if (random.Chance(1 / (1 + Math.Exp(1.2 * (Difficulty[t] - level))))) scores[t]++;
            yield return new LocalResult(place + 1, Absent: false, scores);
        }
    }
}

/// <summary>One pupil of a local work.</summary>
/// <param name="Number">Number in the class's list, from 1.</param>
internal sealed record LocalResult(int Number, bool Absent, int[] Scores)
{
    public int Total => Scores.Sum();
}
