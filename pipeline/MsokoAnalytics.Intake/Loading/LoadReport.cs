namespace MsokoAnalytics.Intake.Loading;

/// <summary>What a load or a check found, file by file.</summary>
public sealed record LoadReport(
    IReadOnlyList<FileAccount> Files,
    IReadOnlyList<string> IgnoredFiles,
    IReadOnlyList<RejectSummary> Rejects,
    IReadOnlyList<Reissue> Reissues,
    IReadOnlyList<Overlap> Overlaps,
    TimeSpan Elapsed)
{
    /// <summary>The part of <see cref="Elapsed"/> from opening the first file that is read to the last commit: parsing, typing and storing, without knowing the files by their content, the schema and this report.</summary>
    public TimeSpan Reading { get; init; }

    /// <summary>Files that could not be used, or of which a sheet could not.</summary>
    public IEnumerable<FileAccount> Problems => Files.Where(f => f.Status is FileStatus.Failed or FileStatus.Unrecognised || (f.Status is FileStatus.Loaded or FileStatus.Copy && f.ProblemRule is not null));

    public bool HasProblems => Problems.Any();
}

/// <summary>How often a rule set something aside in a sheet, with the first place.</summary>
public sealed record RejectSummary(string Path, string SheetName, string Rule, string Severity, string? Column, long Count, int? FirstRow, string? ValueClass);

/// <summary>A file that came again under its name with other content.</summary>
public sealed record Reissue(string Path, long Same, long Changed, long Added, long Removed);

/// <summary>The same pupils of a school in two files: which file's rows count, and how the other differs.</summary>
public sealed record Overlap(string KeptPath, string OtherPath, long Schools, long Same, long Changed, long OnlyKept, long OnlyOther);

/// <summary>Progress of a load: files done of all, rows read so far.</summary>
public readonly record struct LoadProgress(int FilesDone, int Files, long Rows, string Path);
