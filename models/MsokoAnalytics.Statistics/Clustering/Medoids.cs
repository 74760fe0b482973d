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
        return Assign(distances, Find(distances.Rows(), k, k)[0]);
    }

    /// <summary>PAM for every number of medoids from..to. BUILD adds one medoid at a time and never looks ahead, so that one way through it serves all of them.</summary>
    /// <param name="rows">Distances of every object to all, a row each.</param>
    /// <param name="from">1 or more.</param>
    /// <param name="to">At most the number of objects.</param>
    /// <returns>Medoids in no order, by number of medoids.</returns>
    internal static IReadOnlyList<IReadOnlyList<int>> Find(double[][] rows, int from, int to)
    {
        var built = Build(rows, to);
        var result = new List<int>[to - from + 1];
        for (var k = from; k <= to; k++)
        {
            var medoids = built[..k];
            while (BestSwap(rows, medoids) is var (place, candidate)) medoids[place] = candidate;
            result[k - from] = medoids;
        }

        return result;
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
        var costs = new double[4];
        while (medoids.Count < k)
        {
            var best = -1;
            var least = double.PositiveInfinity;
            // Four sums at a time, each in the order of the objects: a sum alone waits for every addition.
            for (var start = 0; start < n; start += costs.Length)
            {
                var (a, b, c, d) = (rows[start], rows[Math.Min(start + 1, n - 1)], rows[Math.Min(start + 2, n - 1)], rows[Math.Min(start + 3, n - 1)]);
                double sumA = 0, sumB = 0, sumC = 0, sumD = 0;
                for (var i = 0; i < nearest.Length; i++)
                {
                    var near = nearest[i];
                    sumA += near < a[i] ? near : a[i];
                    sumB += near < b[i] ? near : b[i];
                    sumC += near < c[i] ? near : c[i];
                    sumD += near < d[i] ? near : d[i];
                }

                (costs[0], costs[1], costs[2], costs[3]) = (sumA, sumB, sumC, sumD);
                for (var candidate = start; candidate < Math.Min(start + costs.Length, n); candidate++)
                {
                    var cost = costs[candidate - start];
                    if (!medoids.Contains(candidate) && (best < 0 || cost < least * (1 - Tolerance))) (best, least) = (candidate, cost);
                }
            }

            medoids.Add(best);
            for (var i = 0; i < n; i++) nearest[i] = Math.Min(nearest[i], rows[best][i]);
        }

        return medoids;
    }

    /// <summary>The exchange that lowers the cost most, or null. One pass over objects per candidate (FastPAM1, Schubert &amp; Rousseeuw 2021).</summary>
    private static (int Place, int Candidate)? BestSwap(double[][] rows, List<int> medoids)
    {
        // BUILD has tried every object as the only one.
        if (medoids.Count == 1) return null;
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

        // What the loss of each medoid would cost if nothing came for it.
        var loss = new double[medoids.Count];
        for (var i = 0; i < n; i++) loss[place[i]] += second[i] - first[i];
        (int, int)? best = null;
        var change = new double[medoids.Count];
        var lowest = -Tolerance * Math.Max(cost, double.Epsilon);
        for (var candidate = 0; candidate < n; candidate++)
        {
            if (medoids.Contains(candidate)) continue;
            var shared = 0.0;
            var row = rows[candidate];
            loss.CopyTo(change, 0);
            for (var i = 0; i < row.Length; i++)
            {
                var distance = row[i];
                if (distance >= second[i]) continue;
                if (distance < first[i])
                {
                    shared += distance - first[i];
                    change[place[i]] += first[i] - second[i];
                }
                else
                {
                    change[place[i]] += distance - second[i];
                }
            }

            for (var m = 0; m < change.Length; m++)
                if (shared + change[m] < lowest - (Tolerance * cost)) (lowest, best) = (shared + change[m], (m, candidate));
        }

        return best;
    }
}
