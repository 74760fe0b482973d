using MsokoAnalytics.Objectivity.Explanations;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

public class ConformalTests
{
    private static readonly ConformalReference Reference = new() { Quantiles = [.. Enumerable.Range(0, 5).Select(_ => new double[] { 0, 1, 2, 3, 4 })] };

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(2.5, 0.375)]
    [InlineData(3.5, 0.2)]
    [InlineData(9, 0.2)]
    public void The_share_of_honest_classes_at_least_as_high_is_read_off_the_quantiles(double logOdds, double expected) =>
        Assert.Equal(expected, Reference.PValue(12, logOdds), 1e-12);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(20, 2)]
    [InlineData(24, 3)]
    [InlineData(40, 4)]
    public void Sizes_fall_into_their_bins(int n, int bin) => Assert.Equal(bin, ConformalReference.Bin(n));

    [Fact]
    public void Area_under_the_curve_counts_pairs()
    {
        // Cases 3 and 2, controls 1 and 2: pairs won 1 + 1 + 1 + ½ of 4.
        Assert.Equal(3.5 / 4, RankingMeasures.Auc([3, 2, 1, 2], [true, true, false, false]), 1e-12);
        Assert.Equal(0.5, RankingMeasures.RecallAtFalseShare([9, 8, 7, 6], [true, false, true, false], .3), 1e-12);
        Assert.Equal(1, RankingMeasures.RecallAtFalseShare([9, 8, 7, 6], [true, false, true, false], .34), 1e-12);
    }

    [Fact]
    public void A_prevalence_of_pure_noise_is_small_and_of_clear_cases_is_their_share()
    {
        Assert.InRange(Prevalence.Estimate(Enumerable.Repeat(-3.0, 2000).ToArray()), 0, .01);
        Assert.Equal(.1, Prevalence.Estimate([.. Enumerable.Repeat(20.0, 200), .. Enumerable.Repeat(-20.0, 1800)]), .002);
    }

    [Fact]
    public void A_wrong_template_line_is_told() => Assert.Throws<FormatException>(() => ExplanationTexts.Parse("head = a\nno sign here"));
}
