namespace MsokoAnalytics.Models.Contracts;

// Shapes of the YAML files; an unknown key is an error of the reader, so a misspelt key never passes silently.

internal sealed class ModelFile
{
    public string? Caption { get; set; }
    public string? Description { get; set; }
    public string? Grain { get; set; }
    public string? Materialized { get; set; }
    public string? Analysis { get; set; }
    public string? Family { get; set; }
    public string? KnownBias { get; set; }
    public string? NoRolledUpView { get; set; }
    public RolledUpFile? RolledUp { get; set; }
    public List<string> SampleKeys { get; set; } = [];
    public List<ColumnFile> Columns { get; set; } = [];
    public List<CheckFile> Tests { get; set; } = [];
    public List<LineageFile> Lineage { get; set; } = [];
    public string? NoLineage { get; set; }
    public PartitionFile? Partition { get; set; }
}

internal sealed class PartitionFile
{
    public string? By { get; set; }
    public string? Key { get; set; }
    public string? Build { get; set; }
    public Dictionary<string, PartitionThroughFile> Through { get; set; } = [];
}

internal sealed class PartitionThroughFile
{
    public string? Table { get; set; }
    public string? Key { get; set; }
    public List<string> On { get; set; } = [];
}

internal sealed class RolledUpFile
{
    public string? Caption { get; set; }
    public string? KnownBias { get; set; }
    public List<string> Today { get; set; } = [];
    public Dictionary<string, string> Replace { get; set; } = [];
    public MovedFile? Moved { get; set; }
    public List<LineageFile> Lineage { get; set; } = [];
}

internal sealed class MovedFile
{
    public string? Table { get; set; }
    public List<string> On { get; set; } = [];
    public string? UniqueWhere { get; set; }
}

internal sealed class LineageFile
{
    public string? From { get; set; }
    public string? Match { get; set; }
    public string? When { get; set; }
    public string? Count { get; set; }
    public string? Counted { get; set; }
}

internal sealed class ColumnFile
{
    public string? Name { get; set; }
    public string? Type { get; set; }
    public string? Caption { get; set; }
    public string? Description { get; set; }
    public bool Personal { get; set; }
}

internal sealed class CheckFile
{
    public string? Type { get; set; }
    public string? Name { get; set; }
    public string? Column { get; set; }
    public List<string> Columns { get; set; } = [];
    public List<string> Values { get; set; } = [];
    public bool AllowNull { get; set; }
    public string? To { get; set; }
    public string? Field { get; set; }
    public List<string> Fields { get; set; } = [];
    public string? Min { get; set; }
    public string? Max { get; set; }
    public string? Expression { get; set; }
    public string? Where { get; set; }
    public string? Severity { get; set; }
    public string? What { get; set; }
    public string? When { get; set; }
    public string? Fix { get; set; }
}

internal sealed class SourceFile
{
    public string? Schema { get; set; }
    public List<SourceTableFile> Tables { get; set; } = [];
}

internal sealed class SourceTableFile
{
    public List<string> AfterBuild { get; set; } = [];
    public string? CorrectedAs { get; set; }
    public string? Name { get; set; }
    public string? Caption { get; set; }
    public string? Description { get; set; }
    public List<ColumnFile> Columns { get; set; } = [];
}
