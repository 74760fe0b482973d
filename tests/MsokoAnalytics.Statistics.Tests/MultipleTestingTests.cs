using MsokoAnalytics.Statistics.MultipleTesting;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 0.9), method).</summary>
public sealed class MultipleTestingTests
{
    private static readonly double[] P = [0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 0.9];

    [Fact]
    public void Benjamini_Hochberg() =>
        Near.All([0.035, 0.056, 0.056, 0.035, 0.641666666666667, 0.056, 0.9], AdjustedPValues.BenjaminiHochberg(P), 1e-14);

    [Fact]
    public void Benjamini_Yekutieli() =>
        Near.All([0.09075, 0.1452, 0.1452, 0.09075, 1, 0.1452, 1], AdjustedPValues.BenjaminiYekutieli(P), 1e-14);

    [Fact]
    public void Holm() => Near.All([0.06, 0.16, 0.15, 0.035, 1, 0.16, 1], AdjustedPValues.Holm(P), 1e-14);

    [Fact]
    public void No_tests_no_values() => Assert.Empty(AdjustedPValues.BenjaminiHochberg([]));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p) =>
        Assert.Throws<ArgumentException>(() => AdjustedPValues.BenjaminiHochberg([0.5, p]));
}
