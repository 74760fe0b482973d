using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>A model of which only some partitions are built.</summary>
/// <param name="Parts">Partitions to be built anew; those without rows any more go.</param>
/// <param name="Published">State of the published partitions.</param>
/// <param name="Reach">Where the rows lie that the partitions see through other tables.</param>
/// <param name="WasClean">Whether a check found nothing when the model was last built.</param>
/// <param name="WasPublished">Whether a table was there before this run.</param>
internal sealed record PartialBuild(
    HashSet<long> Parts, IReadOnlyDictionary<long, PartitionState> Published, PartitionReach Reach,
    Func<CheckDefinition, bool> WasClean, Func<string, bool> WasPublished)
{
    /// <summary>The built partitions that published rows belong to; a new year replaces nothing.</summary>
    public IReadOnlySet<long> Replaced { get; } = Parts.Where(p => Published.TryGetValue(p, out var state) && state.Rows > 0).ToHashSet();

    /// <param name="model">The model.</param>
    /// <param name="changed">SQL of the new rows.</param>
    public ChangedPart ForChecks(ModelDefinition model, string changed)
    {
        var words = SqlTokenizer.Tokenize(model.Partition!.Key).Where(t => t.IsName).Select(t => t.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = BuiltTables.Kept(model, Replaced);
        return new ChangedPart(changed, kept, [.. model.Columns.Select(c => c.Name).Where(words.Contains)], WasClean, WasPublished);
    }
}
