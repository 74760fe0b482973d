using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>A model of which only some partitions are built.</summary>
/// <param name="Parts">Partitions to be built anew; those without rows any more go.</param>
/// <param name="Published">State of the published partitions.</param>
/// <param name="FileKeys">Keys of the files that the partitions see through other tables.</param>
/// <param name="WasClean">Whether a check found nothing when the model was last built.</param>
/// <param name="WasPublished">Whether a table was there before this run.</param>
internal sealed record PartialBuild(
    HashSet<long> Parts, IReadOnlyDictionary<long, PartitionState> Published, IReadOnlyDictionary<PartitionThrough, IReadOnlyList<long>> FileKeys,
    Func<CheckDefinition, bool> WasClean, Func<string, bool> WasPublished)
{
    /// <param name="model">The model.</param>
    /// <param name="changed">SQL of the new rows.</param>
    public ChangedPart ForChecks(ModelDefinition model, string changed)
    {
        var words = SqlTokenizer.Tokenize(model.Partition!.Key).Where(t => t.IsName).Select(t => t.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = $"SELECT * FROM {SqlText.Table(model.FullName)} WHERE NOT ({PartitionSql.Within(model, Parts)})";
        return new ChangedPart(changed, kept, [.. model.Columns.Select(c => c.Name).Where(words.Contains)], WasClean, WasPublished);
    }
}
