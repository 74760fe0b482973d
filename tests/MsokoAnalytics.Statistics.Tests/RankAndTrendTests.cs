using MsokoAnalytics.Statistics.Ranks;
using MsokoAnalytics.Statistics.Trends;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>Against scipy 1.10.1 (oracles/scipy_reference.py); exact p with ties by listing all permutations there.</summary>
public sealed class RankAndTrendTests
{
    private static readonly double[] Seven = [1, 2, 3, 4, 5, 6, 7];
    private static readonly double[] NoTies = [55.1, 58.0, 54.2, 60.3, 61.9, 59.4, 66.0];
    private static readonly double[] Eight = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly double[] TiedY = [3, 3, 4, 2, 4, 5, 5, 5];
    private static readonly double[] BothX = [1, 2, 2, 3, 3, 3, 4, 5, 6, 6];
    private static readonly double[] BothY = [2, 1, 2, 2, 4, 3, 5, 5, 4, 6];
    private static readonly double[] Years = [2020, 2021, 2022, 2023, 2024];
    private static readonly double[] Falling = [81.5, 77.0, 78.2, 70.4, 66.6];

    [Fact]
    public void Spearman()
    {
        Same(RankCorrelation.Spearman(Seven, NoTies), 0.7857142857142859, 0.03623846267982713);
        Same(RankCorrelation.Spearman(Eight, TiedY), 0.8030200930495263, 0.016395936224995848);
        Same(RankCorrelation.Spearman(BothX, BothY), 0.8459119496855346, 0.002038939037463687);
        Same(RankCorrelation.Spearman(Years, Falling), -0.8999999999999998, 0.03738607346849874);
    }

    [Fact]
    public void Kendall()
    {
        Same(RankCorrelation.Kendall(Seven, NoTies), 0.6190476190476191, 0.06904761904761905);
        Same(RankCorrelation.Kendall(Years, Falling), -0.8, 0.08333333333333333);
        // scipy has no exact p with ties; this one is the share of 8! orders.
        Same(RankCorrelation.Kendall(Eight, TiedY), 0.6698938453032356, 0.03333333333333333);
        Same(RankCorrelation.Kendall(TiedY, Eight), 0.6698938453032356, 0.03333333333333333);
        // Ties in both series: normal approximation.
        Same(RankCorrelation.Kendall(BothX, BothY), 0.725, 0.006659878321521174);
    }

    [Fact]
    public void Theil_Sen()
    {
        Same(TheilSen.Fit(Seven, NoTies), 1.7, 52.6, -0.45, 2.95);
        Same(TheilSen.Fit(Eight, TiedY), 0.3333333333333333, 2.5, 0, 0.75);
        Same(TheilSen.Fit(BothX, BothY), 1, 0.5, 0.4, 1.3333333333333333);
        Same(TheilSen.Fit(Years, Falling), -3.7125, 7583.675, -7.8, 1.2);
    }

    [Fact]
    public void The_order_of_the_points_is_nothing_to_the_line()
    {
        double[] x = [.. Years.Reverse()], y = [.. Falling.Reverse()];
        Same(TheilSen.Fit(x, y), -3.7125, 7583.675, -7.8, 1.2);
    }

    [Fact]
    public void Mann_Kendall()
    {
        Same(MannKendall.Of([1, 2, 3, 4]), 6, 0.08333333333333333, 0.08333333333333333);
        Same(MannKendall.Of(Falling), -8, 0.08333333333333333, 0.016666666666666666);
        Same(MannKendall.Of(TiedY), 17, 0.03333333333333333, 0.0011904761904761906);
    }

    [Fact]
    public void Mann_Kendall_of_a_long_series()
    {
        double[] values =
        [
            0.1, 0.5, -0.9, 0.8, -0.3, -1.4, -0.5, 0.8, 0.6, -0.9, 0.9, 0.2, 0.8, 0.7, -0.7, 0.8, -0.1, 2.1, 1.3, 0.6,
            -0.4, 0.7, 0.8, -0.5, 2.9, 1.1, 2.5, -0.3, 2.5, -0.5, 0.2, 1.5, 1.0, -1.4, -0.1, 1.9, 3.2, 2.0, 0.9, 2.0,
        ];
        var test = MannKendall.Of(values);
        Assert.Equal(235, test.S);
        Near.Relative(0.006295638821337033, test.PValue, 1e-11);
    }

