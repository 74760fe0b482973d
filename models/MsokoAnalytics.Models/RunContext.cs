using System.Data.Common;

namespace MsokoAnalytics.Models;

/// <summary>What a build is told by its caller.</summary>
/// <param name="RunId">Identifier of the run, written to the log.</param>
public sealed record RunContext(string RunId)
{
    /// <summary>
    /// Fingerprint of the staging content; null = made of <c>ops.source_file</c> (key, status and run of every file). Row counts of
    /// the tables are added in either case.
    /// </summary>
    public string? SourceFingerprint { get; init; }

    /// <summary>Settings that models read from <c>ops.setting</c>: name as in the settings file, value as text.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Programs that the project's models of kind analysis may name.</summary>
    public IReadOnlyList<IModelAnalysis> Analyses { get; init; } = [];

    /// <summary>Rebuilds everything, changed or not.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// Opens another connection to the same database, so that two models are built side by side where the engine has memory enough for two; null = one after another.
    /// </summary>
    public Func<DbConnection>? Another { get; init; }

    /// <summary>Called as models start and finish, never twice at the same time.</summary>
    public Action<ModelProgress>? Progress { get; init; }

    /// <summary>Clock of the log.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
