using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections.Clusters;
using MsokoAnalytics.Reports.Sections.LowResults;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class LowResultsAndClusterTests
{
    private static readonly WaveKey Spring = HandMade.Spring2021;

    private static HandMade Hand()
    {
        var hand = new HandMade().School("990001", "СОШ № 10").School("990002", "СОШ № 2").School("990003", "Школа-интернат");
        var maths = hand.Work(Spring, 5, "МА", "Математика");
        foreach (var id in new[] { "990001", "990002", "990003" }) hand.Result(maths, HandMade.Of(id), 5, 5, 5, 5);
        return hand.Result(maths, HandMade.Municipality, 15, 15, 15, 15);
    }

    [Fact]
    public async Task Each_rule_has_its_own_list_with_those_who_left_and_those_on_the_border()
    {
        string Row(string rule, string school, string status, string movement, int years) =>
            $"'{rule}', '99_m001', '{school}', 2021, '2020–2021', 12, 6, 2, 2, 71, 33.13, 23.3, 44.7, '{status}', '{movement}', {years}, 'причина {school}', 'движение', NULL, NULL";
        using var warehouse = SectionTables.Empty()
            .Rows(
                "marts.mart_low_results", Row("federal", "990001", "в списке", "вошла", 1), Row("federal", "990002", "в списке", "осталась", 2), Row("federal", "990003", "пограничная", "вышла", 0),
                Row("local", "990001", "пограничная", "вне списка", 0), Row("local", "990002", "нет данных", "вышла", 0))
            .Rows(
                "marts.mart_low_results_rule", "'federal', 'Федеральное правило: 30 %', '2026-11', 'требует сверки с ФИОКО', 'ФИОКО', 'Не менее 30 %', 'low_share', '30,0 %', 'Доля', 'сверить'",
                "'local', 'Местное правило: минимум', '2026-11', 'по документу', 'Концепция', NULL, 'years_needed', '2,0 лет', 'Сколько лет', 'выбор'");

        var content = (await new LowResultsSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!;

        var lists = ((LowResultsModel)content.Data).Lists;
        // Numbers in names count by value: № 2 before № 10.
        Assert.Equal(["СОШ №\u00A02", "СОШ №\u00A010"], lists[0].Schools.Select(s => s.School));
        Assert.Equal(["Школа-интернат"], lists[0].LeftSchools.Select(s => s.School));
        Assert.Empty(lists[0].Border);
        Assert.Equal(new Interval(33.1, 23.3, 44.7), lists[0].Schools[0].Pooled);
        Assert.Empty(lists[1].Schools);
        Assert.Equal(["СОШ №\u00A010"], lists[1].Border.Select(s => s.School));
        Assert.Equal((2, 1), (lists[1].Judged, lists[1].NoData));
        Assert.Equal("2 лет", Assert.Single(lists[1].Settings).Value);
        Assert.Equal(
            [
                "В списке 2_школы из 3; вошли — 1 (СОШ №_10), вышли — 1 (Школа-интернат), пограничных — 0. Правило требует сверки с ФИОКО.",
                "В списке 0_школ из 2; вошли — 0, вышли — 1 (СОШ №_2), пограничных — 1.",
            ],
            content.Conclusions.Select(c => c.Text.Replace('\u00A0', '_')));
        Assert.Null(await new LowResultsSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(new WaveKey(2020, WaveKey.Spring))));
    }

    [Fact]
    public async Task Resilient_schools_stand_with_what_was_expected_and_with_signs_of_bias_beside()
    {
        string Row(string school, int year, string hard, string high, string status) =>
            $"'2026-11', {year}, '99_m001', '{school}', 65.25, {hard}, 'неполные семьи 21 %', 40, 66.66, 42.9, 23.76, 19.4, 28.5, {high}, 3, 3, '{status}', false";
        using var warehouse = SectionTables.Empty()
            .Rows(
                "marts.mart_resilient_school", Row("990001", 2021, "true", "true", "резильентная"), Row("990002", 2021, "true", "true", "сложный контекст"),
                Row("990003", 2021, "NULL", "false", "контекст неизвестен"), Row("990003", 2020, "true", "true", "резильентная"))
            .Rows("anomaly.flags", "'990001', 'класс × работа', 'впр', 'новый'", "'990001', 'класс × работа', 'впр', 'снят'", "'990001', 'класс × работа', 'журнал', 'новый'", "'990001', 'школа', 'впр', 'новый'");

        var content = (await new ResilientSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!;

        var model = (ResilientModel)content.Data;
        Assert.Equal((2, 1, 3), (model.Hard, model.Unknown, model.Judged));
        Assert.Equal(
            new ResilientLine("СОШ №\u00A010", 65.3, "неполные семьи 21 %", 40, 66.7, 42.9, new Interval(23.8, 19.4, 28.5), 3, 3, false, 1), Assert.Single(model.Resilient));
        Assert.Equal("СОШ №\u00A02", Assert.Single(model.Near).School);
        Assert.Equal("Из школ со сложным контекстом (2) результаты выше ожидаемых несколько лет — у 1 (СОШ №_10).", Assert.Single(content.Conclusions).Text.Replace('\u00A0', '_'));
        Assert.Null(await new ResilientSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(new WaveKey(2019, WaveKey.Spring))));
    }

    [Fact]
    public async Task A_school_stands_among_its_neighbours_and_against_the_others_of_its_cluster()
    {
        using var warehouse = SectionTables.Empty(("990001", "СОШ № 10"), ("990002", "СОШ № 2"))
            .Rows(
                "marts.mart_school_cluster", "'2020/21', '990001', '99_m001', 1, 'сельские', 0.5, 0.1, 0.2, 0.9, 2, 5, 7, NULL, 'cluster-1'", "'2020/21', '990002', '99_m001', 1, 'сельские', 0.5, 0.3, 0.1, 0.9, 2, 5, 7, NULL, 'cluster-1'",
                "'2020/21', '990003', '99_m001', NULL, NULL, NULL, NULL, NULL, 0.9, 2, 1, 7, 'коррекционная школа', 'cluster-1'")
            .Rows("marts.mart_cluster_profile", "'2020/21', 1, 'сельские', 'Все сельские.', 2")
            .Rows("marts.mart_school_peer", "'2020/21', '990001', '99_m001', 1, '990002', 0.0657, true, 'размер'")
            .Rows("marts.mart_cluster_comparison", "'work', 'ВПР', 'quality_pct', 'ВПР-2021-spring-05-МА-base', '990001', '99_m001', 20, 50, 1, 20, 71.25, -21.25, -40, -2.5, 'ниже кластера'");

        var content = (await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var model = (ClusterModel)content.Data;
        Assert.Equal([new PeerLine(1, "СОШ №\u00A02", 0.07, true, "размер")], model.Peers);
        Assert.Equal(
            [new ClusterComparisonLine("Математика, 5\u00A0класс", 20, 50, 1, 20, 71.3, new Interval(-21.3, -40, -2.5), "ниже кластера", "down")],
            model.Comparison!.Rows);
        Assert.Equal(
            "По условиям школа — в кластере «сельские». Качество выше остальных школ кластера в 0_работах, ниже — в 1_работе, в остальных (0) отличие не доказано.",
            Assert.Single(content.Conclusions).Text.Replace('\u00A0', '_'));
        var without = (ClusterModel)(await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.School("990003", Spring)))!.Data;
        Assert.Equal((true, "коррекционная школа", null, 0), (without.OfSchool, without.Reason, without.Map, without.Peers.Count));
        var summary = (ClusterModel)(await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data;
        Assert.Equal(["1\u00A0— СОШ №\u00A02", "2\u00A0— СОШ №\u00A010"], Assert.Single(summary.Members).Schools);
        Assert.Equal("коррекционная школа", Assert.Single(summary.Missing).Reason);
    }

    [Fact]
    public async Task Without_clusters_a_school_still_has_its_neighbours_and_the_reason_is_told()
    {
        const string Few = "мало школ с социальным паспортом: 2, а нужно 20";
        using var warehouse = SectionTables.Empty(("990001", "СОШ № 10"), ("990002", "СОШ № 2"))
            .Rows(
                "marts.mart_school_cluster", $"'2020/21', '990001', '99_m001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5, 7, '{Few}', 'cluster-1'",
                $"'2020/21', '990002', '99_m001', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 5, 7, '{Few}', 'cluster-1'")
            .Rows("marts.mart_school_peer", "'2020/21', '990001', '99_m001', 1, '990002', 0.31, false, NULL");

        var card = (await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;
        var model = (ClusterModel)card.Data;
        Assert.Equal((true, Few, null, null), (model.OfSchool, model.Reason, model.Map, model.Cluster));
        Assert.Equal([new PeerLine(1, "СОШ №\u00A02", 0.31, false, null)], model.Peers);
        Assert.Empty(card.Conclusions);
        var summary = (ClusterModel)(await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data;
        Assert.Equal((false, Few, null), (summary.OfSchool, summary.Reason, summary.Map));
        // No passport at all: nothing to say.
        Assert.Null(await new ClusterSection().BuildAsync(warehouse, Hand(), SectionRun.School("990003", Spring)));
        Assert.Null(await new ClusterSection().BuildAsync(SectionTables.Empty(), Hand(), SectionRun.Municipality(Spring)));
    }
}
