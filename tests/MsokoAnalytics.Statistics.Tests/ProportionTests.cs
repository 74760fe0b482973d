using MsokoAnalytics.Statistics.Proportions;

namespace MsokoAnalytics.Statistics.Tests;

public sealed class ProportionTests
{
    /// <summary>scipy: binomtest(k, n).proportion_ci(0.95, "wilson"), 1.10.1.</summary>
    [Theory]
    [InlineData(0, 10, 0.0, 0.27753279986288926)]
    [InlineData(1, 1, 0.20654931437723745, 1.0)]
    [InlineData(8, 10, 0.4901624715366418, 0.9433178485456248)]
    [InlineData(81, 263, 0.2552885198782742, 0.36620957698280004)]
    [InlineData(796, 1000, 0.7699135742388329, 0.8198209847377184)]
    [InlineData(25, 25, 0.8668077490609516, 1.0)]
    public void Wilson(long k, long n, double low, double high)
    {
        var interval = WilsonInterval.Of(k, n);
        Near.Equal(low, interval.Low, 1e-14);
        Near.Equal(high, interval.High, 1e-14);
    }

    [Fact]
    public void Wilson_at_another_level()
    {
        var interval = WilsonInterval.Of(8, 10, 0.99);
        Near.Equal(0.4008186965216716, interval.Low, 1e-14);
        Near.Equal(0.9598688474953836, interval.High, 1e-14);
    }

    /// <summary>scipy: beta.ppf(0.025 and 0.975, k + ½, n − k + ½), the outer end set to 0 or 1 at k = 0 and k = n.</summary>
    [Theory]
    [InlineData(0, 10, 0.0, 0.21719626750921053)]
    [InlineData(1, 1, 0.1467463163095751, 1.0)]
    [InlineData(8, 10, 0.4972255035600069, 0.9559405864473692)]
    [InlineData(81, 263, 0.2545219349910236, 0.3656474991740823)]
    [InlineData(796, 1000, 0.7701903929946977, 0.8200991178158406)]
    [InlineData(25, 25, 0.9053172358904165, 1.0)]
    public void Jeffreys(long k, long n, double low, double high)
    {
        var interval = JeffreysInterval.Of(k, n);
        Near.Equal(low, interval.Low, 1e-12);
        Near.Equal(high, interval.High, 1e-12);
    }

    /// <summary>Newcombe 1998, table II: 56/70 − 48/80, method 10: 0.0524 to 0.3339. Further digits and p by R (oracles/r_reference.R).</summary>
    [Theory]
    [InlineData(48, 80, 56, 70, 0.2, 0.05243147240236493, 0.33387265403690586, 0.00804508136819656)]
    [InlineData(9, 10, 3, 10, -0.6, -0.80901797353548799, -0.17052272393450307, 0.00616989932054415)]
    public void Newcombe(long k1, long n1, long k2, long n2, double difference, double low, double high, double p)
    {
        var result = ProportionDifference.Newcombe(k1, n1, k2, n2);
        Near.Equal(difference, result.Difference, 1e-14);
        Near.Equal(low, result.Interval.Low, 1e-12);
        Near.Equal(high, result.Interval.High, 1e-12);
        Near.Relative(p, result.PValue, 1e-10);
    }

    [Fact]
    public void Two_schools_where_all_passed_do_not_differ()
    {
        var result = ProportionDifference.Newcombe(10, 10, 30, 30);
        Assert.Equal(0, result.Difference);
        Assert.Equal(1, result.PValue);
        Assert.True(result.Interval.Low < 0 && result.Interval.High > 0);
    }

    [Fact]
    public void Counts_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => JeffreysInterval.Of(6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(1, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionDifference.Newcombe(1, 5, 1, 0));
    }
}
