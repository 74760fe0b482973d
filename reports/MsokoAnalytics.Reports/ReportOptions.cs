using System.Data.Common;

namespace MsokoAnalytics.Reports;

/// <summary>What to make and where.</summary>
public sealed record ReportOptions
{
    /// <summary>Folder of the PDFs; made when absent.</summary>
    public required string OutDir { get; init; }

    /// <summary>Kinds to make (<see cref="ReportRunner.Kinds"/>); when empty, those that are made by default.</summary>
    public IReadOnlyCollection<string> Kinds { get; init; } = [];

    /// <summary>Node workers, 1..16. By default one per core (each takes about 250 MB).</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 16);

    /// <summary>Calendar year of the wave; by default the newest wave of each municipality and school.</summary>
    public int? Year { get; init; }

    /// <summary><c>spring</c> or <c>autumn</c>; by default the newest.</summary>
    public string? Wave { get; init; }

    /// <summary>Only these municipalities (<c>NN_mNNN</c>); all when empty.</summary>
    public IReadOnlyCollection<string> MunicipalityIds { get; init; } = [];

    /// <summary>Only cards of these schools (6 digits); all when empty.</summary>
    public IReadOnlyCollection<string> SchoolIds { get; init; } = [];

    /// <summary>Opens one more connection to the same database, to read two sections at once; without it they are read one after another.</summary>
    public Func<DbConnection>? Connect { get; init; }

    /// <summary>Write reports even if nothing has changed.</summary>
    public bool Force { get; init; }

    /// <summary>Whom the reports of a municipality are addressed to; by default as the kind says.</summary>
    public string? MunicipalityRecipient { get; init; }

    /// <summary>Whom the reports of a school are addressed to; by default as the kind says.</summary>
    public string? SchoolRecipient { get; init; }

    /// <summary>The run printed in the reports; by default the newest complete run of the warehouse.</summary>
    public string? RunId { get; init; }

    /// <summary>When that run's data were ready, UTC; taken together with <see cref="RunId"/>.</summary>
    public DateTime? RunTime { get; init; }

    /// <summary>The node program; by default <c>MSOKO_NODE</c>, then <c>node</c> on PATH.</summary>
    public string? NodePath { get; init; }

    /// <summary>Folder with <c>kinds</c>, <c>templates</c>, <c>charts</c> and <c>worker</c>; by default <c>reports</c> beside the program.</summary>
    public string? AssetsDir { get; init; }

    /// <summary>Longest time of one report before its worker is restarted.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What became of one report.</summary>
public enum ReportStatus
{
    /// <summary>The file was written.</summary>
    Written,

    /// <summary>Nothing it depends on has changed; the file is as it was.</summary>
    Skipped,

    /// <summary>It could not be made; see <see cref="ReportResult.Error"/>. An older file, if any, is as it was.</summary>
    Failed,
}

/// <param name="Kind">Name of the kind.</param>
/// <param name="Path">Full path of the PDF.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Milliseconds">Time of the rendering in its worker (0 when skipped).</param>
/// <param name="Pages">Pages; 0 when it failed.</param>
/// <param name="Error">Russian message when it failed.</param>
public sealed record ReportResult(string Kind, string Path, ReportStatus Status, double Milliseconds, int Pages, string? Error = null);

/// <param name="Done">Reports finished, written or skipped.</param>
/// <param name="Total">Reports in all.</param>
/// <param name="Last">The report just finished.</param>
public sealed record ReportProgress(int Done, int Total, ReportResult Last);
