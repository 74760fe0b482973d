using MsokoAnalytics.DemoData.Simulation;

namespace MsokoAnalytics.DemoData.Aggregates;

/// <summary>Counts of one work in one scope.</summary>
internal sealed class ScopeFigures
{
    /// <summary><c>country</c>, <c>region</c>, <c>municipality</c> or <c>school</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>«РФ», «88», «88_m010», «880001».</summary>
    public required string ScopeId { get; init; }

    /// <summary>As the official reports write it.</summary>
    public required string Name { get; init; }

    /// <summary>The same scope as another report writes it.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Not added up from the generated pupils.</summary>
    public bool External { get; init; }

    public int Schools { get; set; }

    public int Enrolled { get; set; }

    /// <summary>Pupils with a mark.</summary>
    public int Writers { get; set; }

    public long ScoreSum { get; set; }

    /// <summary>Marks 2…5.</summary>
    public int[] Marks { get; } = new int[4];

    /// <summary>ВПР mark below the journal's.</summary>
    public int Lowered { get; set; }

    public int Confirmed { get; set; }

    public int Raised { get; set; }

    /// <summary>Pupils with both marks.</summary>
    public int Both => Lowered + Confirmed + Raised;

    public void Add(Unit unit)
    {
        Schools++;
        foreach (ref readonly var pupil in unit.Pupils.AsSpan())
        {
            Enrolled++;
            if (pupil.Absent) continue;
            Writers++;
            ScoreSum += pupil.Score;
            Marks[pupil.Mark - 2]++;
            if (pupil.Journal == 0) continue;
            if (pupil.Mark < pupil.Journal) Lowered++;
            else if (pupil.Mark == pupil.Journal) Confirmed++;
            else Raised++;
        }
    }

    public void Add(ScopeFigures part)
    {
        Schools += part.Schools;
        Enrolled += part.Enrolled;
        Writers += part.Writers;
        ScoreSum += part.ScoreSum;
        for (var i = 0; i < Marks.Length; i++) Marks[i] += part.Marks[i];
        Lowered += part.Lowered;
        Confirmed += part.Confirmed;
        Raised += part.Raised;
    }

    /// <summary>Percent with the two decimals of the official reports.</summary>
    public static double Percent(int part, int whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 2, MidpointRounding.AwayFromZero);
}
