using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Sections.Dynamics;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class DynamicsSectionsTests
{
    private static readonly WaveKey Spring = HandMade.Spring2021;

    private static HandMade Hand()
    {
        var hand = new HandMade().School("990001", "СОШ № 1").School("990002", "СОШ № 2");
        var maths = hand.Work(Spring, 5, "МА", "Математика");
        return hand.Result(maths, HandMade.Of("990001"), 5, 5, 5, 5).Result(maths, HandMade.Of("990002"), 5, 5, 5, 5).Result(maths, HandMade.Municipality, 10, 10, 10, 10);
    }

    [Fact]
    public async Task A_change_is_the_difference_of_printed_shares_beside_its_relative_and_shrunken_figure()
    {
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_dynamics",
            // 33.3 → 46.2 is +12.9 as printed, though the exact difference is 12.82.
            "'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 15, 13, 33.333, 46.154, -20, 44, 'region', 10.04, -25, 45.06, 'без изменений', 3.25, -4, 10.5",
            "'same_grade', 'pass', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 15, 13, 80, 100, -5, 40, 'region', 18.2, 4, 32, 'рост', NULL, NULL, NULL",
            "'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', 'ИС', 'base', 5, 5, 2019, 2021, 12, 9, 50, 60, -30, 45, NULL, NULL, NULL, NULL, 'мало учеников', NULL, NULL, NULL",
            // Another year and another school.
            "'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', 'РУ', 'base', 5, 5, 2019, 2020, 12, 19, 50, 60, -30, 45, NULL, NULL, NULL, NULL, 'без изменений', NULL, NULL, NULL",
            "'same_grade', 'quality', 'ВПР', 'school', '990002', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 40, 40, 50, 20, -48, -9, 'region', -31, -50, -12, 'снижение', -22, -35, -9");

        var content = (await new ChangesSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var model = Assert.IsType<ChangesSectionModel>(content.Data);
        Assert.Null(model.Schools);
        Assert.Equal("региона", model.Anchor);
        var table = Assert.Single(model.Tables);
        Assert.Equal("2020 → 2021: изменение качества и успеваемости, п.п.", table.Caption);
        Assert.Equal(
            [
                new ChangesLine("Математика", null, 15, 13, false, 33.3, 46.2, 12.9, new Interval(10, -25, 45.1), new Interval(3.3, -4, 10.5), "без изменений", "none", 18.2, "рост", "up"),
                new ChangesLine("ИС", "с\u00A02019\u00A0года", 12, 9, true, null, null, null, null, null, "мало учеников", "none", null, null, "none"),
            ],
            Assert.Single(table.Groups).Rows);
        Assert.Equal("Ни одно из изменений качества за год (1_работа, тот же класс) не отличимо от случайного.".Replace('_', '\u00A0'), Assert.Single(content.Conclusions).Text);
        Assert.Contains("не более 5\u00A0%", Assert.Single(content.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filled_dots_are_the_shrunken_figures_and_without_any_the_plain_ones()
    {
        string Row(string subject, string shrunken) =>
            $"'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', '{subject}', 'base', 5, 5, 2020, 2021, 15, 13, 40, 50, -20, 40, 'region', 8, -25, 41, 'без изменений', {shrunken}";
        Interval plain = new(8, -25, 41), drawn = new(3, -4, 10);
        Assert.Equal([new IntervalsRow(drawn, plain, null, "none"), new IntervalsRow(null, plain, null, "none")], await Drawn(Row("МА", "3, -4, 10"), Row("ИС", "NULL, NULL, NULL")));
        Assert.Equal([new IntervalsRow(plain, null, null, "none")], await Drawn(Row("МА", "NULL, NULL, NULL")));

        async Task<IReadOnlyList<IntervalsRow?>> Drawn(params string[] rows)
        {
            using var warehouse = SectionTables.Empty().Rows("marts.mart_dynamics", rows);
            BuildContext? context = null;
            await new ChangesSection().BuildAsync(warehouse, Hand(), d => context = SectionRun.School("990001", Spring)(d));
            return ((IntervalsChart)context!.Charts["changes-same_grade-5"]).Rows;
        }
    }

    [Fact]
    public async Task The_summary_names_schools_whose_change_is_told_from_chance_in_alphabetical_order()
    {
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_dynamics",
            "'same_grade', 'quality', 'ВПР', 'municipality', '99_m001', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 400, 400, 50, 60, 3, 17, NULL, NULL, NULL, NULL, 'рост', NULL, NULL, NULL",
            "'same_grade', 'quality', 'ВПР', 'school', '990002', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 40, 40, 50, 20, -48, -9, 'region', -31, -50, -12, 'снижение', -22, -35, -9",
            "'same_cohort', 'pass', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 4, 5, 2020, 2021, 40, 40, 50, 90, 19, 56, 'region', 38, 20, 56, 'рост', NULL, NULL, NULL",
            "'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 40, 40, 50, 52, -19, 23, 'region', 2, -20, 24, 'без изменений', NULL, NULL, NULL",
            "'same_cohort', 'quality', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 4, 5, 2020, 2021, 4, 40, 50, 52, -19, 23, NULL, NULL, NULL, NULL, 'мало учеников', NULL, NULL, NULL");

        var content = (await new ChangesSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)))!;

        var schools = ((ChangesSectionModel)content.Data).Schools!;
        Assert.Equal((3, 1, 1, 1, 2), (schools.Judged, schools.Small, schools.Growth, schools.Decline, schools.Schools));
        Assert.Equal(
            ["1 СОШ № 1: Математика, 4 → 5 класс, успеваемость, рост", "2 СОШ № 2: Математика, 5 класс, качество, снижение"],
            schools.Rows.Select(r => $"{r.No} {r.School}: {r.Work}, {r.Measure}, {r.Verdict}".Replace('\u00A0', ' ')));
        Assert.Equal(
            "Качество за год (тот же класс): рост в 1_работе (математика, 5_класс), снижение в 0_работах, в остальных (0) изменение не отличимо от случайного. "
            + "По школам из 3_сравнений (качество и успеваемость, тот же класс и те же дети) рост — 1, снижение — 1.",
            Assert.Single(content.Conclusions).Text.Replace('\u00A0', '_'));
    }

    [Fact]
    public async Task Without_a_row_or_with_small_groups_only_there_is_no_section()
    {
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_dynamics",
            "'same_grade', 'quality', 'ВПР', 'school', '990001', '99_m001', 'МА', 'base', 5, 5, 2020, 2021, 5, 9, 50, 60, -30, 45, NULL, NULL, NULL, NULL, 'мало учеников', NULL, NULL, NULL");

        Assert.Null(await new ChangesSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)));
        Assert.Null(await new ChangesSection().BuildAsync(warehouse, Hand(), SectionRun.School("990002", Spring)));
        Assert.Null(await new ChangesSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)));
        Assert.Null(await new LinesSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)));
        Assert.Null(await new TrendsSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)));
    }

    [Fact]
    public async Task Lines_count_joined_schools_in_all_years_and_leave_gaps_where_there_is_nothing_to_show()
    {
        string Row(int year, int n, int quality) => $"'w', {year}, 'spring', 5, 'МА', 'base', 'school', '990001', '99_m001', {n}, {quality}, 0";
        using var warehouse = SectionTables.Empty().Rows("core.dim_work", "'w', 'ВПР', 2021, '2020/21', 'spring', 5, 5, 'МА', 'Математика', 'base', 20, 7, 11, 15, 'official', NULL")
            .Rows("marts.mart_work_results_now", Row(2017, 20, 5), Row(2018, 9, 5), Row(2019, 20, 10), Row(2021, 40, 10));

        var content = (await new LinesSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var model = (LinesSectionModel)content.Data;
        Assert.True(model.Joined); // 40 pupils now, 20 as it was
        Assert.False(model.HasBreak);
        Assert.Equal("n = 20–40", Assert.Single(model.Panels).Count);
    }

    [Fact]
    public async Task Trends_show_the_compulsory_works_and_those_with_a_proven_trend_or_a_step()
    {
        string Row(string subject, int grade, int nMin, string verdict, string change) =>
            $"'work', 'ВПР', 'spring', 'school', '990001', '99_m001', '{subject}', 'base', {grade}, 'quality_pct', 5, 2017, 2021, {nMin}, 40.04, 60.06, 5.25, -1.15, 9.95, 0.55, '{verdict}', 2019, 12.3, 2, 22.6, {change}, 'trend-1'";
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_trend", Row("МА", 5, 20, "не доказан", "'нет'"), Row("ИС", 5, 20, "не доказан", "'нет'"), Row("БИ", 5, 20, "рост", "NULL"), Row("ГГ", 6, 20, "ряд короток", "'шаг вверх'"), Row("ХИ", 8, 9, "рост", "NULL"));

        var content = (await new TrendsSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        var rows = ((TrendsModel)content.Data).Rows;
        Assert.Equal(["Математика, 5 класс", "БИ, 5 класс", "ГГ, 6 класс"], rows.Select(r => r.Work.Replace('\u00A0', ' ')));
        Assert.Equal(new Interval(5.3, -1.2, 10), rows[0].Slope); // halves away from zero
        Assert.Equal((40.0, 60.1, 0.6), (rows[0].First, rows[0].Last, rows[0].PeerSlope!.Value));
        Assert.Equal([null, null, 2019], rows.Select(r => r.StepYear));
        Assert.Equal(["none", "up", "none"], rows.Select(r => r.Tone));
        Assert.Contains("Версия правила: 1.", Assert.Single(content.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_added_shows_stages_and_the_works_that_differ_from_what_was_expected()
    {
        string Row(string level, string subject, int n, string verdict) =>
            $"'ВПР→ВПР', '{level}', '{subject}', 'base', 4, 5, 2021, '990001', '99_m001', {n}, 3, 0.456, 0.234, 0.105, 0.363, '{verdict}', true, 'va-1'";
        using var warehouse = SectionTables.Empty().Rows(
            "marts.mart_value_added", Row("work", "МА", 30, "выше ожидаемого"), Row("work", "РУ", 30, "как ожидалось"), Row("work", "ИС", 9, "ниже ожидаемого"), Row("stage", "", 90, "как ожидалось"));

        var content = (await new ValueAddedSection().BuildAsync(warehouse, Hand(), SectionRun.School("990001", Spring)))!;

        Assert.Equal(
            [
                new ValueLine("ВПР→ВПР", "все работы (3)", 90, 0.46, 0.23, 0.11, 0.36, "как ожидалось", "none"),
                new ValueLine("ВПР→ВПР", "Математика, 4 → 5\u00A0класс", 30, 0.46, 0.23, 0.11, 0.36, "выше ожидаемого", "up"),
            ],
            ((ValueAddedModel)content.Data).Rows);
        Assert.Null(await new ValueAddedSection().BuildAsync(warehouse, Hand(), SectionRun.Municipality(Spring)));
    }
}
