using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Detection.Exploration;

namespace MsokoAnalytics.Detection.Tests;

public sealed class ExplorerTests
{
    [Fact]
    public void Rows_are_judged_within_their_group_and_small_groups_are_named()
    {
        // Group a lies about 0, group b about 100; row 5 (of a) has a value usual in b; group c has three rows.
        var values = Enumerable.Range(0, 43).SelectMany(i => new[] { i == 5 ? 100 : (i < 20 ? 0 : 100) + Math.Sin(i), Math.Cos(i) }).ToArray();
        var groups = Enumerable.Range(0, 43).Select(i => i < 20 ? "a" : i < 40 ? "b" : "c").ToArray();
        var found = new Explorer([new Ecod(), new RobustCovariance(null, 50)]).Explore(new FeatureMatrix(["уровень", "форма"], values), groups);

        Assert.Equal(5, found.Rows[0].Row);
        Assert.Equal(20, found.Rows[0].GroupRows);
        Assert.Equal("уровень", found.Rows[0].Reasons[0].Feature);
        Assert.Equal(100, found.Rows[0].Reasons[0].Value);
        Assert.Equal(40, found.Rows.Count);
        Assert.Equal(["c (3)"], found.SmallGroups);
        Assert.Empty(found.Notes);
    }

    [Fact]
    public void A_detector_that_cannot_be_used_is_told_and_the_others_go_on()
    {
        var flat = new FeatureMatrix(["x", "y"], [.. Enumerable.Range(0, 25).SelectMany(i => new double[] { i == 3 ? 9 : 1, 1 })]);
        var found = new Explorer([new Ecod(), new RobustCovariance(), new PcaReconstruction(1, PcaScore.Residual)]).Explore(flat, [.. Enumerable.Repeat("", 25)]);

        Assert.Equal(3, found.Rows[0].Row);
        Assert.Contains(found.Notes, n => n.Contains("вся таблица: MCD не применён", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_rows_are_equally_unusual()
    {
        var same = new FeatureMatrix(["x"], [.. Enumerable.Repeat(2.0, 30)]);
        var found = new Explorer([new Ecod()]).Explore(same, [.. Enumerable.Repeat("", 30)]);

        // The middle of 30 equal places: (0 + 29)/2 + 1 = 15.5 of 30.
        Assert.All(found.Rows, r => Assert.Equal(15.5 / 30, r.Unusualness, 1e-12));
    }
}
