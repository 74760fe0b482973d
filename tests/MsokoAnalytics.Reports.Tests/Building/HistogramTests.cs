using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class HistogramTests
{
    [Fact]
    public void Counts_reach_the_maximum_boundaries_come_from_the_scale_and_the_wider_group_is_in_percent()
    {
        var hand = new HandMade();
        var work = hand.Work(HandMade.Spring2021, 4, "МА", "Математика");
        hand.Result(work, HandMade.Municipality, 3, 3, 3, 3).Result(work, HandMade.Region, 10, 10, 10, 10)
            .Scores(work, HandMade.Municipality, 0, 2, 4, 6).Scores(work, HandMade.Region, 10, 10, 20);
        var context = hand.MunicipalityContext();

        var section = HistogramSectionBuilder.Build(context, context.Works, 2)!;

        var chart = (HistogramChart)context.Charts[Assert.Single(section.Panels).Chart];
        Assert.Equal(21, chart.Counts.Count);
        Assert.Equal([0, 2, 4, 6, 0], chart.Counts.Take(5));
        Assert.Equal([7, 11, 15], chart.Thresholds);
        Assert.Equal([25, 25, 50, 0], chart.Reference!.Take(4));
        Assert.Equal("n = 12", section.Panels[0].Count);
        Assert.Equal("регион", section.ReferenceName);
    }

    [Fact]
    public void A_small_group_has_no_histogram_and_a_work_without_a_scale_no_boundaries()
    {
        var hand = new HandMade();
        var small = hand.Work(HandMade.Spring2021, 4, "МА", "Математика");
        var bare = hand.Work(HandMade.Spring2021, 4, "ЛЧ", "Литературное чтение", scaleStatus: null);
        var assumed = hand.Work(HandMade.Spring2021, 5, "МА", "Математика", scaleStatus: "допущение");
        foreach (var work in new[] { small, bare, assumed }) hand.Result(work, HandMade.Municipality, 3, 3, 3, 3);
        hand.Scores(small, HandMade.Municipality, 4, 5).Scores(bare, HandMade.Municipality, 5, 5).Scores(assumed, HandMade.Municipality, 5, 5);
        var context = hand.MunicipalityContext();

        var section = HistogramSectionBuilder.Build(context, context.Works, 2)!;

        Assert.Equal(["Литературное чтение, 4\u00A0класс", "Математика, 5\u00A0класс*"], section.Panels.Select(p => p.Title));
        Assert.Empty(((HistogramChart)context.Charts[section.Panels[0].Chart]).Thresholds);
        Assert.True(((HistogramChart)context.Charts[section.Panels[1].Chart]).Assumed);
        Assert.True(section.HasAssumed);
    }
}
