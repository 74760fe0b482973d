using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Plan;

/// <summary>A file to be written.</summary>
/// <param name="Path">Relative to the data folder, with slashes.</param>
/// <param name="Dialect">null = a workbook: XLS when the path says so, else XLSX.</param>
internal sealed record PlannedFile(string Path, CsvDialect? Dialect)
{
    public bool IsXls => Dialect is null && Path.EndsWith(".xls", StringComparison.Ordinal);

    /// <summary>As named in the truth files.</summary>
    public string Format => Dialect?.Name ?? (IsXls ? "xls" : "xlsx");
}

/// <summary>All files of one work.</summary>
internal sealed record WorkJob
{
    public required Work Work { get; init; }

    public required PlannedFile Pupils { get; init; }

    public required PlannedFile Marks { get; init; }

    public required PlannedFile Journal { get; init; }

    /// <summary>The earlier issue of the pupil file, with some wrong scores, or null.</summary>
    public PlannedFile? FirstIssue { get; init; }

    /// <summary>The content of the pupil file says nothing about the work and neither does its name.</summary>
    public bool NoContext { get; init; }

    /// <summary>Schools whose results come as collection forms instead.</summary>
    public IReadOnlyDictionary<School, PlannedFile> Forms { get; init; } = new Dictionary<School, PlannedFile>();
}

/// <summary>One line of a <c>manifest.csv</c>.</summary>
/// <param name="Folder">Folder of the manifest, relative to the data folder.</param>
/// <param name="File">File name in that folder.</param>
/// <param name="SchoolLogin">Login, or empty when the file holds many schools.</param>
/// <param name="Work">What the file is about.</param>
internal sealed record ManifestLine(string Folder, string File, string SchoolLogin, Work Work);
