namespace MsokoAnalytics.Statistics.Shrinkage;

/// <summary>One unit's estimate, raw and shrunken.</summary>
/// <param name="Raw">yᵢ as given.</param>
/// <param name="RawVariance">vᵢ as given.</param>
/// <param name="Shrunken">λᵢyᵢ + (1 − λᵢ)μ̂.</param>
/// <param name="Reliability">λᵢ = τ²/(τ² + vᵢ), 0..1.</param>
/// <param name="Variance">λᵢvᵢ + (1 − λᵢ)²Var(μ̂).</param>
/// <param name="Interval">Shrunken ± z·√Variance.</param>
public sealed record ShrunkenEstimate(
    double Raw, double RawVariance, double Shrunken, double Reliability, double Variance, Interval Interval);

/// <summary>
/// Normal–normal empirical Bayes (Morris 1983, JASA 78:47–65; Raudenbush &amp; Bryk 2002, ch. 3): estimates of small schools are drawn to
/// the common mean as far as their noise asks for.
/// </summary>
/// <param name="Mean">μ̂ = Σ yᵢ/(vᵢ+τ²) / Σ 1/(vᵢ+τ²).</param>
/// <param name="MeanVariance">1/Σ 1/(vᵢ+τ²).</param>
/// <param name="BetweenVariance">τ² used.</param>
/// <param name="Units">In the order given.</param>
public sealed record EmpiricalBayes(
    double Mean, double MeanVariance, double BetweenVariance, IReadOnlyList<ShrunkenEstimate> Units)
{
    /// <summary>
    /// Shrinks all units. The uncertainty of τ² itself is not in the intervals: with fewer than about ten units they are too short.
    /// </summary>
    /// <param name="y">At least two finite estimates.</param>
    /// <param name="v">Their sampling variances, all above 0 (a school whose pupils all have one result needs a smoothed variance).</param>
    /// <param name="betweenVariance">τ², ≥ 0, from <see cref="Shrinkage.BetweenVariance"/>; 0 draws everybody to the mean.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    public static EmpiricalBayes Shrink(ReadOnlySpan<double> y, ReadOnlySpan<double> v, double betweenVariance, double level = 0.95)
    {
        Shrinkage.BetweenVariance.Check(y, v);
        ArgumentOutOfRangeException.ThrowIfNegative(betweenVariance);
        var z = Guard.TwoSidedZ(level);
        var fit = Shrinkage.BetweenVariance.Weighted(y, v, betweenVariance);
        var meanVariance = 1 / fit.Weight;
        var units = new ShrunkenEstimate[y.Length];
        for (var i = 0; i < units.Length; i++)
        {
            var own = betweenVariance / (betweenVariance + v[i]);
            var shrunken = (own * y[i]) + ((1 - own) * fit.Mean);
            var variance = (own * v[i]) + ((1 - own) * (1 - own) * meanVariance);
            var half = z * Math.Sqrt(variance);
            units[i] = new ShrunkenEstimate(y[i], v[i], shrunken, own, variance, new Interval(shrunken - half, shrunken + half));
        }

        return new EmpiricalBayes(fit.Mean, meanVariance, betweenVariance, units);
    }
}
