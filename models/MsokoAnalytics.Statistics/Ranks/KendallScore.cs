using System.Collections.Concurrent;

namespace MsokoAnalytics.Statistics.Ranks;

/// <summary>Kendall's S (concordant minus discordant pairs) with what its distribution needs.</summary>
internal sealed class KendallScore
{
    /// <summary>Largest n whose null distribution is enumerated exactly.</summary>
    internal const int ExactLimit = 33;

    /// <summary>P of series without ties, by number of points and |S|: few, and asked for again and again.</summary>
    private static readonly ConcurrentDictionary<(int N, long S), double> Untied = new();

    private KendallScore(long s, List<int> tiesX, List<int> tiesY, int n) => (S, TiesX, TiesY, N) = (s, tiesX, tiesY, n);

    internal long S { get; }

    internal List<int> TiesX { get; }

    internal List<int> TiesY { get; }

    internal int N { get; }

    /// <summary>Variance of S under independence with ties in both series (Kendall &amp; Gibbons 1990, eq. 4.4).</summary>
    internal double Variance
    {
        get
        {
            double n = N;
            double Sum(List<int> ties, Func<double, double> of) => ties.Sum(t => of(t));
            double T1(double t) => t * (t - 1);
            double T2(double t) => t * (t - 1) * (t - 2);
            double T3(double t) => t * (t - 1) * ((2 * t) + 5);
            var result = ((n * (n - 1) * ((2 * n) + 5)) - Sum(TiesX, T3) - Sum(TiesY, T3)) / 18;
            if (n > 2) result += Sum(TiesX, T2) * Sum(TiesY, T2) / (9 * n * (n - 1) * (n - 2));
            return result + (Sum(TiesX, T1) * Sum(TiesY, T1) / (2 * n * (n - 1)));
        }
    }

    internal static double TiedPairs(List<int> ties) => ties.Sum(t => t * (t - 1.0) / 2);

    internal static KendallScore Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        long s = 0;
        for (var i = 1; i < x.Length; i++)
            for (var j = 0; j < i; j++)
                s += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
        return new KendallScore(s, MidRanks.TieSizes(x), MidRanks.TieSizes(y), x.Length);
    }

    /// <summary>
    /// P(|S'| ≥ |S|) over all orders of the series, or null when both series have ties or n is above the limit. With distinct x the
    /// inversions of y follow the q-multinomial coefficient: a product of Gaussian binomials over the tie groups.
    /// </summary>
    internal double? ExactPValue()
    {
        if (N > ExactLimit || (TiesX.Count < N && TiesY.Count < N)) return null;
        if (TiesX.Count == N && TiesY.Count == N) return Untied.GetOrAdd((N, Math.Abs(S)), _ => Tail(TiesY));
        return Tail(TiesX.Count == N ? TiesY : TiesX);
    }

    private double Tail(List<int> ties)
    {
        double[] inversions = [1];
        var placed = 0;
        foreach (var size in ties)
        {
            inversions = Convolve(inversions, GaussianBinomial(placed + size, size));
            placed += size;
        }

        var pairs = (N * (N - 1) / 2) - (int)TiedPairs(ties);
        var tail = 0.0;
        for (var i = 0; i < inversions.Length; i++)
            if (Math.Abs(pairs - (2 * i)) >= Math.Abs(S)) tail += inversions[i];
        return Math.Min(1, tail);
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
