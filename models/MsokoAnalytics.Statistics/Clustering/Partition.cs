namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>Objects divided around k of them (medoids).</summary>
/// <param name="Medoids">Objects that stand for the clusters, ascending; cluster c is the one of <c>Medoids[c]</c>.</param>
/// <param name="Cluster">Cluster of each object, 0..k−1.</param>
/// <param name="Cost">Sum of the distances of all objects to their medoids.</param>
public sealed record Partition(IReadOnlyList<int> Medoids, IReadOnlyList<int> Cluster, double Cost)
{
    /// <summary>Mean of <see cref="SilhouetteWidths"/>.</summary>
    /// <param name="distances">The distances the partition was made from.</param>
    public double Silhouette(DistanceMatrix distances) => SilhouetteWidths(distances).Sum(w => w.Width) / Cluster.Count;

    /// <summary>
    /// Silhouette width of every object (Rousseeuw 1987, J. Comput. Appl. Math. 20:53–65), −1..1, 0 for an object alone in its cluster; with the nearest other
    /// cluster by mean distance (−1 where there is none).
    /// </summary>
    /// <param name="distances">Distances of the objects.</param>
    public IReadOnlyList<(double Width, int Next)> SilhouetteWidths(DistanceMatrix distances)
    {
        Guard.SameLength(Cluster.Count, distances.Count, nameof(distances));
        var sizes = new int[Medoids.Count];
        foreach (var cluster in Cluster) sizes[cluster]++;
        var widths = new (double, int)[Cluster.Count];
        for (var i = 0; i < Cluster.Count; i++)
        {
            var sums = new double[Medoids.Count];
            for (var j = 0; j < Cluster.Count; j++) sums[Cluster[j]] += distances[i, j];
            var own = Cluster[i];
            var inside = sizes[own] > 1 ? sums[own] / (sizes[own] - 1) : 0;
            var (outside, next) = (double.PositiveInfinity, -1);
            for (var c = 0; c < sums.Length; c++)
                if (c != own && sizes[c] > 0 && sums[c] / sizes[c] < outside) (outside, next) = (sums[c] / sizes[c], c);
            var known = sizes[own] > 1 && double.IsFinite(outside) && Math.Max(inside, outside) > 0;
            widths[i] = (known ? (outside - inside) / Math.Max(inside, outside) : 0, next);
        }

        return widths;
    }
}
