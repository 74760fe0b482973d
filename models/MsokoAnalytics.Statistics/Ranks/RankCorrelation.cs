using System.Runtime.InteropServices;
using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Ranks;

/// <summary>A rank correlation and its test.</summary>
/// <param name="Coefficient">−1..1.</param>
/// <param name="PValue">Two-sided p.</param>
/// <param name="N">Pairs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RankCorrelation(double Coefficient, double PValue, int N)
{
    /// <summary>
    /// Spearman's ρ: Pearson's correlation of mid-ranks. p from t = ρ√((n−2)/(1−ρ²)) with n − 2 degrees of freedom.
    /// </summary>
    /// <param name="x">At least 3 finite values, not all equal.</param>
    /// <param name="y">As many as <paramref name="x"/>, not all equal.</param>
    /// <exception cref="ArgumentException">Too few values, different lengths or a constant series: the coefficient does not exist.</exception>
    public static RankCorrelation Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        double[] a = MidRanks.Of(x), b = MidRanks.Of(y);
        var mean = (x.Length + 1) / 2.0;
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < a.Length; i++)
        {
            xx += (a[i] - mean) * (a[i] - mean);
            yy += (b[i] - mean) * (b[i] - mean);
            xy += (a[i] - mean) * (b[i] - mean);
        }

        var rho = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
        var free = a.Length - 2;
        return new RankCorrelation(rho, StudentT.TwoSidedTail(rho * Math.Sqrt(free / ((1 - rho) * (1 + rho))), free), a.Length);
    }

    /// <summary>
    /// Kendall's τ_b = S/√((n₀−n₁)(n₀−n₂)) with n₀ = n(n−1)/2 and n₁, n₂ tied pairs (Kendall &amp; Gibbons 1990, ch. 3). Where at
    /// most one of the series has ties and n ≤ <see cref="KendallScore.ExactLimit"/>, p is exact; otherwise normal with the variance for ties, without
    /// continuity correction.
    /// </summary>
    /// <param name="x">At least 3 finite values, not all equal.</param>
    /// <param name="y">As many as <paramref name="x"/>, not all equal.</param>
    /// <exception cref="ArgumentException">Too few values, different lengths or a constant series.</exception>
    public static RankCorrelation Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        var score = KendallScore.Of(x, y);
        var all = x.Length * (x.Length - 1) / 2.0;
        var tau = score.S / Math.Sqrt((all - KendallScore.TiedPairs(score.TiesX)) * (all - KendallScore.TiedPairs(score.TiesY)));
        return new RankCorrelation(Math.Clamp(tau, -1, 1), score.ExactPValue() ?? Normal.TwoSidedTail(score.S / Math.Sqrt(score.Variance)), x.Length);
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Guard.SameLength(x.Length, y.Length, nameof(y));
        Guard.Finite(x, nameof(x));
        Guard.Finite(y, nameof(y));
        if (x.Length < 3) throw new ArgumentException("a rank correlation needs at least 3 pairs", nameof(x));
        if (MidRanks.TieSizes(x).Length == 1) throw new ArgumentException("all values are equal", nameof(x));
        if (MidRanks.TieSizes(y).Length == 1) throw new ArgumentException("all values are equal", nameof(y));
    }
}
