using System.Globalization;
using Dapper;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Testing;
using MsokoAnalytics.Warehouse;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Signs of biased results of the demonstration against the manipulations that its generator planted.</summary>
[Collection(DemoRun.Name)]
public sealed class ObjectivityTests(DemoWorld demo)
{
    [Fact]
    public void Flagged_classes_are_the_manipulated_ones_and_honest_classes_are_left_alone()
    {
        var planted = Planted();
        var units = Msoko.Rows(demo.Warehouse, "SELECT work_id, school_id, class_label, posterior, q_value FROM anomaly.class_evidence WHERE class_label IS NOT NULL").Select(r => r.Split(',')).ToList();
        Assert.True(units.Count > 300, $"{units.Count} units");
        double Posterior(string[] u) => double.Parse(u[3], CultureInfo.InvariantCulture);
        var bad = units.Where(u => planted.TryGetValue((u[0], u[1], u[2]), out var kind) && kind != "inflate").ToList();
        var honest = units.Where(u => !planted.TryGetValue((u[0], u[1], u[2]), out var kind) || kind == "inflate").ToList();
        Assert.NotEmpty(bad);
        Assert.True(bad.Average(Posterior) > 5 * honest.Average(Posterior), $"{bad.Average(Posterior)} against {honest.Average(Posterior)}");
        // A list at q = 10 % of so few classes holds at most one false entry.
        Assert.InRange(honest.Count(u => double.Parse(u[4], CultureInfo.InvariantCulture) <= .10), 0, 1);
        Assert.True(units.Any(u => double.Parse(u[4], CultureInfo.InvariantCulture) <= .10), "nothing found");
    }

