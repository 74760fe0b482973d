namespace MsokoAnalytics.Reports.Data;

/// <summary>Whose figures a mart row holds.</summary>
internal static class Scopes
{
    internal const string Country = "country";
    internal const string Region = "region";
    internal const string Municipality = "municipality";
    internal const string School = "school";

    internal const string CountryId = "РФ";
}

/// <summary>A row of <c>core.dim_municipality</c>.</summary>
internal sealed record MunicipalityRow
{
    public required string MunicipalityId { get; init; }

    public required string RegionCode { get; init; }

    public required string Name { get; init; }
}

/// <summary>A row of <c>core.dim_school</c>.</summary>
internal sealed record SchoolRow
{
    public required string SchoolId { get; init; }

    public required string Name { get; init; }
}

/// <summary>A row of <c>core.dim_work</c>.</summary>
internal sealed record WorkRow
{
    public required string WorkId { get; init; }

    public required int Year { get; init; }

    public required string Wave { get; init; }

    public string? AcademicYear { get; init; }

    /// <summary>The class whose programme the work checks.</summary>
    public required int Grade { get; init; }

    /// <summary>The class that wrote it; differs in autumn waves.</summary>
    public required int ActualGrade { get; init; }

    public required string Subject { get; init; }

    public required string SubjectName { get; init; }

    public required string Level { get; init; }

    public int? MaxScore { get; init; }

    public int? Min3 { get; init; }

    public int? Min4 { get; init; }

    public int? Min5 { get; init; }

    /// <summary>«official», «допущение» or «нет».</summary>
    public string? ScaleStatus { get; init; }

    /// <summary>Year of the scale; null when there is none or its year is not known.</summary>
    public int? ScaleYear { get; init; }

    internal WaveKey WaveKey => new(Year, Wave);

    internal bool HasScale => Min3 is not null && Min4 is not null && Min5 is not null;

    internal bool ScaleAssumed => string.Equals(ScaleStatus, "допущение", StringComparison.Ordinal);
}

/// <summary>A row of <c>marts.mart_work_results</c>; percents 0..100.</summary>
internal sealed record ResultRow
{
    public required string WorkId { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    /// <summary>Pupils in the list of the work, absent ones included.</summary>
    public int? Enrolled { get; init; }

    /// <summary>Pupils present with a usable total.</summary>
    public int Writers { get; init; }

    public int? Absent { get; init; }

    public double? MeanScore { get; init; }

    public double? MeanPct { get; init; }

    public int N2 { get; init; }

    public int N3 { get; init; }

    public int N4 { get; init; }

    public int N5 { get; init; }

    /// <summary>«file», «scale», «assumed», «mixed» or «official».</summary>
    public string? MarkSource { get; init; }

    internal int Marked => N2 + N3 + N4 + N5;

    internal int Passed => N3 + N4 + N5;

    internal int Quality => N4 + N5;

    /// <summary>At least some marks rest on a scale of another year.</summary>
    internal bool MarksAssumed(WorkRow work) => MarkSource switch
    {
        "assumed" => true,
        "mixed" => work.ScaleAssumed,
        _ => false,
    };
}

/// <summary>A row of <c>marts.mart_journal_comparison</c>.</summary>
internal sealed record JournalRow
{
    public required string WorkId { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public int Lowered { get; init; }

    public int Confirmed { get; init; }

    public int Raised { get; init; }

    /// <summary>Pupils whose two marks differ by two or more; null in official rows.</summary>
    public int? Gap2 { get; init; }

    internal int Both => Lowered + Confirmed + Raised;
}

/// <summary>A row of <c>marts.mart_score_distribution</c>.</summary>
internal sealed record ScoreRow
{
    public required string WorkId { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public int Score { get; init; }

    public int N { get; init; }
}

/// <summary>A row of <c>marts.mart_task_results</c>; percents 0..100.</summary>
internal sealed record TaskRow
{
    public required string WorkId { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public int TaskNo { get; init; }

    public required string Task { get; init; }

    public int? TaskMax { get; init; }

    public double? MeanPct { get; init; }

    public double? XPct { get; init; }

    public int N { get; init; }
}

/// <summary>A source file of a work.</summary>
internal sealed record WorkFileRow
{
    public required string WorkId { get; init; }

    /// <summary>Relative path.</summary>
    public required string Path { get; init; }

    /// <summary>The only school of the file, or null for a file of many.</summary>
    public string? SchoolId { get; init; }
}

/// <summary>The run of the product whose data are shown.</summary>
/// <param name="RunId">Identifier in <c>ops.run</c>.</param>
/// <param name="FinishedAt">When the data were ready.</param>
internal sealed record RunRow(string RunId, DateTime FinishedAt);
