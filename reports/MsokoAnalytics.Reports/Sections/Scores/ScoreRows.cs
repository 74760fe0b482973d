namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>A row of <c>marts.mart_score_sheet</c> with the unit of its indicator.</summary>
internal sealed record ScoreRow
{
    internal const string Scored = "баллы";
    internal const string Reference = "справочно";
    internal const string NotApplicable = "не применимо";
    internal const string Missing = "нет данных";

    public required string RuleSet { get; init; }

    public required string SchoolId { get; init; }

    public int Year { get; init; }

    public int CriterionNo { get; init; }

    public required string Criterion { get; init; }

    public required string RowNo { get; init; }

    public int RowOrder { get; init; }

    public required string RowName { get; init; }

    public string? ScoringText { get; init; }

    public required string Unit { get; init; }

    public int MinN { get; init; }

    public double? Value { get; init; }

    public double? Numerator { get; init; }

    public int? N { get; init; }

    public double? Lo { get; init; }

    public double? Hi { get; init; }

    public required string Status { get; init; }

    public int? Points { get; init; }

    public double? PointsPer100 { get; init; }

    /// <summary>Policies it rests on, comma-separated.</summary>
    public string? Policies { get; init; }

    /// <summary>
    /// Points paid per person count people; their value is printed as that count, not as a share.
    /// </summary>
    public bool PerPerson { get; init; }
}

/// <summary>A row of <c>marts.mart_score_total</c>; criterion 0 is the whole sheet.</summary>
internal sealed record TotalRow
{
    public required string RuleSet { get; init; }

    public required string SchoolId { get; init; }

    public int Year { get; init; }

    public int CriterionNo { get; init; }

    public int? Points { get; init; }

    public int? MinimumPrinted { get; init; }

    public int? Minimum { get; init; }

    public int Rows { get; init; }

    public int RowsScored { get; init; }

    public int RowsReference { get; init; }

    public int RowsMissing { get; init; }

    public bool? Passed { get; init; }
}

/// <summary>A row of <c>core.dim_rule_policy</c>.</summary>
internal sealed record PolicyRow
{
    public required string RuleSet { get; init; }

    public required string Policy { get; init; }

    public int No { get; init; }

    public required string Defect { get; init; }

    public required string Footnote { get; init; }
}

/// <summary>A row of <c>core.dim_rule_set</c>.</summary>
internal sealed record RuleSetRow
{
    public required string RuleSet { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public string? Source { get; init; }
}
