using System.Runtime.InteropServices;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>A unit (class × subject × year) with its evidences. NaN = the data do not give it.</summary>
public sealed class UnitRecord
{
    /// <summary>Index of the test in the data set.</summary>
    public required int Test { get; init; }

    /// <summary>Index of the class within the test.</summary>
    public required int ClassIndex { get; init; }

    public required int Class { get; init; }

    public required int School { get; init; }

    public required int Subject { get; init; }

    public required int Grade { get; init; }

    public required int Year { get; init; }

    /// <summary>Academic year of the test.</summary>
    public int AcademicYear { get; init; }

    /// <summary>Participants.</summary>
    public required int Participants { get; init; }

    /// <summary>Participants and absent pupils.</summary>
    public required int Roster { get; init; }

    /// <summary>Items of the test.</summary>
    public int ItemCount { get; init; }

    /// <summary>M of the test.</summary>
    public int MaxScore { get; init; }

    public DataTier Tier { get; set; }

    /// <summary>Mean normal score of the class among the participants of the test.</summary>
    public double MeanY { get; set; } = double.NaN;

    /// <summary>Mean primary score.</summary>
    public double MeanScore { get; set; } = double.NaN;

    /// <summary>How far the class lies above what its other works tell, in deviations of the test.</summary>
    public double OtherMean => Other.Mean;

    /// <summary>How far the class lies above what its journal tells, in deviations of the test.</summary>
    public double OwnJournalMean => OwnJournal.Mean;

    /// <summary>How far the journal lies above what everything else tells, in deviations of the journal: the leniency index.</summary>
    public double JournalSideMean => JournalSide.Mean;

    /// <summary>Class mean residuals of zV, zJ and zG with within-class variances and counts.</summary>
    internal LevelResidual Other { get; set; }

    internal LevelResidual OwnJournal { get; set; }

    internal LevelResidual JournalSide { get; set; }

    /// <summary>Contrast hard − easy items: numerator and variance.</summary>
    internal (double Sum, double Variance) Hard { get; set; } = (double.NaN, double.NaN);

    internal double MisfitRaw { get; set; } = double.NaN;

    internal double AgreementRaw { get; set; } = double.NaN;

    /// <summary>Evidences by <see cref="EvidenceKind"/>.</summary>
    public double[] Evidence { get; } = Enumerable.Repeat(double.NaN, UnitEvidence.Count).ToArray();

    public double this[EvidenceKind kind]
    {
        get => Evidence[(int)kind];
        internal set => Evidence[(int)kind] = value;
    }

    /// <summary>Marks of the ВПР that agree with the journal, and what chance of the class's level makes expected; the counts of both directions.</summary>
    public JournalAgreement Journal { get; set; }

    /// <summary>Works at, and up to w points below, the thresholds.</summary>
    public ThresholdCounts Thresholds { get; set; }

    /// <summary>Absent pupils among the weakest third and the rest.</summary>
    public AbsenceCounts Absences { get; set; }

    /// <summary>Items done better than expected at equal total, hardest first, and worse among the easy ones (from 1).</summary>
    public ItemContrast Items { get; set; } = ItemContrast.Empty;

    /// <summary>Pupils whose answers repeat another's more than level and topics explain.</summary>
    public int Sharers { get; set; }
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct LevelResidual(double Mean, double Variance, int Count)
{
    public static LevelResidual None { get; } = new(double.NaN, double.NaN, 0);
}

/// <summary>Counts of pupils with both marks: ВПР below, equal to and above the journal; expected number equal.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct JournalAgreement(int Down, int Same, int Up, double ExpectedSame, int TwoOrMoreUp)
{
    public int Both => Down + Same + Up;
}

/// <summary>Observed and expected numbers at the thresholds and in the window below them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ThresholdCounts(int At, double ExpectedAt, int Below, double ExpectedBelow, int Window);

/// <summary>Absent pupils, observed and expected, among the weakest third by journal and other ВПР and among the rest.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AbsenceCounts(int Weak, double ExpectedWeak, int Rest, double ExpectedRest);

/// <summary>Items that carry the contrast, with mean points observed and expected at equal total score.</summary>
public sealed record ItemContrast(int[] Hard, int[] Easy, double HardObserved, double HardExpected)
{
    public static ItemContrast Empty { get; } = new([], [], 0, 0);
}