    [Fact]
    public void A_constant_series_has_no_trend() => Assert.Equal(1, MannKendall.Of([5, 5, 5, 5]).PValue);

    /// <summary>p by 4 million draws of the joint normal distribution in scipy: standard error below 0.00007.</summary>
    [Theory]
    [InlineData(new double[] { 70, 71, 60 }, new double[] { 9, 9, 9 }, 2, -10.5, 3.6742346141747673, 0.008305)]
    [InlineData(new double[] { 70, 72, 71, 60, 63 }, new double[] { 16, 9, 9, 25, 9 }, 3, -8.964849354375893, 3.1827412996935123, 0.01678175)]
    [InlineData(
        new double[] { 50, 52, 47, 51, 55, 56, 58, 54 }, new double[] { 4, 5, 6, 4, 4, 9, 4, 4 }, 4, 5.536600496277913, 1.521557253745911, 0.0016505)]
    public void Change_point(double[] values, double[] variances, int index, double step, double error, double p)
    {
        var found = ChangePoint.Of(values, variances);
        Assert.Equal(index, found.Index);
        Near.Equal(step, found.Step, 1e-12);
        Near.Equal(error, found.StandardError, 1e-12);
        Assert.InRange(found.PValue, p - 0.0003, p + 0.0003);
    }

    /// <summary>Years of very unlike precision: R's integrate over the bivariate normal (oracles/r_reference.R, "bridge").</summary>
    [Fact]
    public void Change_point_of_unlike_precisions() => Near.Equal(0.8287310158327363, ChangePoint.Of([70, 71, 60], [9, 1, 400]).PValue, 1e-9);

    /// <summary>z = 7 at the first of two splits, 3.5 at the other: 2 · 2Φ(−7), Φ(−7) = 1.2798125e-12 as printed in tables; that both lie so far out is a thousand times rarer.</summary>
    [Fact]
    public void Change_point_far_out() => Assert.Equal(4 * 1.2798125e-12, ChangePoint.Of([7 * Math.Sqrt(1.5), 0, 0], [1, 1, 1]).PValue, 1e-18);

    /// <summary>Two points only: one split, so p is the plain two-sided tail.</summary>
    [Fact]
    public void A_bridge_with_one_split_is_one_normal_variable() =>
        Near.Equal(0.95, ChangePoint.Inside([0.3], 1.959963984540054), 1e-9);

    [Fact]
    public void Series_without_an_answer_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankCorrelation.Kendall([1, 2, 3], [4, 4, 4]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [3, 4]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2, 3], [3, 4]));
        Assert.Throws<ArgumentException>(() => MannKendall.Of([1, double.NaN, 3]));
        Assert.Throws<ArgumentException>(() => TheilSen.Fit([2021, 2021], [1, 2]));
        Assert.Throws<ArgumentException>(() => ChangePoint.Of([1, 2, 3], [1, 0, 1]));
        Assert.Throws<ArgumentException>(() => ChangePoint.Of([1, 2], [1, 1]));
    }

    private static void Same(RankCorrelation actual, double coefficient, double p)
    {
        Near.Equal(coefficient, actual.Coefficient, 1e-13);
        Near.Equal(p, actual.PValue, 1e-12);
    }

    private static void Same(TheilSen actual, double slope, double intercept, double low, double high)
    {
        Near.Equal(slope, actual.Slope, 1e-12);
        Near.Equal(intercept, actual.Intercept, 1e-12);
        Near.Equal(low, actual.SlopeInterval.Low, 1e-12);
        Near.Equal(high, actual.SlopeInterval.High, 1e-12);
    }

    private static void Same(MannKendall actual, long s, double p, double smallest)
    {
        Assert.Equal(s, actual.S);
        Near.Equal(p, actual.PValue, 1e-13);
        Near.Equal(smallest, actual.SmallestPossibleP, 1e-13);
    }
}
