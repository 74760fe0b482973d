using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Building;

public sealed class SchoolListTests
{
    [Fact]
    public void Schools_are_listed_alphabetically_with_expected_quality_and_without_places()
    {
        var hand = new HandMade().School("990003", "СОШ № 10").School("990001", "СОШ № 2").School("990002", "Гимназия");
        var russian = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        var maths = hand.Work(HandMade.Spring2021, 4, "МА", "Математика");
        hand.Result(russian, HandMade.Municipality, 10, 30, 40, 20) // качество 60 %
            .Result(maths, HandMade.Municipality, 20, 41, 9, 10); // 23.75 %
        hand.Result(russian, HandMade.Of("990001"), 2, 3, 10, 15, enrolled: 40).Result(maths, HandMade.Of("990001"), 0, 5, 3, 2, enrolled: 10)
            .Result(russian, HandMade.Of("990002"), 1, 1, 1, 1).Result(maths, HandMade.Of("990002"), 1, 1, 1, 0)
            .Result(maths, HandMade.Of("990003"), 5, 5, 5, 5)
            .Journal(russian, HandMade.Of("990001"), 6, 18, 6).Journal(maths, HandMade.Of("990001"), 2, 8, 0);
        var context = hand.MunicipalityContext();
        var order = SchoolListBuilder.Order(context);

        var section = SchoolListBuilder.Build(context, order, context.Works);

        Assert.Equal(["Гимназия", "СОШ №\u00A02", "СОШ №\u00A010"], section.Totals.Select(r => r.School));
        Assert.Equal([1, 2, 3], section.Totals.Select(r => r.No));
        // СОШ № 2: 40 results, 38 passed, 30 with «4» or «5»; expected (30·60 % + 10·23.75 %) / 40 = 50.94 %.
        Assert.Equal(new SchoolTotalsRow(2, "СОШ №\u00A02", 2, 40, 80, Small: false, 95, 75, 50.9, 40, 20, 15), section.Totals[1]);
        // Гимназия: four pupils wrote two works; seven results are still a small group.
        Assert.Equal(new SchoolTotalsRow(1, "Гимназия", 2, 7, null, Small: true, null, null, null, 0, null, null), section.Totals[0]);
        Assert.Equal([new MatrixCell(4, null, 0), new MatrixCell(3, null, 0)], section.Rows[0].Cells);
        Assert.Equal([null, new MatrixCell(20, 50, 1)], section.Rows[2].Cells);
        Assert.Equal(["РУ", "МА"], section.Columns.Select(c => c.Subject));
    }

    [Fact]
    public void Fifteen_results_of_three_pupils_are_a_small_group()
    {
        var hand = new HandMade();
        WorkRow[] works = [.. new[] { "РУ", "МА", "ИС", "БИ", "ГГ" }.Select(code => hand.Work(HandMade.Spring2021, 6, code, code))];
        foreach (var work in works) hand.Result(work, HandMade.Municipality, 1, 1, 1, 0);

        var totals = hand.MunicipalityContext().OwnTotals;

        Assert.Equal(15, totals.Marked);
        Assert.Equal(3, totals.Pupils);
        Assert.True(totals.Small);
    }

    [Fact]
    public void Schools_of_one_name_are_told_apart_by_their_number()
    {
        var hand = new HandMade().School("990001", "МБОУ СОШ №1").School("990002", "МБОУ СОШ № 1");
        var work = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        hand.Result(work, HandMade.Municipality, 5, 5, 5, 5).Result(work, HandMade.Of("990001"), 2, 3, 2, 3).Result(work, HandMade.Of("990002"), 3, 2, 3, 2);

        Assert.Equal(["МБОУ СОШ №\u00A01 (990001)", "МБОУ СОШ №\u00A01 (990002)"], SchoolListBuilder.Order(hand.MunicipalityContext()).Select(s => s.Name));
    }

    /// <summary>
    /// Mid-p tails of fifty fair tosses, from the binomial coefficients: 31 — 0.0460, 32 — 0.0244, 35 — 0.0023, 36 — 0.0009.
    /// </summary>
    [Theory]
    [InlineData(25, 0)]
    [InlineData(31, 0)]
    [InlineData(32, 1)]
    [InlineData(35, 1)]
    [InlineData(36, 2)]
    [InlineData(19, 0)]
    [InlineData(18, 1)]
    [InlineData(15, 1)]
    [InlineData(14, 2)]
    public void A_school_of_fifty_pupils_falls_into_the_zone_of_the_exact_limits(int quality, int zone)
    {
        var row = new ResultRow { WorkId = "w", Scope = Scopes.School, ScopeId = "990001", Writers = 50, N2 = 0, N3 = 50 - quality, N4 = quality, N5 = 0 };

        Assert.Equal(zone, FunnelSectionBuilder.Zone(row, 0.5));
    }

    [Fact]
    public void The_funnel_leaves_small_groups_out_and_needs_five_schools()
    {
        var hand = new HandMade();
        for (var i = 1; i <= 6; i++) hand.School($"99000{i}", $"СОШ № {i}");
        var russian = hand.Work(HandMade.Spring2021, 4, "РУ", "Русский язык");
        var maths = hand.Work(HandMade.Spring2021, 4, "МА", "Математика");
        hand.Result(russian, HandMade.Municipality, 27, 27, 27, 27).Result(maths, HandMade.Municipality, 27, 27, 27, 27);
        for (var i = 1; i <= 6; i++)
        {
            var n = i == 6 ? 2 : 5;
            hand.Result(russian, HandMade.Of($"99000{i}"), n, n, n, n);
            if (i <= 4) hand.Result(maths, HandMade.Of($"99000{i}"), n, n, n, n);
        }

        var context = hand.MunicipalityContext();
        var numbers = SchoolListBuilder.Order(context).Select((s, i) => (s.School.SchoolId, No: i + 1)).ToDictionary(s => s.SchoolId, s => s.No);

        var section = FunnelSectionBuilder.Build(context, context.Works, numbers)!;

        var panel = Assert.Single(section.Panels);
        Assert.Equal("Русский язык, 4\u00A0класс", panel.Title);
        Assert.Equal("5\u00A0школ, n = 100", panel.Count);
        Assert.Equal(1, section.Hidden);
        Assert.Equal([1, 2, 3, 4, 5], ((FunnelChart)context.Charts[panel.Chart]).Points.Select(p => p.No));
    }
}
