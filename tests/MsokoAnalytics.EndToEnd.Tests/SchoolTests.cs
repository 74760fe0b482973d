using System.Globalization;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Schools that change: the demonstration's registry files against the truth beside them.</summary>
[Collection(DemoRun.Name)]
public sealed class SchoolTests(DemoWorld demo)
{
    [Fact]
    public void Every_school_is_found_by_its_codes_and_leads_to_todays_school()
    {
        var truth = Lines("registry.csv");
        foreach (var (system, column) in (ReadOnlySpan<(string, int)>)[("огэ", 2), ("егэ", 3), ("инн", 4), ("огрн", 5)])
            Assert.Equal(truth.Select(l => $"{l[column]},{l[0]}").Order(StringComparer.Ordinal),
                Msoko.Rows(demo.Warehouse, $"SELECT external_id, school_id FROM core.map_school_external WHERE system = '{system}' ORDER BY 1").Order(StringComparer.Ordinal));
        Assert.Equal(truth.Select(l => $"{l[0]},{l[1]}"), Msoko.Rows(demo.Warehouse, "SELECT school_id, now_school_id FROM core.map_school_now ORDER BY 1"));
        // Two mergers and a branch.
        Assert.Equal(3, truth.Count(l => l[0] != l[1]));
    }

    [Fact]
    public void Results_of_todays_schools_are_those_of_all_their_parts()
    {
        var now = Lines("registry.csv").ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
        var writers = Lines("figures.csv").Where(l => l[1] == "school").GroupBy(l => (Work: l[0], School: now[l[2]])).ToDictionary(g => g.Key, g => g.Sum(l => int.Parse(l[6], CultureInfo.InvariantCulture)));
        var rows = Msoko.Rows(demo.Warehouse, "SELECT work_id, scope_id, n_writers FROM marts.mart_work_results_now WHERE scope = 'school' AND work_id LIKE 'ВПР-%'").Select(r => r.Split(',')).ToList();
        Assert.Equal(writers.Keys.Order(), rows.Select(r => (r[0], r[1])).Order());
        // Dirt takes a pupil here and there out of the writers.
        foreach (var row in rows) Assert.InRange(int.Parse(row[2], CultureInfo.InvariantCulture), writers[(row[0], row[1])] * 0.95 - 2, writers[(row[0], row[1])] + 2);
        Assert.Equal(Total(""), Total("_now"));

        string[] Total(string view) => Msoko.Rows(demo.Warehouse, $"SELECT work_id, sum(n_enrolled), sum(n5) FROM marts.mart_work_results{view} WHERE scope = 'school' GROUP BY 1 ORDER BY 1");
    }

