using MsokoAnalytics.Statistics.Shrinkage;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>R: metafor 3.8-1, rma(y, v, method) and blup() (oracles/r_reference.R).</summary>
public sealed class ShrinkageTests
{
    private static readonly double[] Y = [62.1, 70.4, 55.0, 81.2, 66.6, 73.9, 48.8, 69.0];
    private static readonly double[] V = [25, 9, 49, 16, 4, 36, 30, 12];

    [Fact]
    public void DerSimonian_Laird() => Agrees(
        BetweenVariance.DerSimonianLaird(Y, V), 47.66958525256750, 66.70758063694497, 8.44614597810728,
        [63.6851131601106, 69.8135871275679, 60.9343530823214, 77.5580929750201, 66.6083283530471, 70.8053617716835, 55.7168313099830, 68.5389773158265],
        [4.17121614055586, 2.78992709753280, 5.13155681181062, 3.53731807774300, 1.93415575805876, 4.69830928891652, 4.43537321042435, 3.15092177027462],
        1e-12);

    [Fact]
    public void Paule_Mandel() => Agrees(
        BetweenVariance.PauleMandel(Y, V), 80.2975134157600, 66.4624264743775, 12.6300415448679,
        [63.1357382460573, 70.0031450331029, 59.3439265180488, 78.7513264253055, 66.5934720007721, 71.5976924178490, 53.6040320930355, 68.6700790608486],
        [4.44706484223398, 2.86726616577797, 5.67840977746901, 3.70003271278812, 1.95924317332505, 5.10552645597081, 4.77227562936764, 3.26394282149282],
        1e-8);

    [Fact]
    public void Restricted_likelihood() => Agrees(
        BetweenVariance.Restricted(Y, V), 74.2585392190732, 66.4962541294475, 11.8609697289322,
        [63.2072735313343, 69.9780167035777, 59.5702022424728, 78.5934883506388, 66.5946972753855, 71.4826375605221, 53.8920301383458, 68.6516872333031],
        [4.41086609166933, 2.85757271879973, 5.60313203927427, 3.67918795496597, 1.95615343622713, 5.05076782781168, 4.72754447445436, 3.24963854813302],
        1e-8);

    [Fact]
    public void Estimates_closer_than_their_noise_have_no_variance_between()
    {
        double[] y = [10, 10.5, 9.8, 10.2], v = [4, 4, 4, 4];
        Assert.Equal(0, BetweenVariance.DerSimonianLaird(y, v));
        Assert.Equal(0, BetweenVariance.PauleMandel(y, v));
        Assert.Equal(0, BetweenVariance.Restricted(y, v));
        Assert.All(EmpiricalBayes.Shrink(y, v, 0).Units, unit => Near.Equal(10.125, unit.Shrunken, 1e-14));
    }

    [Fact]
    public void A_variance_of_zero_is_refused()
    {
        Assert.Throws<ArgumentException>(() => BetweenVariance.PauleMandel([1, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() => EmpiricalBayes.Shrink([1], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmpiricalBayes.Shrink([1, 2], [1, 1], -1));
    }

    private static void Agrees(
        double between, double expectedBetween, double mean, double meanVariance, double[] shrunken, double[] errors, double tolerance)
    {
        Near.Relative(expectedBetween, between, tolerance);
        var result = EmpiricalBayes.Shrink(Y, V, between);
        Near.Relative(mean, result.Mean, tolerance);
        Near.Relative(meanVariance, result.MeanVariance, tolerance);
        Near.All(shrunken, result.Units.Select(u => u.Shrunken), tolerance);
        Near.All(errors, result.Units.Select(u => Math.Sqrt(u.Variance)), tolerance);
        Near.Equal(shrunken[0] - (1.959963984540054 * errors[0]), result.Units[0].Interval.Low, tolerance);
    }
}
