namespace MsokoAnalytics.Operations.Export;

/// <summary>Form of the files.</summary>
public enum ExportFormat
{
    Parquet,
    Csv,
}

/// <summary>Who the export is for.</summary>
public enum ExportAudience
{
    /// <summary>The centre itself: everything.</summary>
    Internal,

    /// <summary>Anybody else: what <c>disclosure.yml</c> allows, with small groups hidden.</summary>
    External,
}

/// <summary>What to export where.</summary>
/// <param name="Folder">The dated folder is made in it.</param>
/// <param name="Layers">Schemas, for example core and marts.</param>
/// <param name="PolicyPath">File of disclosure rules, read for an external export.</param>
public sealed record ExportOptions(string Folder, ExportFormat Format, ExportAudience Audience, IReadOnlyList<string> Layers, string PolicyPath)
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Version of the program, for the manifest.</summary>
    public string AppVersion { get; init; } = "";
}

/// <summary>What was exported.</summary>
/// <param name="Folder">The finished folder.</param>
/// <param name="Withheld">Table → Russian reason why it is not in the export.</param>
public sealed record ExportResult(string Folder, IReadOnlyList<ExportedTable> Tables, IReadOnlyList<(string Name, string Reason)> Withheld);

/// <summary>One file of the export.</summary>
/// <param name="HiddenRows">Rows left out or with emptied columns for the sake of disclosure control.</param>
public sealed record ExportedTable(string Name, string File, long Rows, long Bytes, string Sha256, long HiddenRows);
