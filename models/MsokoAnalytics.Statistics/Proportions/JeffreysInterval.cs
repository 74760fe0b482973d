using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Proportions;

/// <summary>Jeffreys' interval of a share (Brown, Cai &amp; DasGupta 2001, Statistical Science 16:101–133, §4.1.2).</summary>
public static class JeffreysInterval
{
    /// <summary>Equal-tailed quantiles of Beta(k + ½, n − k + ½); the lower end is 0 at k = 0, the upper end 1 at k = n.</summary>
    /// <param name="successes">k, 0..n.</param>
    /// <param name="n">At least 1.</param>
    /// <param name="level">Confidence level, e.g. 0.95.</param>
    public static Interval Of(long successes, long n, double level = 0.95)
    {
        Guard.Counts(successes, n);
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "a confidence level lies between 0 and 1");
        double a = successes + 0.5, b = n - successes + 0.5;
        return new Interval(
            successes == 0 ? 0 : Beta.Quantile((1 - level) / 2, a, b),
            successes == n ? 1 : Beta.Quantile((1 + level) / 2, a, b));
    }
}
