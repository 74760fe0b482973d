namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>A row of <c>anomaly.flags</c> with what its class has in <c>anomaly.class_evidence</c>.</summary>
internal sealed record FlagRow
{
    public required string FlagId { get; init; }

    public required string Level { get; init; }

    public required string List { get; init; }

    public string? WorkId { get; init; }

    public required string SchoolId { get; init; }

    public string? ClassId { get; init; }

    public string? ClassLabel { get; init; }

    public required string Direction { get; init; }

    public string? Mechanism { get; init; }

    public string? AcademicYear { get; init; }

    public double Posterior { get; init; }

    public double? PosteriorAlone { get; init; }

    public double QValue { get; init; }

    public double? ConformalP { get; init; }

    public int N { get; init; }

    public string? Tier { get; init; }

    public double? MeanScore { get; init; }

    /// <summary>Marks above expectation.</summary>
    public double? EffectMarks { get; init; }

    public required string Explanation { get; init; }

    public required string Against { get; init; }

    public required string Status { get; init; }

    public string? StatusReason { get; init; }
}

/// <summary>Judged classes of a school, year and subject.</summary>
internal sealed record SubjectYearRow
{
    public required string SchoolId { get; init; }

    public int Year { get; init; }

    public required string Subject { get; init; }

    public int Units { get; init; }

    /// <summary>Sum of the posteriors: the expected number of manipulated classes.</summary>
    public double Expected { get; init; }
}

/// <summary>A reason why something can't be judged.</summary>
internal sealed record RefusalRow
{
    public int Year { get; init; }

    public string? SchoolId { get; init; }

    /// <summary>Null where all results of a place or a school are refused.</summary>
    public string? WorkId { get; init; }

    public required string Reason { get; init; }

    public required string Text { get; init; }

    public int Count { get; init; }
}

internal sealed record DiagnosticRow
{
    public required string Name { get; init; }

    public double? Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    public int? N { get; init; }

    public double? TrainingLow { get; init; }

    public double? TrainingHigh { get; init; }

    public bool? InRange { get; init; }

    public required string Text { get; init; }

    public required string ModelVersion { get; init; }
}

/// <summary>Fired markers of the 2019 list, and the share a rule marks.</summary>
internal sealed record MarkerRow
{
    public int Year { get; init; }

    public required string SchoolId { get; init; }

    public required string Markers { get; init; }

    public int Fired { get; init; }
}

internal sealed record BaselineRow
{
    public int Year { get; init; }

    public required string RuleVersion { get; init; }

    public required string Marker { get; init; }

    public required string MarkerName { get; init; }

    public int Computed { get; init; }

    public int Fired { get; init; }
}

internal sealed record ListedRow
{
    public int Year { get; init; }

    public required string SchoolId { get; init; }

    public string? Works { get; init; }

    public string? Document { get; init; }
}

/// <summary>Index of the 2019 methodology of the municipality.</summary>
internal sealed record IndexRow
{
    public int Year { get; init; }

    public double Index { get; init; }

    public double Low { get; init; }

    public double High { get; init; }

    public int Schools { get; init; }

    public int Marked { get; init; }
}

/// <summary>Pupils of a class by primary score, or by pair of marks.</summary>
internal sealed record ScoreCountRow
{
    public required string WorkId { get; init; }

    public required string ClassId { get; init; }

    public int Score { get; init; }

    public int N { get; init; }
}

internal sealed record PairCountRow
{
    public required string WorkId { get; init; }

    public required string ClassId { get; init; }

    public int Mark { get; init; }

    public int JournalMark { get; init; }

    public int N { get; init; }
}
