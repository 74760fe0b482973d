using System.Xml.Linq;
using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Benchmarking.Reporting;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Training;
using MsokoAnalytics.Objectivity.Worlds;

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
        var plan = BenchmarkReport.Plan(10);
        Assert.Equal(Scenarios.Names.Order(), plan.Where(p => p.Tier == DataTier.T2).Select(p => p.Scenario).Order());
        Assert.Equal([DataTier.T1, DataTier.T3, DataTier.T4], plan.Where(p => p.Tier != DataTier.T2).Select(p => p.Tier));
        foreach (var world in "mun reg small oneyear noisy nopersist lowprev zero highprev guess weak strong gymheavy badlinks".Split(' '))
            Assert.Contains(plan, p => p.Scenario == world && p.Count >= 2);
    }

    [Fact]
    public void Goals_compare_with_the_best_other_method_with_and_without_context()
    {
        MethodFigures[] methods =
        [
            Method("a", .7, .10), Method("b", .8, .16), Method("b + контекст и калибровка", .9, .30) with { HasOurContext = true }, Method("alone", .88, .3), Method("full", .95, .6),
        ];
        var mun = new BenchmarkResult("mun", [1], methods, new OwnFigures(100, 5, .93, new Dictionary<SchoolScope, SchoolFigures> { [SchoolScope.All] = new(.95, new(1, 0, 1), new(2, .2, 1)) }, .004, .6, .9, .05, 1, []));
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
        string[] parts = ["nothing", "bumping (lB)", "all context"];
        var lines = Ablation.Run(new TrainingPlan(900, 2, 12), "strong", [303], only: parts.Contains);
        Assert.Equal(parts, lines.Select(l => l.Without));
        Assert.True(lines[0].AucUnit > .8, lines[0].ToString());
        // Bumping has no other evidence: without it the class alone tells less. The context has no part in the class alone.
        Assert.True(lines[1].AucUnit < lines[0].AucUnit, lines[1].ToString());
        Assert.Equal(lines[0].AucUnit, lines[2].AucUnit);
        Assert.NotEqual(lines[0].AucFull, lines[2].AucFull);
    }

    private static MethodFigures Method(string name, double auc, double recall) => new(
        name, auc, .7, recall, recall, new ListFigures(10, .05, .4), new ListFigures(12, .1, .55), ObjectivityBenchmark.HonestKinds.ToDictionary(k => k, _ => .001), new Dictionary<Mechanism, double>());
}
