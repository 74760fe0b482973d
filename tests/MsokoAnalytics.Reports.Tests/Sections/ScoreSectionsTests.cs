using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections.Scores;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class ScoreSectionsTests
{
    /// <summary>A family of the catalogue without a word of its own would stand in the report as its English code.</summary>
    [Fact]
    public void Every_family_of_the_catalogue_has_a_russian_heading()
    {
        var families = Directory.GetFiles(Path.Combine(Repository.Root, "models", "indicators"), "*.yml")
            .SelectMany(File.ReadLines).Where(l => l.StartsWith("family: ", StringComparison.Ordinal)).Select(l => l["family: ".Length..].Trim()).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(families);
        Assert.All(families, family => Assert.Matches("^[А-Я]", IndicatorWords.Family(family)));
        Assert.Equal(families.Count, families.Select(IndicatorWords.FamilyOrder).Distinct().Count());
    }

    private static readonly WaveKey Spring = HandMade.Spring2021;

    private static HandMade Hand()
    {
        var hand = new HandMade();
        for (var i = 1; i <= 4; i++) hand.School($"99000{i}", $"СОШ № {i}");
        var maths = hand.Work(Spring, 5, "МА", "Математика");
        for (var i = 1; i <= 4; i++) hand.Result(maths, HandMade.Of($"99000{i}"), 5, 5, 5, 5);
        return hand.Result(maths, HandMade.Municipality, 20, 20, 20, 20);
    }

    /// <summary>Two criteria: 1 of two rows, 2 of one row paid per person.</summary>
    private static DuckDbConnection Warehouse()
    {
        var warehouse = SectionTables.Empty()
            .Rows("core.dim_indicator", "'pass', 'Успеваемость, ВПР', 'vpr', 'percent', 10", "'below', 'Не преодолели порог', 'gia', 'percent', 1", "'awards', 'Призёры', 'talents', 'awards', 1")
            .Rows("core.dim_rule_set", "'r', 'Таблица района', '2026-11', 'Концепция, раздел VII'")
            .Rows("core.dim_rule_policy", "'r', 'gaps', 1, 'Промежутки.', 'Полуоткрытые.'", "'r', 'person', 2, 'За человека.', 'Так и считается.'")
            .Rows("core.dim_rule_row", "'r', '1.1', NULL, NULL", "'r', '1.2', 1, 5", "'r', '2.1', -1, NULL");
        foreach (var (school, points, persons, n) in new[] { ("990001", 3, 2, 20), ("990002", 2, 1, 20), ("990003", 2, 1, 9), ("990004", 1, 5, 20) })
        {
            warehouse.Rows(
                    "marts.mart_score_sheet",
                    $"'r', '99_m001', '{school}', 2021, 1, 'ВПР', '1.1', 1, 'Доля выполнения', '100 % — 3', 'pass', 79.64, 16, 20, 58.4, 91.9, 'баллы', {points}, NULL, 'gaps'",
                    $"'r', '99_m001', '{school}', 2021, 1, 'ВПР', '1.2', 2, 'Призёры', 'до 5', 'awards', NULL, NULL, NULL, NULL, NULL, 'нет данных', NULL, NULL, NULL",
                    $"'r', '99_m001', '{school}', 2021, 2, 'ГИА', '2.1', 3, 'Ниже порога', 'минус 1', 'below', 10, {persons}, {n}, 2.8, 30.1, 'баллы', {-persons}, -10, 'person, gaps'")
                .Rows(
                    "marts.mart_score_total",
                    $"'r', '99_m001', '{school}', 2021, 1, {points}, 3, 2, 2, 1, 0, 1, {points >= 2}", $"'r', '99_m001', '{school}', 2021, 2, {-persons}, 0, 0, 1, 1, 0, 0, false",
                    $"'r', '99_m001', '{school}', 2021, 0, {points - persons}, NULL, 2, 3, 2, 0, 1, false");
        }

        return warehouse;
    }

    [Fact]
    public async Task A_schools_sheet_has_its_rows_values_points_and_footnotes_and_no_place()
    {
        using var warehouse = Warehouse();

        var content = (await new ScoreSheetSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var sheet = Assert.Single(((ScoreSheetSectionModel)content.Data).Sheets);
        Assert.Equal(
            [
                new ScoreLine("1.1", "Доля выполнения", "100 % — 3", "1", "79,6\u00A0%", "58,4–91,9", 20, "баллы", 3, null),
                new ScoreLine("1.2", "Призёры", "до 5", null, null, null, null, "нет данных", null, null),
                new ScoreLine("2.1", "Ниже порога", "минус 1", "1,2", "10,0\u00A0% (2\u00A0чел.)", "2,8–30,1", 20, "баллы", -2, "−10,0"),
            ],
            sheet.Criteria.SelectMany(c => c.Rows));
        Assert.Equal(["1. ВПР", "2. ГИА"], sheet.Criteria.Select(c => c.Title));
        Assert.Equal(new ScoreTotal(3, 2, 3, true, 2, 1, 0, 1), sheet.Criteria[0].Total);
        Assert.Equal(1, sheet.Total!.Points);
        Assert.Equal("2021 год: 1_балл по 2 из 3_строк, нет данных — 1. Минимум не набран по критерию 2.", Assert.Single(content.Conclusions).Text.Replace('\u00A0', '_'));
        Assert.Contains("версия 2026-11", Assert.Single(content.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_internal_table_has_places_that_equal_sums_share()
    {
        using var warehouse = Warehouse();

        var model = (ScoreTableSectionModel)(await new ScoreTableSection(isInternal: true).BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data;

        // Sums: 3 − 2 = 1, 2 − 1 = 1, 2 − 1 = 1, 1 − 5 = −4.
        var table = Assert.Single(model.Tables);
        Assert.Equal(["СОШ №_1: 1, 1–3", "СОШ №_2: 1, 1–3", "СОШ №_3: 1, 1–3", "СОШ №_4: -4, 4"], table.Schools.Select(s => $"{s.School}: {s.Total.Points}, {s.Place}".Replace('\u00A0', '_')));
        Assert.Equal([new ScoreCell(null, 3, "79,6", 20), new ScoreCell("н/д", null, null, null), new ScoreCell(null, -2, "10,0", 20)], table.Schools[0].Cells);
        Assert.True(table.Schools[0].Criteria[0].Incomplete);
    }

    [Fact]
    public async Task The_open_table_has_no_places_no_rows_and_nothing_of_small_groups()
    {
        using var warehouse = Warehouse();

        var model = (ScoreTableSectionModel)(await new ScoreTableSection(isInternal: false).BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!.Data;

        var schools = Assert.Single(model.Tables).Schools;
        Assert.All(schools, s => Assert.Null(s.Place));
        Assert.All(schools, s => Assert.Empty(s.Cells));
        // Nine graduates stand behind the second criterion of the third school: its points and the sum they could be taken from.
        Assert.Equal([2, null], schools[2].Criteria.Select(c => c.Points));
        Assert.Null(schools[2].Total.Points);
        Assert.True(schools[2].Total.Hidden);
        Assert.Equal(1, schools[1].Total.Points);
    }

    [Fact]
    public async Task The_summary_counts_schools_by_criterion_and_names_none()
    {
        using var warehouse = Warehouse();

        var content = (await new ScoreCriteriaSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!;

        Assert.Equal(
            [new CriteriaLine(1, "ВПР", 3, 3, 1, 0, 0, 4), new CriteriaLine(2, "ГИА", 0, 0, 4, 0, 0, 0)],
            Assert.Single(((CriteriaSectionModel)content.Data).Sheets).Rows);
        Assert.Null(await new ScoreCriteriaSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(new WaveKey(2020, WaveKey.Spring))));
    }

    [Fact]
    public async Task Indicators_show_levels_beside_the_municipality_and_the_year_before_and_hide_small_groups()
    {
        string Row(string indicator, string level, string scope, string id, int year, string value, int n, bool suppressed = false) =>
            $"'{indicator}', '2026-11', '{level}', NULL, '{scope}', '{id}', {year}, {value}, {n}, 50, 90, true, {suppressed}";
        using var warehouse = SectionTables.Empty(("990001", "СОШ № 1"))
            .Rows("core.dim_indicator", "'vpr_pass', 'Успеваемость, ВПР', 'vpr', 'percent', 10", "'vpr_pass_by_work', 'Другое, ВПР', 'vpr', 'percent', 10", "'olympiad', 'Призёры этапа', 'olympiad', 'awards', 1")
            .Rows(
                "marts.mart_indicator", Row("vpr_pass", "all", "school", "990001", 2021, "80", 30), Row("vpr_pass", "ooo", "school", "990001", 2021, "84.25", 30), Row("vpr_pass", "noo", "school", "990001", 2021, "70", 9, suppressed: true),
                Row("vpr_pass", "ooo", "school", "990001", 2020, "82.04", 30), Row("vpr_pass", "ooo", "municipality", "99_m001", 2021, "88.88", 900), Row("vpr_pass_by_work", "ooo", "school", "990001", 2021, "1", 30),
                Row("olympiad", "all", "school", "990001", 2021, "3", 1));

        BuildContext? context = null;
        var content = (await new IndicatorsSection().BuildAsync(warehouse, Hand(), d => context = SectionRun.School("990001", Spring)(d)))!;

        var groups = ((IndicatorsSectionModel)content.Data).Groups;
        Assert.Equal(["Всероссийские проверочные работы", "Всероссийская олимпиада школьников"], groups.Select(g => g.Title));
        Assert.Equal(
            [
                new IndicatorLine("Успеваемость", "НОО", "percent", 1, 9, null, null, null),
                new IndicatorLine("Успеваемость", "ООО", "percent", 1, 30, new Interval(84.3, 50, 90), 82, 88.9),
            ],
            groups[0].Rows);
        Assert.Equal(new IndicatorLine("Призёры этапа", null, "awards", 0, 1, new Interval(3, 50, 90), null, null), Assert.Single(groups[1].Rows));
        Assert.Null(groups[1].Charts);
        // The year before is a hollow dot that a line joins with this year's.
        Assert.Equal([null, new IntervalsRow(new Interval(84.3, 50, 90), new Interval(82, null, null), 88.9, "none")], ((IntervalsChart)context!.Charts[Assert.Single(groups[0].Charts!)]).Rows);
    }

    [Fact]
    public async Task A_long_group_has_a_picture_for_every_six_rows_in_their_order()
    {
        using var warehouse = SectionTables.Empty(("990001", "СОШ № 1"))
            .Rows("core.dim_indicator", [.. Enumerable.Range(1, 14).Select(i => $"'v{i:00}', 'Показатель {i}', 'vpr', 'percent', 1")])
            .Rows("marts.mart_indicator", [.. Enumerable.Range(1, 14).Select(i => $"'v{i:00}', '2026-11', 'ooo', NULL, 'school', '990001', 2021, {i}, 30, 0, 90, true, false")]);

        BuildContext? context = null;
        var content = (await new IndicatorsSection().BuildAsync(warehouse, Hand(), d => context = SectionRun.School("990001", Spring)(d)))!;

        var group = Assert.Single(((IndicatorsSectionModel)content.Data).Groups);
        var charts = group.Charts!.Select(c => (IntervalsChart)context!.Charts[c]).ToList();
        Assert.Equal([6, 6, 2], charts.Select(c => c.Rows.Count));
        Assert.Equal(Enumerable.Range(1, 14).Select(i => (double?)i), charts.SelectMany(c => c.Rows).Select(r => r?.Main?.Value));
        Assert.Equal("Всероссийские проверочные работы, значения: Показатель 13 ООО — 13,0; Показатель 14 ООО — 14,0", charts[2].Alt);
    }
}
