using MsokoAnalytics.Reports.Statistics;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Statistics;

public sealed class WilsonTests
{
    /// <summary>R. G. Newcombe, Statistics in Medicine 1998, 17:857–872, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 25.53, 36.62)]
    [InlineData(15, 148, 6.24, 16.05)]
    [InlineData(0, 20, 0.00, 16.11)]
    [InlineData(1, 29, 0.61, 17.18)]
    public void Published_intervals_are_reproduced(int successes, int n, double low, double high)
    {
        var interval = Wilson.Interval95(successes, n);

        Assert.Equal(low, interval.Low, 0.006);
        Assert.Equal(high, interval.High, 0.006);
    }

    [Fact]
    public void No_pupils_have_no_interval() => Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Interval95(0, 0));
}
