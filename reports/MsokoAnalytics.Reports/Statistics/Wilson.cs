namespace MsokoAnalytics.Reports.Statistics;

/// <summary>Wilson score interval of a share (without continuity correction).</summary>
internal static class Wilson
{
    /// <summary>0.975 quantile of the normal distribution.</summary>
    internal const double Z95 = 1.959963984540054;

    /// <summary>The 95 % interval in percent, 0..100.</summary>
    /// <param name="successes">0..n.</param>
    /// <param name="n">At least 1.</param>
    internal static (double Low, double High) Interval95(long successes, long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        var p = (double)successes / n;
        const double z2 = Z95 * Z95;
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z95 / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4.0 * n * n)));
        return (100 * Math.Max(0, centre - half), 100 * Math.Min(1, centre + half));
    }
}
