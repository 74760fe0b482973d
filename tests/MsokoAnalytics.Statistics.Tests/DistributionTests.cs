using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>Against scipy.stats (oracles/scipy_reference.py).</summary>
public sealed class DistributionTests
{
    [Theory]
    [InlineData(-8.0, 6.22096057427174e-16)]
    [InlineData(-2.5, 0.006209665325776132)]
    [InlineData(-1.0, 0.15865525393145707)]
    [InlineData(0.3, 0.6179114221889526)]
    [InlineData(1.96, 0.9750021048517795)]
    [InlineData(6.0, 0.9999999990134123)]
    public void Normal_probabilities(double z, double p) => Near.Relative(p, Normal.Cdf(z), 5e-13);

    [Theory]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.025, -1.9599639845400545)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.975, 1.959963984540054)]
    public void Normal_quantiles(double p, double z) => Near.Relative(z, Normal.Quantile(p), 1e-12);

    [Theory]
    [InlineData(2.0, 3, 0.1393259685588431)]
    [InlineData(0.1, 50, 0.9207442136529701)]
    [InlineData(12.0, 7.5, 3.660806455619474e-06)]
    public void Student_tails(double t, double df, double p) => Near.Relative(p, StudentT.TwoSidedTail(t, df), 1e-12);

    [Theory]
    // tan(0.475π); scipy 1.10.1 gives 12.706204736432095, eleven right digits.
    [InlineData(0.95, 1, 12.7062047361747)]
    [InlineData(0.95, 30, 2.0422724563012373)]
    [InlineData(0.99, 4.5, 4.272823993022849)]
    public void Student_quantiles(double level, double df, double t) => Near.Relative(t, StudentT.TwoSidedQuantile(level, df), 1e-11);

    [Theory]
    [InlineData(2.1, 8, 180, 0.03794360926536551)]
    [InlineData(30.0, 3, 12, 7.373032475767984e-06)]
    [InlineData(0.4, 2, 5, 0.6900094313951096)]
    public void Fisher_tails(double f, double df1, double df2, double p) => Near.Relative(p, FisherF.UpperTail(f, df1, df2), 1e-11);

    [Theory]
    [InlineData(3.84, 1, 0.05004352124870519)]
    [InlineData(50.0, 20, 0.0002214766382487835)]
    [InlineData(1.0, 7, 0.9948285365165155)]
    public void Chi_square_tails(double x, double df, double p) => Near.Relative(p, ChiSquare.UpperTail(x, df), 1e-11);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_quantile_of_no_probability_is_refused(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Normal.Quantile(p));
}
