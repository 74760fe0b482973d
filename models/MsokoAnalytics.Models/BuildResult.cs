using MsokoAnalytics.Models.Checks;

namespace MsokoAnalytics.Models;

/// <summary>How a model ended.</summary>
public enum ModelStatus
{
    /// <summary>Built, checked and published.</summary>
    Built,

    /// <summary>Nothing it depends on has changed.</summary>
    Skipped,

    /// <summary>Could not be built or broke a check; see <see cref="ModelResult.Message"/>.</summary>
    Failed,

    /// <summary>Built, but not published, because another model failed.</summary>
    Discarded,

    /// <summary>Not reached.</summary>
    NotRun,
}

/// <summary>One model of a build.</summary>
/// <param name="Model">Full name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">Duration of building and checking; of a time in which n models were built side by side, the n-th part.</param>
/// <param name="Rows">Rows, when built.</param>
/// <param name="InputHash">Hash of all its inputs.</param>
/// <param name="Checks">Outcomes of its checks.</param>
/// <param name="Message">Russian reason of a failure.</param>
public sealed record ModelResult(
    string Model, ModelStatus Status, double Seconds, long? Rows, string InputHash, IReadOnlyList<CheckOutcome> Checks, string? Message)
{
    /// <summary>Hash of SQL, contract and macros alone.</summary>
    public string ModelHash { get; init; } = "";

    /// <summary>Processor time of the whole process while the model was built and checked, s; shared as the duration is.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Largest working set of the whole process meanwhile, MiB; null when not started.</summary>
    public double? MemoryMegabytes { get; init; }

    /// <summary>Fingerprint of the rows, whatever their order; null for a view.</summary>
    internal string? ContentHash { get; init; }

    /// <summary>Partitions built anew; null when the whole was built.</summary>
    internal IReadOnlySet<long>? ChangedParts { get; init; }

    /// <summary>Whether it failed for lack of memory, which another model had a part of.</summary>
    internal bool IsWorthAnotherTry { get; init; }

    /// <summary>How many partitions were built anew; null when the whole was built.</summary>
    public int? PartitionsBuilt => ChangedParts?.Count;

    /// <summary>UTC; null when not started.</summary>
    internal DateTime? StartedAt { get; init; }
}

/// <summary>The whole build.</summary>
/// <param name="Succeeded">False: the old tables are untouched.</param>
/// <param name="Models">Every model, in the order of building.</param>
/// <param name="Seconds">Duration.</param>
public sealed record BuildResult(bool Succeeded, IReadOnlyList<ModelResult> Models, double Seconds)
{
    /// <summary>Checks that were not passed, failures first.</summary>
    public IReadOnlyList<CheckOutcome> BrokenChecks =>
        [.. Models.SelectMany(m => m.Checks).Where(c => !c.Passed).OrderBy(c => c.Severity)];

    /// <summary>Russian messages of failed models.</summary>
    public IReadOnlyList<string> Errors => [.. Models.Where(m => m.Message is not null).Select(m => m.Message!)];
}