    [Fact]
    public void Every_class_of_every_work_is_judged_or_refused_with_a_reason()
    {
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse,
            """
            SELECT count(*) FROM (SELECT DISTINCT work_id, school_id, class_id FROM core.fct_participant_result WHERE is_writer AND class_id IS NOT NULL AND work_id LIKE 'ВПР-%') AS c
            WHERE NOT EXISTS (SELECT 1 FROM anomaly.class_evidence AS e WHERE e.work_id = c.work_id AND e.class_id = c.class_id)
              AND NOT EXISTS (SELECT 1 FROM anomaly.cannot_judge AS r WHERE r.work_id = c.work_id AND (r.class_id IS NULL OR r.class_id = c.class_id))
            """));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.cannot_judge WHERE reason_ru = '' OR reason_ru LIKE '%{%'"));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.class_evidence WHERE NOT (posterior BETWEEN 0 AND 1) OR isnan(posterior) OR n_participants < 5"));
    }

    [Fact]
    public void Every_flag_says_what_speaks_against_it()
    {
        Assert.NotEqual("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.flags"));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.flags WHERE against_ru NOT LIKE 'Против:%' OR NOT contains(explanation_ru, against_ru) OR status <> 'новый' OR explanation_ru NOT LIKE '%не вывод о нарушении%'"));
    }

    [Fact]
    public void A_second_run_gives_the_same_rows_and_keeps_what_people_decided()
    {
        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.duckdb");
        File.Copy(demo.Warehouse, copy);
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = copy });
        const string content = "SELECT bit_xor(hash(work_id, class_id, posterior, q_value, contributions))::VARCHAR FROM anomaly.class_evidence";
        var before = warehouse.Connection.ExecuteScalar<string>(content);
        var flag = warehouse.Connection.ExecuteScalar<string>("SELECT min(flag_id) FROM anomaly.flags");
        warehouse.Connection.Execute("INSERT INTO anomaly.review (flag_id, status, reason, changed_at) VALUES ($flag, 'снят', 'работы перепроверены', now()::TIMESTAMP)", new { flag });
        ObjectivityRun.Execute(warehouse.Connection, "again", ModelSet.Default);
        Assert.Equal(before, warehouse.Connection.ExecuteScalar<string>(content));
        Assert.Equal("снят", warehouse.Connection.ExecuteScalar<string>("SELECT status FROM anomaly.flags WHERE flag_id = $flag", new { flag }));
        Assert.Equal(0L, warehouse.Connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.flags WHERE status <> 'новый' AND flag_id <> $flag", new { flag }));
    }

    [Fact]
    public void Corrected_results_stand_beside_the_raw_ones_and_make_no_table_stale()
    {
        Assert.NotEqual("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_work_results WHERE scope = 'school' AND quality_pct_corrected < quality_pct"));
        // Beside: where every class of a work is honest for sure the two agree, and the raw ones are what the protocols say.
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse,
            """
            SELECT count(*) FROM marts.mart_work_results AS r
            WHERE r.scope = 'school' AND r.correction_version IS NOT NULL
              AND (r.n_effective > r.n_writers + 1e-9 OR r.n_unjudged > r.n_writers OR NOT (r.quality_pct_corrected BETWEEN r.quality_corrected_lo AND r.quality_corrected_hi)
                OR abs(r.n_effective - (SELECT sum(e.n_participants * (1 - e.posterior)) FROM anomaly.class_evidence AS e WHERE e.work_id = r.work_id AND e.school_id = r.school_id) - r.n_unjudged) > 1e-6)
            """));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_work_results WHERE correction_version IS NOT NULL AND (scope = 'class' OR source = 'official' OR work_id NOT LIKE 'ВПР-%')"));
        Assert.Equal(
            Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.corrected_work_result WHERE as_of <> 'was'"),
            Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_work_results_now WHERE correction_version IS NOT NULL"));

        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.duckdb");
        File.Copy(demo.Warehouse, copy);
        using (var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = copy }))
            warehouse.Connection.Execute("UPDATE anomaly.corrected_work_result SET mean_score_corrected = mean_score_corrected + 1");
        var build = Msoko.Run("build", "-w", copy);
        Assert.True(build.ExitCode == 0, build.All);
        Assert.Contains("рассчитано 0,", build.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Current_marks_have_flags_of_their_own_with_the_interval_of_the_mart()
    {
        // The demonstration is small: the attention list of eight schools may be empty, so the flags are held against the mart.
        Assert.Equal(
            Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM marts.mart_journal_leniency WHERE q <= 0.1 AND scope IN ('class', 'school')"),
            Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM anomaly.flags WHERE direction = 'журнал'"));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse,
            """
            SELECT count(*) FROM anomaly.flags AS f LEFT JOIN marts.mart_journal_leniency AS l
              ON l.work_id = coalesce(f.work_id, '') AND l.scope_id = coalesce(f.class_id, f.school_id) AND l.scope = CASE WHEN f.class_id IS NULL THEN 'school' ELSE 'class' END AND l.q = f.q_value
            WHERE f.direction = 'журнал' AND (l.leniency IS NULL OR l.leniency <> f.effect_marks OR f.posterior <> l.probability)
            """));
    }

    [Fact]
    public void Works_of_which_only_summaries_came_cannot_be_judged()
    {
        using var folder = new TempFolder();
        var data = SmallWorld.Copy(demo, folder);
        foreach (var protocol in Directory.GetFiles(data, "Ф1*", SearchOption.AllDirectories).Concat(Directory.GetFiles(data, "Отчет*", SearchOption.AllDirectories))) File.Delete(protocol);
        var warehouse = folder.PathOf("w.duckdb");
        foreach (string[] step in (string[][])[["load", data, "-w", warehouse], ["build", "-w", warehouse]])
        {
            var run = Msoko.Run(step);
            Assert.True(run.ExitCode == 0, run.All);
        }

        Assert.NotEqual("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM anomaly.cannot_judge WHERE reason = 'AggregatesOnly' AND school_id IS NOT NULL"));
        Assert.NotEqual("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM anomaly.cannot_judge WHERE reason = 'AggregatesOnly' AND municipality_id IS NOT NULL AND reason_ru LIKE '%только сводные данные%'"));
        Assert.Equal("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM anomaly.flags"));
        Assert.Equal("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM anomaly.class_evidence"));
    }

    [Fact]
    public void Review_lists_flags_and_records_decisions()
    {
        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.duckdb");
        File.Copy(demo.Warehouse, copy);
        var flag = Msoko.Scalar(copy, "SELECT min(flag_id) FROM anomaly.flags WHERE level = 'класс × работа' AND direction <> 'журнал'");
        Assert.Contains(flag, Msoko.Run("review", "-w", copy).Output, StringComparison.Ordinal);
        Assert.Equal(0, Msoko.Run("review", "-w", copy, "--flag", flag, "--set", "подтверждён", "--reason", "акт проверки").ExitCode);
        Assert.Contains("акт проверки", Msoko.Run("review", "-w", copy, "--status", "подтверждён").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(flag, Msoko.Run("review", "-w", copy, "--status", "новый").Output, StringComparison.Ordinal);
        var file = folder.PathOf("решения.csv");
        Assert.Equal(0, Msoko.Run("review", "-w", copy, "--export", file).ExitCode);
        Assert.Contains($"{flag};подтверждён;акт проверки;", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("уже были: 1", Msoko.Run("review", "-w", copy, "--import", file).All, StringComparison.Ordinal);
        Assert.Equal("1", Msoko.Scalar(copy, "SELECT sum(n)::VARCHAR FROM anomaly.diagnostics WHERE starts_with(name, 'reviewed_')"));
        foreach (string[] wrong in (string[][])[["--export", "решения.doc"], ["--import", "нет.csv"], ["--export", file, "--import", file], ["--set", "снят"], ["--flag", "нет такого", "--set", "снят"], ["--status", "иной"]])
        {
            var result = Msoko.Run([.. (string[])["review", "-w", copy], .. wrong]);
            Assert.Equal(2, result.ExitCode);
            Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
        }
    }

    /// <summary>Kind of manipulation by work, school and class, under the letter and the ordinal of the class.</summary>
    private Dictionary<(string Work, string School, string Class), string> Planted()
    {
        var letters = new Dictionary<(string, string, string), string>();
        foreach (var file in Directory.GetFiles(Path.Combine(demo.Truth, "results"), "*.csv"))
        {
            var lines = File.ReadAllLines(file);
            var header = lines[0].Split(';');
            int school = Array.IndexOf(header, "school_id"), label = Array.IndexOf(header, "class_label"), ordinal = Array.IndexOf(header, "class_ordinal");
            foreach (var cells in lines.Skip(1).Select(l => l.Split(';'))) letters[(Path.GetFileNameWithoutExtension(file), cells[school], cells[ordinal])] = cells[label];
        }

        var planted = new Dictionary<(string, string, string), string>();
        foreach (var cells in File.ReadAllLines(Path.Combine(demo.Truth, "manipulations.csv")).Skip(1).Select(l => l.Split(';')))
        {
            planted[(cells[0], cells[1], cells[2])] = cells[4];
            if (letters.TryGetValue((cells[0], cells[1], cells[2]), out var letter)) planted[(cells[0], cells[1], letter)] = cells[4];
        }

        return planted;
    }
}
