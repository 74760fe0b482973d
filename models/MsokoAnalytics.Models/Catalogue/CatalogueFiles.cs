namespace MsokoAnalytics.Models.Catalogue;

// Shapes of indicators/*.yml and rule_sets/*.yml; an unknown key is an error of the reader.

internal sealed class IndicatorFamilyFile
{
    public string? Family { get; set; }
    public string? Version { get; set; }
    public string? Source { get; set; }
    public List<IndicatorFile> Indicators { get; set; } = [];
}

internal sealed class IndicatorFile
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? Definition { get; set; }
    public string? Numerator { get; set; }
    public string? Denominator { get; set; }
    public string? Unit { get; set; }
    public List<string> Levels { get; set; } = [];
    public string? Formula { get; set; }
    public string? Awaits { get; set; }
    public int MinN { get; set; }
    public string? Direction { get; set; }
    public string? Source { get; set; }
}

internal sealed class RuleSetFile
{
    public string? RuleSet { get; set; }
    public string? Name { get; set; }
    public string? Version { get; set; }
    public string? Source { get; set; }
    public int FirstYear { get; set; }
    public int? LastYear { get; set; }
    public List<string> Municipalities { get; set; } = [];
    public Dictionary<string, PolicyFile> Policies { get; set; } = [];
    public List<CriterionFile> Criteria { get; set; } = [];
}

internal sealed class PolicyFile
{
    public string? Defect { get; set; }
    public string? Value { get; set; }
    public Dictionary<string, string> Options { get; set; } = [];
}

internal sealed class CriterionFile
{
    public string? No { get; set; }
    public string? Name { get; set; }
    public int Minimum { get; set; }
    public string? ReferencePolicy { get; set; }
    public int? ReferenceFrom { get; set; }
    public List<RowFile> Rows { get; set; } = [];
}

internal sealed class RowFile
{
    public string? No { get; set; }
    public string? Name { get; set; }
    public string? Scoring { get; set; }
    public string? Indicator { get; set; }
    public ChoiceFile? IndicatorBy { get; set; }
    public string? Level { get; set; }
    public int? PointsPerUnit { get; set; }
    public int? MaxPoints { get; set; }
    public List<BandFile> Bands { get; set; } = [];
    public string? AboveTopPolicy { get; set; }
    public List<string> Footnotes { get; set; } = [];
}

internal sealed class ChoiceFile
{
    public string? Policy { get; set; }
    public Dictionary<string, string> Codes { get; set; } = [];
}

internal sealed class BandFile
{
    public int Points { get; set; }
    public int From { get; set; }
    public int To { get; set; }
}
