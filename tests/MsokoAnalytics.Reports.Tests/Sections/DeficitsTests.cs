using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections.Deficits;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class DeficitsTests
{
    private static readonly WaveKey Spring = HandMade.Spring2021;

    private static HandMade Hand()
    {
        var hand = new HandMade().School("990001", "СОШ № 1").School("990002", "СОШ № 2");
        var maths = hand.Work(Spring, 5, "МА", "Математика");
        return hand.Result(maths, HandMade.Of("990001"), 5, 5, 5, 5).Result(maths, HandMade.Of("990002"), 5, 5, 5, 5).Result(maths, HandMade.Municipality, 10, 10, 10, 10);
    }

    private static string Row(string work, string municipality, string school, string skill, string reference, int n, double difference, string verdict, bool system = false) =>
        $"'{work}', 'ВПР', '{school}', '{municipality}', 'КТ', '{skill}', 'Умение {skill}', '1, 2', 'официальный', '{reference}', {n}, 500, 40.04, {40.04 - difference}, {difference}, {difference - 10}, {difference + 10}, '{verdict}', {system}, '2026-11'";

    private static DuckDbConnection Fill(DuckDbConnection warehouse, string work, string municipality) => warehouse.Rows(
        "marts.mart_skill_deficit",
        Row(work, municipality, "990001", "1.1", "cluster", 20, -25.06, "слабее"), Row(work, municipality, "990001", "1.1", "region", 20, -3, "не отличается"),
        Row(work, municipality, "990001", "1.2", "municipality", 20, -5, "не отличается", system: true), Row(work, municipality, "990001", "1.3", "cluster", 20, 4, "не отличается"),
        Row(work, municipality, "990001", "1.4", "cluster", 9, -50, "слабее"), Row(work, municipality, "990002", "1.1", "municipality", 20, -11, "не отличается"));

    [Fact]
    public async Task A_school_sees_each_weak_skill_once_against_its_cluster_first()
    {
        using var warehouse = Fill(SectionTables.Empty(), "ВПР-2021-spring-05-МА-base", "99_m001");

        var content = (await new DeficitsSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var model = (DeficitsModel)content.Data;
        Assert.Equal((3, 2, 0, 1), (model.Judged, model.Weak, model.More, model.System));
        Assert.Equal("кластера (с такими же условиями), муниципалитета", model.Against);
        Assert.Equal(
            [
                new DeficitLine("Математика, 5\u00A0класс", "1.1 Умение 1.1", "1, 2", "официальный", 20, 40, 65.1, 500, "кластер", new Interval(-25.1, -35.1, -15.1), true, false),
                new DeficitLine("Математика, 5\u00A0класс", "1.2 Умение 1.2", "1, 2", "официальный", 20, 40, 45, 500, "муниципалитет без школы", new Interval(-5, -15, 5), false, true),
            ],
            model.Rows);
        Assert.Equal("Слабее, чем у сравниваемых школ, или системный дефицит: 2_умения из 3 (системных дефицитов — 1).", Assert.Single(content.Conclusions).Text.Replace('\u00A0', '_'));
    }

    [Fact]
    public async Task A_reference_with_too_few_pupils_gives_way_to_the_next_and_what_nobody_can_judge_is_not_counted()
    {
        const string Work = "ВПР-2021-spring-05-МА-base", Few = "мало учеников";
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_skill_deficit", Row(Work, "99_m001", "990001", "1.1", "cluster", 20, -40, Few), Row(Work, "99_m001", "990001", "1.1", "municipality", 20, -40, Few),
            Row(Work, "99_m001", "990001", "1.1", "region", 20, -12, "слабее"), Row(Work, "99_m001", "990001", "1.2", "municipality", 20, -30, Few));

        var model = (DeficitsModel)(await new DeficitsSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!.Data;
        Assert.Equal((1, 1, "региона"), (model.Judged, model.Weak, model.Against));
        Assert.Equal(new Interval(-12, -22, -2), Assert.Single(model.Rows).Difference);
        Assert.Equal((1, 1), ((DeficitsMapModel)(await new DeficitsSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data) is var map ? (map.Judged, map.Weak) : default);
    }

    [Fact]
    public async Task The_summary_maps_skills_by_school_without_small_groups()
    {
        using var warehouse = Fill(SectionTables.Empty(), "ВПР-2021-spring-05-МА-base", "99_m001");

        var model = (DeficitsMapModel)(await new DeficitsSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data;

        Assert.Equal((2, 3, 2), (model.Columns, model.Judged, model.Weak));
        Assert.Equal([new DeficitMapRow("Математика, 5\u00A0класс", "1.1 Умение 1.1", 2, 1, 0), new DeficitMapRow("Математика, 5\u00A0класс", "1.2 Умение 1.2", 1, 0, 1)], model.Rows);
    }

    [Fact]
    public async Task Both_forms_are_printed()
    {
        using var folder = new TempFolder();
        var region = new SampleRegion(schools: 2, otherMunicipalities: 1, waves: [new(2023, WaveKey.Spring)]);
        var work = region.Works.First(w => w.Subject == "МА").WorkId;
        using var warehouse = Fill(SectionTables.Add(SampleDatabase.With(region)), work, SampleRegion.MunicipalityId);
        warehouse.Rows("marts.mart_value_added", $"'ВПР→ВПР', 'stage', '', 'base', 0, 0, 2023, '990001', '{SampleRegion.MunicipalityId}', 90, 3, 0.4, 0.2, 0.1, 0.3, 'выше ожидаемого', true, 'va-1'");

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"], Kinds = ["municipality", "school"] });

        Assert.Equal([null, null], results.Select(r => r.Error));
        Assert.Equal(2, results.Count);
    }
}
