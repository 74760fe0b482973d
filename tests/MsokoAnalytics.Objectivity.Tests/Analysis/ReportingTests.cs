using System.Xml.Linq;
using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Benchmarking.Reporting;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Training;
using MsokoAnalytics.Objectivity.Worlds;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>Pages that the benchmark writes.</summary>
public class ReportingTests
{
    [Fact]
    public void The_plot_is_xml_with_a_point_per_bin()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var plot = XDocument.Parse(CalibrationPlot.Svg([new(.02, .01, 900), new(.5, .6, 10)]));
        // 48 + 360 · (.02, .5) to the right, 48 + 360 · (1 − .01, 1 − .6) down.
        Assert.Equal([("55.2", "404.4"), ("228", "192")], plot.Descendants(svg + "circle").Select(c => (c.Attribute("cx")!.Value, c.Attribute("cy")!.Value)));
    }

    [Fact]
    public void The_plan_has_every_world_and_every_tier_that_flags()
    {
        var plan = BenchmarkReport.Plan(10, 3);
        Assert.Equal(Scenarios.Names.Order(), plan.Where(p => p.Tier == DataTier.T2).Select(p => p.Scenario).Order());
        Assert.Equal([DataTier.T3, DataTier.T4, DataTier.T1], plan.Where(p => p.Tier != DataTier.T2).Select(p => p.Tier));
        foreach (var world in "mun reg small oneyear noisy nopersist lowprev zero highprev guess weak strong gymheavy badlinks".Split(' '))
            Assert.Contains(plan, p => p.Scenario == world && p.Count == (world is "mun" or "oneyear" or "zero" ? 10 : world == "reg" ? 1 : 3));
        Assert.Equal(2, BenchmarkReport.Plan(10, 5).Single(p => p.Scenario == "reg").Count);
    }

    [Fact]
    public async Task What_is_measured_is_on_the_page_when_the_rest_is_broken_off()
    {
        using var folder = new TempFolder();
        var worlds = 0;
        var result = new BenchmarkResult("mun", [7], [Method("b", .8, .16), Method("alone", .88, .3), Method("full", .951, .6)], Own());
        await Assert.ThrowsAsync<OperationCanceledException>(() => BenchmarkReport.WriteAsync(folder.FullName, 7, 1, 1, "3", world =>
            worlds++ == 0 ? result : throw new OperationCanceledException()));
        var page = await File.ReadAllTextAsync(folder.PathOf("objectivity-benchmark.md"));
        Assert.Contains("Not run: oneyear; zero; noisy;", page, StringComparison.Ordinal);
        Assert.Contains("| mun | 1 | 0.951 / 0.880 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Goals_compare_with_the_best_other_method_with_and_without_context()
    {
        MethodFigures[] methods =
        [
            Method("a", .7, .10), Method("b", .8, .16), Method("b + контекст и калибровка", .9, .30) with { HasOurContext = true }, Method("alone", .88, .3), Method("full", .95, .6),
        ];
        var mun = new BenchmarkResult("mun", [1], methods, Own());
        var goals = Goals.Of(new Dictionary<string, BenchmarkResult> { ["mun"] = mun });
        Assert.True(Reached("as it stands"));
        Assert.Contains(goals, g => g.Measured == "3.8 ×" && g.Row == "2");
        Assert.Contains(goals, g => g.Measured == "2.0 ×" && g.IsReached == true);
        Assert.True(Reached("AUC full"));
        Assert.False(Reached("pooled FDP at q 10 % (2 listed)"));
        Assert.False(Reached("recall at q 5 %"));

        bool Reached(string quantity) => goals.Single(g => g.Quantity.Contains(quantity, StringComparison.Ordinal)).IsReached!.Value;
    }

    [Fact]
    public void Ablation_takes_away_evidences_from_the_class_and_context_from_the_rest()
    {
        string[] parts = ["nothing", "all context", Ablation.Told, "bumping (lB)"];
        var result = Ablation.Run(new TrainingPlan(900, 2, 12), "strong", [303], only: parts.Contains);
        var lines = result.Lines;
        Assert.Equal(parts, lines.Select(l => l.Without));
        Assert.True(lines[0].AucUnit > .8, lines[0].ToString());
        // The context has no part in the class alone; the truth about the others is worth more than none of it.
        Assert.Equal(lines[0].AucUnit, lines[1].AucUnit);
        Assert.NotEqual(lines[0].AucFull, lines[1].AucFull);
        Assert.True(lines[2].AucFull > lines[1].AucFull, lines[2].ToString());
        // Bumping has no other evidence: without it the class alone tells less.
        Assert.True(lines[3].AucUnit < lines[0].AucUnit, lines[3].ToString());
        Assert.Equal(BaselineSet.Default.For(DataTier.T2, oneYear: false).Length, result.Others.Count);
        Assert.Equal(result.Others.Max(o => o.WithContext), result.Others[0].WithContext);
        // Few changed records are hidden better than many.
        Assert.True(result.Changed[0].Found < result.Changed[^1].Found || result.Changed[0].Cases == 0, string.Join("; ", result.Changed));
    }

    [Fact]
    public void The_longest_list_ends_where_its_false_share_is_met_for_the_last_time()
    {
        // Hits at places 1, 2, 4, 8: false shares 0, 0, 1/3, 1/4, 2/5, 1/2, 4/7, 1/2.
        double[] scores = [8, 7, 6, 5, 4, 3, 2, 1];
        bool[] isCase = [true, true, false, true, false, false, false, true];
        Assert.Equal(2, RankingMeasures.LengthAtFalseShare(scores, isCase, .2));
        Assert.Equal(4, RankingMeasures.LengthAtFalseShare(scores, isCase, .25));
        Assert.Equal(8, RankingMeasures.LengthAtFalseShare(scores, isCase, .5));
        Assert.Equal(.75, RankingMeasures.RecallAtFalseShare(scores, isCase, .25));
    }

    private static OwnFigures Own() => new(100, 5, .93, new Dictionary<SchoolScope, SchoolFigures> { [SchoolScope.All] = new(.95, new(1, 0, 1), new(2, .2, 1)) }, .004, .6, .9, .05, 1, [new(.5, .4, 10)]);

    private static MethodFigures Method(string name, double auc, double recall) => new(
        name, auc, .7, recall, recall, new ListFigures(10, .05, .4), new ListFigures(12, .1, .55), ObjectivityBenchmark.HonestKinds.ToDictionary(k => k, _ => .001), new Dictionary<Mechanism, double>());
}
