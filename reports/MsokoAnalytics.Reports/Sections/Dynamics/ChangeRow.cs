namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <summary>A row of <c>marts.mart_dynamics</c>; shares in percent, changes in percent points.</summary>
internal sealed record ChangeRow
{
    internal const string SameGrade = "same_grade";
    internal const string SameCohort = "same_cohort";
    internal const string Pass = "pass";
    internal const string Quality = "quality";
    internal const string Growth = "рост";
    internal const string Decline = "снижение";
    internal const string FewPupils = "мало учеников";

    public required string Kind { get; init; }

    public required string Measure { get; init; }

    public required string Scope { get; init; }

    public required string ScopeId { get; init; }

    public required string Subject { get; init; }

    public required string Level { get; init; }

    public int GradeFrom { get; init; }

    public int GradeTo { get; init; }

    public int YearFrom { get; init; }

    public int YearTo { get; init; }

    public int NFrom { get; init; }

    public int NTo { get; init; }

    public double ValueFrom { get; init; }

    public double ValueTo { get; init; }

    public double Lo { get; init; }

    public double Hi { get; init; }

    /// <summary>Whose change is the difficulty of the works; null when there is nothing to compare with.</summary>
    public string? AnchorScope { get; init; }

    public double? Relative { get; init; }

    public double? RelativeLo { get; init; }

    public double? RelativeHi { get; init; }

    public required string Verdict { get; init; }

    public double? Shrunken { get; init; }

    public double? ShrunkenLo { get; init; }

    public double? ShrunkenHi { get; init; }

    internal bool Told => Verdict is Growth or Decline;
}
