using MsokoAnalytics.Statistics.Robust;

namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>How far a number of clusters survives other samples of the same objects.</summary>
/// <param name="K">Number of clusters.</param>
/// <param name="MeanRand">Mean adjusted Rand index of the bootstrap partitions with the partition of all objects.</param>
/// <param name="MedianRand">Median of the same.</param>
/// <param name="Silhouette">Mean silhouette width of the partition of all objects.</param>
/// <param name="SmallestCluster">Objects of the smallest cluster of that partition.</param>
public sealed record ClusterStability(int K, double MeanRand, double MedianRand, double Silhouette, int SmallestCluster)
{
    /// <summary>
    /// For each k: PAM of the objects drawn with replacement (each once), all objects to the nearest of these medoids, adjusted
    /// Rand with the partition of all (after Hennig 2007, Comput. Stat. Data Anal. 52:258–271). The same seed gives the same result everywhere.
    /// </summary>
    /// <param name="distances">Distances of the objects.</param>
    /// <param name="from">Smallest k, at least 2.</param>
    /// <param name="to">Largest k, below the number of objects.</param>
    /// <param name="samples">Bootstrap samples per k, at least 1.</param>
    /// <param name="seed">Seed.</param>
    public static IReadOnlyList<ClusterStability> Over(DistanceMatrix distances, int from, int to, int samples, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(to, distances.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var random = new SeededRandom(unchecked((ulong)seed));
        // The same samples for every k: their differences are then not those of luck.
        var draws = Enumerable.Range(0, samples).Select(_ => Draw(random, distances.Count)).ToList();
        var rows = distances.Rows();
        Partition[] whole = [.. Medoids.Find(rows, from, to).Select(m => Medoids.Assign(distances, m))];
        var rand = Array.ConvertAll(whole, _ => new double?[draws.Count]);
        Parallel.For(0, draws.Count, i =>
        {
            var objects = draws[i];
            var most = Math.Min(to, objects.Length);
            if (most < from) return;
            double[][] part = [.. objects.Select(row => Array.ConvertAll(objects, column => rows[row][column]))];
            var medoids = Medoids.Find(part, from, most);
            for (var k = 0; k < medoids.Count; k++)
                rand[k][i] = RandIndex.Adjusted(whole[k].Cluster, Medoids.Assign(distances, medoids[k].Select(m => objects[m])).Cluster);
        });
        var result = new List<ClusterStability>();
        for (var k = from; k <= to; k++)
        {
            var partition = whole[k - from];
            double[] known = [.. rand[k - from].OfType<double>()];
            if (known.Length == 0) throw new ArgumentException($"no sample has {k} different objects", nameof(to));
            result.Add(new ClusterStability(k, known.Average(), Location.Median(known), partition.Silhouette(distances), partition.Cluster.GroupBy(c => c).Min(g => g.Count())));
        }

        return result;
    }

    /// <summary>The most stable number of clusters; of equal ones the smallest.</summary>
    public static ClusterStability MostStable(IReadOnlyList<ClusterStability> candidates)
    {
        if (candidates.Count == 0) throw new ArgumentException("no candidates", nameof(candidates));
        return candidates.OrderByDescending(c => c.MeanRand).ThenBy(c => c.K).First();
    }

    private static int[] Draw(SeededRandom random, int n)
    {
        var drawn = new SortedSet<int>();
        for (var i = 0; i < n; i++) drawn.Add(random.Next(n));
        return [.. drawn];
    }
}
