namespace MsokoAnalytics.Statistics.Proportions;

/// <summary>Wilson's score interval of a share (Wilson 1927, JASA 22:209–212), without continuity correction.</summary>
public static class WilsonInterval
{
    /// <summary>(k + z²/2 ± z·√(k(n−k)/n + z²/4)) / (n + z²), as shares 0..1.</summary>
    /// <param name="successes">k, 0..n.</param>
    /// <param name="n">At least 1.</param>
    /// <param name="level">Confidence level, e.g. 0.95.</param>
    public static Interval Of(long successes, long n, double level = 0.95)
    {
        Guard.Counts(successes, n);
        var z = Guard.TwoSidedZ(level);
        double k = successes;
        var centre = k + (z * z / 2);
        var half = z * Math.Sqrt((k * (n - k) / n) + (z * z / 4));
        var total = n + (z * z);
        // The ends at k = 0 and k = n are exactly 0 and 1; the square root would leave the last bits.
        return new Interval(
            successes == 0 ? 0 : Math.Max(0, (centre - half) / total),
            successes == n ? 1 : Math.Min(1, (centre + half) / total));
    }
}
