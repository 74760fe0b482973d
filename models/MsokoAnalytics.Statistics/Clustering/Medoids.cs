namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>Partitioning around medoids.</summary>
public static class Medoids
{
    /// <summary>Two costs nearer than this share count as equal, so that rounding never decides a swap.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>
    /// PAM: BUILD, then SWAP until no exchange lowers the cost (Kaufman &amp; Rousseeuw 1990, ch. 2). No chance in it: of equal exchanges the one with
    /// the lowest numbers is taken.
    /// </summary>
    /// <param name="distances">Distances of the objects.</param>
    /// <param name="k">1..number of objects.</param>
    public static Partition Pam(DistanceMatrix distances, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, distances.Count);
        var rows = distances.Rows();
        var medoids = Build(rows, k);
        while (BestSwap(rows, medoids) is var (place, candidate)) medoids[place] = candidate;
        return Assign(distances, medoids);
    }

    /// <summary>Every object to its nearest medoid; of equally near ones to the first.</summary>
    internal static Partition Assign(DistanceMatrix distances, IEnumerable<int> medoids)
    {
        var sorted = medoids.Order().ToArray();
        var cluster = new int[distances.Count];
        var cost = 0.0;
        for (var i = 0; i < cluster.Length; i++)
        {
            for (var c = 1; c < sorted.Length; c++)
                if (distances[i, sorted[c]] < distances[i, sorted[cluster[i]]]) cluster[i] = c;
            // Two identical objects may both be medoids; each stays in its own cluster.
            if (Array.BinarySearch(sorted, i) is >= 0 and var own) cluster[i] = own;
            cost += distances[i, sorted[cluster[i]]];
        }

        return new Partition(sorted, cluster, cost);
    }

    private static List<int> Build(double[][] rows, int k)
    {
        var n = rows.Length;
        var nearest = Enumerable.Repeat(double.PositiveInfinity, n).ToArray();
        var medoids = new List<int>();
        while (medoids.Count < k)
        {
            var best = -1;
            var least = double.PositiveInfinity;
            for (var candidate = 0; candidate < n; candidate++)
            {
                if (medoids.Contains(candidate)) continue;
                var cost = 0.0;
                var row = rows[candidate];
                for (var i = 0; i < row.Length; i++) cost += Math.Min(nearest[i], row[i]);
                if (best < 0 || cost < least * (1 - Tolerance)) (best, least) = (candidate, cost);
            }

            medoids.Add(best);
            for (var i = 0; i < n; i++) nearest[i] = Math.Min(nearest[i], rows[best][i]);
        }

        return medoids;
    }

    /// <summary>The exchange that lowers the cost most, or null. One pass over objects per candidate (FastPAM1, Schubert &amp; Rousseeuw 2021).</summary>
    private static (int Place, int Candidate)? BestSwap(double[][] rows, List<int> medoids)
    {
        var n = rows.Length;
        var place = new int[n];
        var first = new double[n];
        var second = new double[n];
        var cost = 0.0;
        for (var i = 0; i < n; i++)
        {
            (first[i], second[i]) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var m = 0; m < medoids.Count; m++)
            {
                var distance = rows[medoids[m]][i];
                if (distance < first[i]) (second[i], first[i], place[i]) = (first[i], distance, m);
                else if (distance < second[i]) second[i] = distance;
            }

            cost += first[i];
        }

        (int, int)? best = null;
        var change = new double[medoids.Count];
        var lowest = -Tolerance * Math.Max(cost, double.Epsilon);
        for (var candidate = 0; candidate < n; candidate++)
        {
            if (medoids.Contains(candidate)) continue;
            var shared = 0.0;
            var row = rows[candidate];
            Array.Clear(change);
            for (var i = 0; i < row.Length; i++)
            {
                var distance = row[i];
                if (distance < first[i]) shared += distance - first[i];
                // What the loss of the nearest medoid would cost beyond that.
                change[place[i]] += Math.Min(distance, second[i]) - Math.Min(distance, first[i]);
            }

            for (var m = 0; m < change.Length; m++)
                if (shared + change[m] < lowest - (Tolerance * cost)) (lowest, best) = (shared + change[m], (m, candidate));
        }

        return best;
    }
}
