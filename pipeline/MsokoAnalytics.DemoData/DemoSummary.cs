namespace MsokoAnalytics.DemoData;

/// <summary>What was written.</summary>
public sealed record DemoSummary
{
    /// <summary>The folder to load.</summary>
    public required string DataDir { get; init; }

    /// <summary>The folder with what was planted.</summary>
    public required string TruthDir { get; init; }

    public required int Files { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Non-empty cells of all tables.</summary>
    public required long Cells { get; init; }

    /// <summary>Works (year × grade × subject).</summary>
    public required int Works { get; init; }

    /// <summary>Pupils on the lists of all works, absent ones included.</summary>
    public required long Enrolled { get; init; }

    /// <summary>Results with a score.</summary>
    public required long Results { get; init; }

    /// <summary>Classes × works in which a manipulation changed at least one pupil.</summary>
    public required int Manipulations { get; init; }

    /// <summary>Pieces of planted dirt.</summary>
    public required int Dirt { get; init; }
}
