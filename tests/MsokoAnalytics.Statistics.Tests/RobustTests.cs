using MsokoAnalytics.Statistics.Robust;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>R: mad(x), robustbase::Qn(x, finite.corr = FALSE) (whose constant has six digits).</summary>
public sealed class RobustTests
{
    private static readonly double[] X = [3.2, 4.1, 2.7, 9.9, 3.8, 4.4, 3.1, 25, 3.9, 4.0, 2.2];

    [Fact]
    public void Mad()
    {
        Near.Equal(1.03782, Scale.Mad(X), 3e-6);
        Near.Equal(0.88956, Scale.Mad(X.AsSpan(0, 10)), 3e-6);
    }

    [Fact]
    public void Qn()
    {
        Near.Equal(1.331484, Scale.Qn(X), 3e-6);
        Near.Equal(1.553398, Scale.Qn(X.AsSpan(0, 10)), 3e-6);
    }

    [Fact]
    public void Spread_of_equal_values_is_zero()
    {
        Assert.Equal(0, Scale.Mad([7, 7, 7, 7, 90]));
        Assert.Equal(0, Scale.Qn([7, 7, 7, 7]));
        Assert.Throws<ArgumentException>(() => Scale.Mad([]));
        Assert.Throws<ArgumentException>(() => Scale.Qn([1]));
    }
}
