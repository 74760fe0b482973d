namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>One pupil as a form writes him: every field is what stands in the cell, number or text. Three tasks of 2, 1 and 3 points.</summary>
internal sealed record Pupil(string? Code = "40001")
{
    public object?[] Scores { get; init; } = [2, 1, 3];

    public object? Total { get; init; } = 6;

    public object? Journal { get; init; } = 4;

    public object? Variant { get; init; } = 1;

    public object? Class { get; init; } = "А";

    public object? Sex { get; init; } = "ж";

    public object? Mark { get; init; } = 5;

    public string? Login { get; init; } = "edu000389";

    /// <summary>A row under which another row of good data is checked.</summary>
    public static Pupil Good(string code) => new(code);
}
