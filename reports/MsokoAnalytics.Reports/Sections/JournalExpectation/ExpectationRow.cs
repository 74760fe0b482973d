namespace MsokoAnalytics.Reports.Sections.JournalExpectation;

/// <summary>A row of <c>marts.mart_journal_expectation</c>; percents 0..100.</summary>
internal sealed record ExpectationRow
{
    public int Year { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    /// <summary>Empty = all works of the year.</summary>
    public required string WorkId { get; init; }

    public required string Measure { get; init; }

    public int N { get; init; }

    public int ObservedN { get; init; }

    public double? ExpectedPct { get; init; }

    public double? UsualLo { get; init; }

    public double? UsualHi { get; init; }

    public double? Q { get; init; }

    public required string Verdict { get; init; }

    public string? Reason { get; init; }

    public required string RuleVersion { get; init; }
}

/// <summary>A row of <c>marts.mart_journal_leniency</c>; marks.</summary>
internal sealed record LeniencyRow
{
    public int Year { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public required string WorkId { get; init; }

    public int N { get; init; }

    public int NPupils { get; init; }

    public double? Leniency { get; init; }

    public double? LeniencyLo { get; init; }

    public double? LeniencyHi { get; init; }

    public string? Reason { get; init; }

    public required string RuleVersion { get; init; }
}
