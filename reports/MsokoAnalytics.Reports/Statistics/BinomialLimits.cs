namespace MsokoAnalytics.Reports.Statistics;

/// <summary>
/// Control limits of a funnel plot for a share: exact binomial quantiles, interpolated between neighbouring counts so that
/// the curve is smooth (Spiegelhalter, Statistics in Medicine 2005, 24:1185–1202, appendix A.1.1). There the probability of a
/// count is spread below it, which shifts both limits down by half a pupil; here it is spread half a pupil to either side, so
/// that 2 and 8 of 10 are treated alike. A school lies outside exactly when its mid-p tail is below the tail of the limit.
/// </summary>
internal static class BinomialLimits
{
    /// <summary>Lower and upper limit in percent of a group of <paramref name="n"/> pupils when the true share is <paramref name="share"/>.</summary>
    /// <param name="n">Group size, at least 1.</param>
    /// <param name="share">Target share, 0..1.</param>
    /// <param name="tail">Probability in each tail: 0.025 for the 95 % limits, 0.001 for the 99.8 % limits.</param>
    internal static (double Low, double High) At(int n, double share, double tail)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "0..1");
        if (share is 0 or 1) return (100 * share, 100 * share);
        return (100 * Quantile(n, share, tail), 100 * Quantile(n, share, 1 - tail));
    }

    /// <summary>Interpolated quantile of the share at probability <paramref name="level"/>, 0..1.</summary>
    internal static double Quantile(int n, double share, double level)
    {
        // Probabilities by recurrence from log P(0); the sum runs until the level is passed.
        var logOdds = Math.Log(share) - Math.Log(1 - share);
        var logProbability = n * Math.Log(1 - share);
        var cumulative = 0.0;
        for (var r = 0; r <= n; r++)
        {
            var probability = Math.Exp(logProbability);
            cumulative += probability;
            if (cumulative > level || r == n)
            {
                var step = probability > 0 ? (cumulative - level) / probability : 0;
                return Math.Clamp((r + 0.5 - Math.Clamp(step, 0, 1)) / n, 0, 1);
            }

            logProbability += logOdds + Math.Log(n - r) - Math.Log(r + 1);
        }

        return 1;
    }
}
