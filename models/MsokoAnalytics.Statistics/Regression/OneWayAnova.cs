using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Regression;

/// <summary>One-way analysis of variance.</summary>
/// <param name="BetweenSumOfSquares">Σ nⱼ(ȳⱼ − ȳ)².</param>
/// <param name="WithinSumOfSquares">Σ Σ (yᵢⱼ − ȳⱼ)².</param>
/// <param name="BetweenDf">Groups − 1.</param>
/// <param name="WithinDf">n − groups.</param>
/// <param name="MeanGroupSize">n₀ = (n − Σnⱼ²/n)/(groups − 1), the size that unequal groups stand for.</param>
public sealed record OneWayAnova(
    double BetweenSumOfSquares, double WithinSumOfSquares, int BetweenDf, int WithinDf, double MeanGroupSize)
{
    /// <summary>Mean square between groups.</summary>
    public double BetweenMeanSquare => BetweenSumOfSquares / BetweenDf;

    /// <summary>Mean square within groups.</summary>
    public double WithinMeanSquare => WithinSumOfSquares / WithinDf;

    /// <summary>F statistic; infinite when nothing varies within groups.</summary>
    public double F => BetweenMeanSquare / WithinMeanSquare;

    /// <summary>P(F' ≥ F).</summary>
    public double PValue => FisherF.UpperTail(F, BetweenDf, WithinDf);

    /// <summary>Share of the sum of squares that lies between groups.</summary>
    public double RSquared => BetweenSumOfSquares / (BetweenSumOfSquares + WithinSumOfSquares);

    /// <summary>Standard deviation within groups.</summary>
    public double ResidualDeviation => Math.Sqrt(WithinMeanSquare);

    /// <summary>ICC(1) = (MSB − MSW)/(MSB + (n₀ − 1)MSW) (Shrout &amp; Fleiss 1979); below 0 when groups differ less than by chance.</summary>
    public double IntraclassCorrelation =>
        (BetweenMeanSquare - WithinMeanSquare) / (BetweenMeanSquare + ((MeanGroupSize - 1) * WithinMeanSquare));

    /// <summary>
    /// Two passes over values shifted by the first one (an exact subtraction where leading digits are common), sums compensated
    /// after Neumaier 1974: no Σx² − n·x̄².
    /// </summary>
    /// <param name="groups">At least two groups, none empty, at least one of them with two values.</param>
    /// <exception cref="ArgumentException">Too few groups or values, or all values equal.</exception>
    public static OneWayAnova Of(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        var n = groups.Sum(g => g.Count);
        if (groups.Count < 2 || groups.Any(g => g.Count == 0)) throw new ArgumentException("at least two groups, none empty", nameof(groups));
        if (n == groups.Count) throw new ArgumentException("no group has two values", nameof(groups));
        foreach (var group in groups) Guard.Finite(group.ToArray(), nameof(groups));
        var origin = groups[0][0];
        var means = groups.Select(g => MeanOf(g, origin)).ToArray();
        var grand = new CompensatedSum();
        for (var j = 0; j < means.Length; j++) grand.Add(means[j] * groups[j].Count);
        var mean = grand.Value / n;
        CompensatedSum between = new(), within = new();
        for (var j = 0; j < means.Length; j++)
        {
            between.Add(groups[j].Count * (means[j] - mean) * (means[j] - mean));
            foreach (var value in groups[j])
            {
                var deviation = value - origin - means[j];
                within.Add(deviation * deviation);
            }
        }

        if (!(between.Value + within.Value > 0)) throw new ArgumentException("all values are equal", nameof(groups));
        var squares = groups.Sum(g => (double)g.Count * g.Count);
        return new OneWayAnova(
            between.Value, within.Value, groups.Count - 1, n - groups.Count, (n - (squares / n)) / (groups.Count - 1));
    }

    /// <summary>Mean of the shifted values, corrected by the mean of what it leaves.</summary>
    private static double MeanOf(IReadOnlyList<double> group, double origin)
    {
        var first = new CompensatedSum();
        foreach (var value in group) first.Add(value - origin);
        var mean = first.Value / group.Count;
        var rest = new CompensatedSum();
        foreach (var value in group) rest.Add(value - origin - mean);
        return mean + (rest.Value / group.Count);
    }
}