    [Fact]
    public void Indicators_points_and_changes_of_todays_school_are_made_of_the_sums_of_its_parts()
    {
        var merger = Lines("changes.csv").First(l => l[0] == "присоединение");
        var parts = $"'{merger[1]}', '{merger[2]}'";
        const string Pass = "indicator = 'vpr_pass' AND education_level = 'ooo' AND scope = 'school' AND year = 2022";
        var was = Msoko.Rows(demo.Warehouse, $"SELECT numerator, denominator FROM marts.mart_indicator WHERE {Pass} AND scope_id IN ({parts})").Select(Numbers).ToList();
        Assert.Equal(2, was.Count);
        var (k, n) = (was.Sum(r => r[0]), was.Sum(r => r[1]));
        var now = Numbers(Msoko.Rows(demo.Warehouse, $"SELECT numerator, denominator, value FROM marts.mart_indicator_now WHERE {Pass} AND scope_id = '{merger[2]}'").Single());
        Assert.Equal([k, n, 100 * k / n], now, (a, b) => Math.Abs(a - b) < 1e-5);
        // Planned results and monitoring figures stay with the institution they describe (known_bias of the view).
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, $"SELECT count(*) FROM marts.mart_indicator_now WHERE scope_id = '{merger[1]}' AND indicator NOT LIKE '%planned%' AND indicator NOT LIKE 'm662%'"));

        // Row 1.2 of table 1: 50–79 % give 1 point, 80–99 % give 2, 100 % gives 3; bands are half-open.
        var points = Math.Floor(100 * k / n) switch { 100 => "3", >= 80 => "2", >= 50 => "1", _ => "0" };
        Assert.Equal(points, Msoko.Scalar(demo.Warehouse, $"SELECT points FROM marts.mart_score_sheet_now WHERE rule_set = 'uzlovaya-2021' AND row_no = '1.2' AND school_id = '{merger[2]}' AND year = 2022"));
        Assert.Equal(
            Msoko.Rows(demo.Warehouse, $"SELECT criterion_no, sum(points) FROM marts.mart_score_sheet_now WHERE school_id = '{merger[2]}' AND year = 2022 GROUP BY 1 ORDER BY 1"),
            Msoko.Rows(demo.Warehouse, $"SELECT criterion_no, points FROM marts.mart_score_total_now WHERE school_id = '{merger[2]}' AND year = 2022 AND criterion_no > 0 ORDER BY 1"));

        // Before the merger both parts wrote; the change to the next year is of their sum.
        var marks = Msoko.Rows(demo.Warehouse, $"SELECT sum(n3 + n4 + n5), sum(n_marked) FROM marts.mart_work_results WHERE scope = 'school' AND scope_id IN ({parts}) AND work_id = 'ВПР-2021-spring-05-МА-base'").Select(Numbers).Single();
        var change = Msoko.Rows(demo.Warehouse, $"SELECT n_from, value_from FROM marts.mart_dynamics_now WHERE kind = 'same_grade' AND measure = 'pass' AND scope_id = '{merger[2]}' AND year_from = 2021 AND grade_to = 5 AND subject = 'МА' AND level = 'base' AND procedure = 'ВПР'").Select(Numbers).Single();
        Assert.Equal([marks[1], 100 * marks[0] / marks[1]], change, (a, b) => Math.Abs(a - b) < 1e-5);

        static double[] Numbers(string row) => [.. row.Split(',').Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void A_cohort_goes_on_through_a_merger()
    {
        var merger = Lines("changes.csv").First(l => l[0] == "присоединение");
        var rows = Msoko.Rows(demo.Warehouse, $"SELECT n_schools_from, n_schools_to, schools_from FROM marts.mart_cohort WHERE school_id = '{merger[2]}' AND academic_year_from = '2021/22' AND academic_year_to = '2022/23' AND subject = 'РУ'");
        Assert.Equal("2023", merger[4]);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal($"2,1,\"{string.Join(", ", new[] { merger[1], merger[2] }.Order(StringComparer.Ordinal))}\"", r));
    }

    [Fact]
    public void No_primary_scores_are_compared_across_the_redesign()
    {
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_year_to_year AS y JOIN core.dim_work AS f ON f.work_id = y.work_from WHERE f.year < 2025 AND y.year >= 2025 AND y.measure IN ('primary_mean', 'mean_pct')"));
        Assert.NotEqual("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_year_to_year WHERE year >= 2025 AND measure = 'percentile'"));
    }

    [Fact]
    public void Too_few_schools_found_stop_the_run_with_their_own_code_and_a_confirmed_map_mends_it()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        folder.Write("data/реестр.csv", "Логин;Наименование;Код СГО\nedu880001;МБОУ «СОШ №1»;\n;СОШ №1;17\n");
        Assert.Equal(0, Msoko.Run("load", folder.PathOf("data"), "-w", warehouse).ExitCode);
        var stopped = Msoko.Run("build", "-w", warehouse);
        Assert.Equal(10, stopped.ExitCode);
        Assert.Contains("опознано слишком мало школ", stopped.All, StringComparison.Ordinal);
        Assert.Contains("Реестр без логинов: опознано школ 0 из 1 (0,0 %), порог 95,0 %; не опознаны: сго «17» (СОШ №1)", stopped.All, StringComparison.Ordinal);

        var settings = folder.Write("s.yml", "match_floor: 0\n");
        Assert.Equal(0, Msoko.Run("build", "-w", warehouse, "--settings", settings).ExitCode);
        var listed = Msoko.Run("schools", "-w", warehouse, "--map", folder.PathOf("data/school-map.csv"));
        Assert.Contains("похоже на 880001", listed.Output, StringComparison.Ordinal);
        // The draft confirms nothing until a person has put his name to it.
        Assert.Contains("соответствие никем не подтверждено", Msoko.Run("load", folder.PathOf("data"), "-w", warehouse).All, StringComparison.Ordinal);
        Assert.Equal(10, Msoko.Run("build", "-w", warehouse).ExitCode);
        File.WriteAllText(folder.PathOf("data/school-map.csv"), File.ReadAllText(folder.PathOf("data/school-map.csv")).Replace("880001;;", "880001;методист;", StringComparison.Ordinal));
        Assert.Equal(0, Msoko.Run("load", folder.PathOf("data"), "-w", warehouse).ExitCode);
        var mended = Msoko.Run("build", "-w", warehouse);
        Assert.True(mended.ExitCode == 0, mended.All);
        Assert.Equal("880001", Msoko.Scalar(warehouse, "SELECT school_id FROM core.map_school_external WHERE system = 'сго' AND external_id = '17'"));
    }

    [Fact]
    public void A_correction_changes_the_marts_once_and_goes_when_its_line_goes()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        folder.Write("data/ВПР 2021/Математика 4 класс.csv", "логин школы;код обучающегося;отметка за предыдущую четверть/триместр;вариант;всего баллов;балл за 1\nsch880001;40001;4;1;10;10\nsch880001;40002;4;1;12;12\n");
        const string head = "Таблица;Файл;Строка;Столбец;Было;Стало;Причина;Автор;Дата\n";
        folder.Write("data/corrections.csv", head + "ВПР;Математика 4 класс.csv;2;первичный балл;10;14;опечатка;методист;01.06.2021\nВПР;Математика 4 класс.csv;3;первичный балл;11;14;опечатка;методист;01.06.2021\n");
        Assert.Equal("13", Mean(out var said));
        Assert.Contains("исправление не применено", said, StringComparison.Ordinal);
        Assert.Equal("13", Mean(out _));
        folder.Write("data/corrections.csv", head);
        Assert.Equal("11", Mean(out _));

        string Mean(out string output)
        {
            Msoko.Run("load", folder.PathOf("data"), "-w", warehouse);
            var build = Msoko.Run("build", "-w", warehouse);
            Assert.True(build.ExitCode == 0, build.All);
            output = build.All;
            return Msoko.Scalar(warehouse, "SELECT mean_score::INTEGER FROM marts.mart_work_results WHERE scope = 'school'");
        }
    }

    private List<string[]> Lines(string file) => [.. File.ReadAllLines(Path.Combine(demo.Truth, file)).Skip(1).Select(l => l.Split(';'))];
}
