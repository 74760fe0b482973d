using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>A model of which only some partitions are built.</summary>
/// <param name="Parts">Partitions to be built anew; those without rows any more go.</param>
/// <param name="Published">State of the published partitions.</param>
/// <param name="Reach">Where the rows lie that the partitions see through other tables.</param>
/// <param name="Standing">What a check found when the model was last built; null = nothing.</param>
/// <param name="WasPublished">Whether a table was there before this run.</param>
internal sealed record PartialBuild(
    HashSet<long> Parts, IReadOnlyDictionary<long, PartitionState> Published, PartitionReach Reach,
    Func<CheckDefinition, StandingFault?> Standing, Func<string, bool> WasPublished)
{
    /// <summary>The built partitions that published rows belong to; a new year replaces nothing.</summary>
    public IReadOnlySet<long> Replaced { get; } = Parts.Where(p => Published.TryGetValue(p, out var state) && state.Rows > 0).ToHashSet();

    /// <summary>Up to this share of the partitions the new rows are kept in memory (and spilled, where it is short) until they are published: written once, not twice.</summary>
    private const double LargestShareInMemory = 0.3;

    public bool StaysInMemory => Parts.Count <= LargestShareInMemory * Published.Count;

    /// <param name="model">The model.</param>
    /// <param name="changed">SQL of the new rows.</param>
    /// <param name="onlyGrew">Whether a table keeps all its published rows.</param>
    public ChangedPart ForChecks(ModelDefinition model, string changed, Func<string, bool> onlyGrew)
    {
        var words = SqlTokenizer.Tokenize(model.Partition!.Key).Where(t => t.IsName).Select(t => t.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Rows of a view are not counted: all its partitions may have been there.
        var isView = model.Materialization == Materialization.View;
        var kept = BuiltTables.Kept(model, isView ? Parts : Replaced);
        return new ChangedPart(changed, kept, [.. model.Columns.Select(c => c.Name).Where(words.Contains)], Standing, !isView && Replaced.Count == 0, WasPublished, onlyGrew);
    }
}
