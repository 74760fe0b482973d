namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>Objects divided around k of them (medoids).</summary>
/// <param name="Medoids">Objects that stand for the clusters, ascending; cluster c is the one of <c>Medoids[c]</c>.</param>
/// <param name="Cluster">Cluster of each object, 0..k−1.</param>
/// <param name="Cost">Sum of the distances of all objects to their medoids.</param>
public sealed record Partition(IReadOnlyList<int> Medoids, IReadOnlyList<int> Cluster, double Cost)
{
    /// <summary>
    /// Mean silhouette width (Rousseeuw 1987, J. Comput. Appl. Math. 20:53–65), −1..1; an object alone in its cluster counts 0.
    /// </summary>
    /// <param name="distances">The distances the partition was made from.</param>
    public double Silhouette(DistanceMatrix distances)
    {
        Guard.SameLength(Cluster.Count, distances.Count, nameof(distances));
        var total = 0.0;
        var sizes = new int[Medoids.Count];
        foreach (var cluster in Cluster) sizes[cluster]++;
        for (var i = 0; i < Cluster.Count; i++)
        {
            var sums = new double[Medoids.Count];
            for (var j = 0; j < Cluster.Count; j++) sums[Cluster[j]] += distances[i, j];
            var own = Cluster[i];
            if (sizes[own] == 1) continue;
            var inside = sums[own] / (sizes[own] - 1);
            var outside = double.PositiveInfinity;
            for (var c = 0; c < sums.Length; c++)
                if (c != own) outside = Math.Min(outside, sums[c] / sizes[c]);
            if (double.IsFinite(outside) && Math.Max(inside, outside) > 0) total += (outside - inside) / Math.Max(inside, outside);
        }

        return total / Cluster.Count;
    }
}
