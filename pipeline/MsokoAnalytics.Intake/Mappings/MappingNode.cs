namespace MsokoAnalytics.Intake.Mappings;

/// <summary>A part of a mapping file with the place where it stands, whichever of the three formats it was written in.</summary>
internal sealed class MappingNode(string place)
{
    /// <summary>Where it stands, for the user: «строка 12» or «лист «Описание», ячейка C7».</summary>
    public string Place { get; } = place;

    /// <summary>Text of a single value; null for lists and sections.</summary>
    public string? Text { get; init; }

    public List<MappingNode>? Items { get; init; }

    /// <summary>Entries of a section in the order of the file.</summary>
    public List<MappingEntry>? Entries { get; init; }

    /// <summary>The single value or the values of a list; empty for a section.</summary>
    public IEnumerable<MappingNode> Values => Items ?? (Text is null ? [] : [this]);
}

/// <summary>An entry of a section: the key as written, its place, its value.</summary>
internal sealed record MappingEntry(string Key, string Place, MappingNode Value);

/// <summary>A fault of a mapping file: where, what is wrong and what was expected, what to do.</summary>
public sealed record MappingFault(string Place, string What, string Advice);
