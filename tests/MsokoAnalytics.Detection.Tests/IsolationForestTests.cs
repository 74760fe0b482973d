using MsokoAnalytics.Detection.Forest;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Detection.Tests;

public sealed class IsolationForestTests
{
    [Theory]
    // By hand from the formula; 3, 4 and 256 are printed in methods.md §8.
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1.207392357589623)]
    [InlineData(4, 1.8516559071392846)]
    [InlineData(256, 10.244770920119917)]
    public void The_usual_depth_is_that_of_a_failed_search(int rows, double expected) =>
        Assert.Equal(expected, IsolationForest.AveragePath(rows), 1e-12);

    [SharedFact]
    public void Trees_of_scikit_learn_give_its_scores()
    {
        var fixture = Support.Fixture("iforest");
        var forest = new FittedForest
        {
            Names = ["x1", "x2", "x3", "x4"], SampleSize = fixture.GetProperty("max_samples").GetInt32(), Medians = [0, 0, 0, 0],
            Trees = [.. fixture.GetProperty("trees").EnumerateArray().Select(t => new IsolationTree
            {
                Feature = t.GetProperty("feature").Whole(), Threshold = t.GetProperty("threshold").Numbers(),
                Left = t.GetProperty("left").Whole(), Right = t.GetProperty("right").Whole(), Count = t.GetProperty("n").Whole(),
            })],
        };

        Support.Close(fixture.GetProperty("score").Numbers(), forest.Score(fixture.GetProperty("X").Matrix()), 1e-12);
    }

    [SharedFact]
    public void Own_trees_rank_as_those_of_scikit_learn()
    {
        var fixture = Support.Fixture("iforest");
        var data = fixture.GetProperty("X").Matrix();
        var scores = new IsolationForest(2000, 64, 7).Fit(data).Score(data);

        // The ranking of 2000 trees is nearly free of chance (methods.md §8 asks for 0.97).
        Assert.True(Spearman(scores, fixture.GetProperty("score_2000_trees_psi64").Numbers()) >= 0.97);
    }

    [Fact]
    public void Score_and_explanation_single_out_the_far_row()
    {
        double[][] rows = [.. Enumerable.Range(0, 60).Select(i => new[] { Math.Sin(i), Math.Cos(1.7 * i) }), [0.1, 9]];
        var data = Support.Matrix(rows);
        var fitted = new IsolationForest().Fit(data);

        Assert.Equal([61], Support.Top(fitted.Score(data), 1));
        var parts = fitted.Explain(data.Row(60));
        Assert.True(parts[1] > 5 * Math.Abs(parts[0]));
    }

    private static double Spearman(double[] a, double[] b)
    {
        static double[] Ranks(double[] v) => [.. v.Select(x => v.Count(y => y < x) + (v.Count(y => y == x) - 1) / 2.0)];
        double[] ra = Ranks(a), rb = Ranks(b);
        double ma = ra.Average(), mb = rb.Average();
        return ra.Zip(rb, (x, y) => (x - ma) * (y - mb)).Sum() / Math.Sqrt(ra.Sum(x => (x - ma) * (x - ma)) * rb.Sum(y => (y - mb) * (y - mb)));
    }
}
