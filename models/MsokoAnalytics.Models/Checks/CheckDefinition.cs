namespace MsokoAnalytics.Models.Checks;

/// <summary>A check of a contract, read and understood.</summary>
internal sealed record CheckDefinition(CheckKind Kind, string Name, CheckSeverity Severity)
{
    /// <summary>Columns checked; of <see cref="CheckKind.Relationships"/>, the referring ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<string> Values { get; init; } = [];

    public bool AllowNull { get; init; }

    /// <summary>Full name of the table referred to.</summary>
    public string? Target { get; init; }

    public IReadOnlyList<string> TargetColumns { get; init; } = [];

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    /// <summary>SQL condition each row must satisfy; NULL counts as satisfied, as in a CHECK constraint.</summary>
    public string? Expression { get; init; }

    /// <summary>Russian: what a failure means; for generated checks, made of their kind.</summary>
    public required string What { get; init; }

    /// <summary>Russian: when it matters.</summary>
    public required string When { get; init; }

    /// <summary>Russian: what to do about it.</summary>
    public required string Fix { get; init; }

    /// <summary>Of <see cref="CheckKind.Unique"/>: SQL condition of the rows looked at; null = all.</summary>
    public string? Where { get; init; }

    public bool IsRowLevel =>
        Kind is CheckKind.NotNull or CheckKind.AcceptedValues or CheckKind.InRange or CheckKind.Expression;
}
