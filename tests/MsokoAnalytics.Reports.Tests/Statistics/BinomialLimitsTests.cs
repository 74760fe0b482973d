using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Reports.Statistics;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Statistics;

public sealed class BinomialLimitsTests
{
    /// <summary>
    /// By hand: of 1024 outcomes of ten fair tosses 11 have at most one success and 56 at most two, so r = 2 for 2.5 %,
    /// the step is (56/1024 − 0.025) / (45/1024) = 0.67556 and the limit (2.5 − 0.67556) / 10; the upper one mirrors it.
    /// </summary>
    [Fact]
    public void Ten_tosses_of_a_coin()
    {
        var (low, high) = BinomialLimits.At(10, 0.5, 0.025);

        Assert.Equal(18.2444, low, 0.0001);
        Assert.Equal(81.7556, high, 0.0001);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void A_share_without_spread_has_no_funnel(double share)
    {
        Assert.Equal((100 * share, 100 * share), BinomialLimits.At(50, share, 0.025));
    }

    [Fact]
    public void Any_limit_equals_the_one_from_exact_fractions()
    {
        var cases = Gen.Choose(1, 120).SelectMany(n => Gen.Choose(1, 99).SelectMany(p => Gen.Elements(25, 1, 975, 999).Select(level => (N: n, P: p, Level: level))));

        Check.One(Properties.Cases(), Prop.ForAll(Arb.From(cases), c =>
            Math.Abs(Exact(c.N, c.P, c.Level) - BinomialLimits.Quantile(c.N, c.P / 100.0, c.Level / 1000.0)) < 1e-6));
    }

    /// <summary>The same definition in whole numbers: probabilities are multiples of 100⁻ⁿ.</summary>
    private static double Exact(int n, int percent, int level)
    {
        var total = BigInteger.Pow(100, n);
        BigInteger cumulative = 0, choose = 1;
        for (var r = 0; r <= n; r++)
        {
            var weight = choose * BigInteger.Pow(percent, r) * BigInteger.Pow(100 - percent, n - r);
            cumulative += weight;
            if (cumulative * 1000 > total * level || r == n)
            {
                var step = (double)((cumulative * 1000) - (total * level)) / (double)(weight * 1000);
                return Math.Clamp((r + 0.5 - Math.Clamp(step, 0, 1)) / n, 0, 1);
            }

            choose = choose * (n - r) / (r + 1);
        }

        throw new InvalidOperationException();
    }
}
