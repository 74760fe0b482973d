namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>What a build of a model by parts would have to do.</summary>
/// <param name="ModelHash">Hash of all inputs of the model.</param>
/// <param name="Inputs">Hash of the inputs of every partition there is.</param>
internal sealed record PartitionPlan(string ModelHash, IReadOnlyDictionary<long, string> Inputs)
{
    /// <summary>Above this share of changed partitions the whole is built: each partition built by itself is written twice.</summary>
    private const double LargestShare = 0.7;

    /// <summary>Partitions to be built anew or removed; null = build the whole.</summary>
    /// <param name="published">State of the published partitions; null = there is no such table.</param>
    public HashSet<long>? Changed(IReadOnlyDictionary<long, PartitionState>? published)
    {
        if (published is null) return null;
        var changed = Inputs.Where(i => published.GetValueOrDefault(i.Key)?.Input != i.Value).Select(i => i.Key)
            .Concat(published.Keys.Where(p => !Inputs.ContainsKey(p))).ToHashSet();
        return changed.Count > LargestShare * Math.Max(Inputs.Count, published.Count) ? null : changed;
    }
}
