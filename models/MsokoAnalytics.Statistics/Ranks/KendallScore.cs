using System.Runtime.CompilerServices;
using System.Collections.Concurrent;

namespace MsokoAnalytics.Statistics.Ranks;

/// <summary>Kendall's S (concordant minus discordant pairs) with what its distribution needs.</summary>
internal sealed class KendallScore
{
    /// <summary>Largest n whose null distribution is enumerated exactly.</summary>
    internal const int ExactLimit = 33;

    /// <summary>Up to this n what S is judged by is kept: many short series have the same ties (at most 2⁹ ways to tie ten values).</summary>
    internal const int KeptLimit = 10;

    private static readonly ConcurrentDictionary<long, KendallNull> Kept = new();

    private static readonly int[][] Untied = [.. Enumerable.Range(0, ExactLimit + 1).Select(Ones)];

    private KendallScore(long s, int[] tiesX, int[] tiesY, int n) => (S, TiesX, TiesY, N) = (s, tiesX, tiesY, n);

    internal long S { get; }

    internal int[] TiesX { get; }

    internal int[] TiesY { get; }

    internal int N { get; }

    /// <summary>Variance of S under independence with ties in both series (Kendall &amp; Gibbons 1990, eq. 4.4).</summary>
    internal double Variance
    {
        get
        {
            double n = N;
            var (x, y) = (TieSums(TiesX), TieSums(TiesY));
            var result = ((n * (n - 1) * ((2 * n) + 5)) - x.Third - y.Third) / 18;
            if (n > 2) result += x.Second * y.Second / (9 * n * (n - 1) * (n - 2));
            return result + (x.First * y.First / (2 * n * (n - 1)));
        }
    }

    internal static double TiedPairs(int[] ties) => ties.Sum(t => t * (t - 1.0) / 2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static KendallScore Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long s = 0;
        for (var i = 1; i < x.Length; i++)
            for (var j = 0; j < i; j++)
                s += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
        return new KendallScore(s, MidRanks.TieSizes(x), MidRanks.TieSizes(y), x.Length);
    }

    /// <param name="values">In order of time, times distinct.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static KendallScore OverTime(ReadOnlySpan<double> values)
    {
        return new KendallScore(Rises(values), values.Length <= ExactLimit ? Untied[values.Length] : Ones(values.Length), MidRanks.TieSizes(values), values.Length);
    }

    /// <summary>Rises minus falls over all pairs of times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static long Rises(ReadOnlySpan<double> values)
    {
        long s = 0;
        for (var i = 1; i < values.Length; i++)
            for (var j = 0; j < i; j++)
                s += Math.Sign(values[i] - values[j]);
        return s;
    }

    /// <summary>What S of a short series is judged by: the same for all series of that many points and these ties, whatever their values.</summary>
    /// <param name="values">Up to <see cref="KeptLimit"/> finite values; the other series has no ties.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static KendallNull NullOf(ReadOnlySpan<double> values)
    {
        Span<double> sorted = stackalloc double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        Span<int> ties = stackalloc int[values.Length];
        var count = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1]) ties[count - 1]++;
            else ties[count++] = 1;
        }

        ties = ties[..count];
        var key = Key(ties);
        return Kept.TryGetValue(key, out var known) ? known : Kept.GetOrAdd(key, NullOf(ties.ToArray(), values.Length));
    }

    private static KendallNull NullOf(int[] ties, int n)
    {
        var most = (n * (n - 1) / 2) - (int)TiedPairs(ties);
        var p = new double[most + 1];
        for (var s = 0; s < p.Length; s++) p[s] = new KendallScore(s, Untied[n], ties, n).ExactPValue()!.Value;
        return new KendallNull(new KendallScore(0, Untied[n], ties, n).Variance, p);
    }

    /// <summary>The score of the same values sorted in time: every pair that is not tied rises.</summary>
    internal KendallScore Steepest() => new((N * (N - 1L) / 2) - (long)TiedPairs(TiesY), TiesX, TiesY, N);

    /// <summary>
    /// P(|S'| ≥ |S|) over all orders of the series, or null when both series have ties or n is above the limit. With distinct x the
    /// inversions of y follow the q-multinomial coefficient: a product of Gaussian binomials over the tie groups.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double? ExactPValue()
    {
        var ties = TiesX.Length == N ? TiesY : TiesX;
        if (N > ExactLimit || (TiesX.Length < N && TiesY.Length < N)) return null;
        var inversions = Inversions(ties);
        var pairs = (N * (N - 1) / 2) - (int)TiedPairs(ties);
        var tail = 0.0;
        for (var i = 0; i < inversions.Length; i++)
            if (Math.Abs(pairs - (2 * i)) >= Math.Abs(S)) tail += inversions[i];
        return Math.Min(1, tail);
    }

    private static long Key(ReadOnlySpan<int> ties)
    {
        var key = 0L;
        foreach (var size in ties) key = (key * (KeptLimit + 1)) + size;
        return key;
    }

    private static int[] Ones(int count)
    {
        var ones = new int[count];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>Σ t(t − 1), Σ t(t − 1)(t − 2) and Σ t(t − 1)(2t + 5) over the groups of tied values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double First, double Second, double Third) TieSums(int[] ties)
    {
        double first = 0, second = 0, third = 0;
        foreach (double t in ties)
        {
            first += t * (t - 1);
            second += t * (t - 1) * (t - 2);
            third += t * (t - 1) * ((2 * t) + 5);
        }

        return (first, second, third);
    }

    /// <summary>Probabilities of the numbers of inversions of a series with these ties.</summary>
    private static double[] Inversions(int[] ties)
    {
        double[] inversions = [1];
        var placed = 0;
        foreach (var size in ties)
        {
            inversions = Convolve(inversions, GaussianBinomial(placed + size, size));
            placed += size;
        }

        return inversions;
    }

    /// <summary>Coefficients of [n over k]_q divided by their sum, by [n,k] = [n−1,k−1] + q^k·[n−1,k].</summary>
    private static double[] GaussianBinomial(int n, int k)
    {
        var row = new double[k + 1][];
        row[0] = [1];
        for (var j = 1; j <= k; j++) row[j] = [];
        for (var m = 1; m <= n; m++)
        {
            for (var j = Math.Min(m, k); j >= 1; j--)
            {
                var next = new double[(j * (m - j)) + 1];
                // Weights j/m and (m−j)/m keep each polynomial's sum at 1.
                for (var i = 0; i < row[j - 1].Length; i++) next[i] += row[j - 1][i] * j / m;
                for (var i = 0; i < row[j].Length; i++) next[i + j] += row[j][i] * (m - j) / m;
                row[j] = next;
            }
        }

        return row[k];
    }

    private static double[] Convolve(double[] a, double[] b)
    {
        var result = new double[a.Length + b.Length - 1];
        for (var i = 0; i < a.Length; i++)
            for (var j = 0; j < b.Length; j++)
                result[i + j] += a[i] * b[j];
        return result;
    }
}
