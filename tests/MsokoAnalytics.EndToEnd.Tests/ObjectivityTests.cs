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
        warehouse.Connection.Execute("INSERT INTO anomaly.review VALUES ($flag, 'снят', 'работы перепроверены', now()::TIMESTAMP)", new { flag });
        ObjectivityRun.Execute(warehouse.Connection, "again", ModelSet.Default);
        Assert.Equal(before, warehouse.Connection.ExecuteScalar<string>(content));
        Assert.Equal("снят", warehouse.Connection.ExecuteScalar<string>("SELECT status FROM anomaly.flags WHERE flag_id = $flag", new { flag }));
        Assert.Equal(0L, warehouse.Connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.flags WHERE status <> 'новый' AND flag_id <> $flag", new { flag }));
    }

    [Fact]
    public void Review_lists_flags_and_records_decisions()
    {
        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.duckdb");
        File.Copy(demo.Warehouse, copy);
        var flag = Msoko.Scalar(copy, "SELECT min(flag_id) FROM anomaly.flags");
        Assert.Contains(flag, Msoko.Run("review", "-w", copy).Output, StringComparison.Ordinal);
        Assert.Equal(0, Msoko.Run("review", "-w", copy, "--flag", flag, "--set", "подтверждён", "--reason", "акт проверки").ExitCode);
        Assert.Contains("акт проверки", Msoko.Run("review", "-w", copy, "--status", "подтверждён").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(flag, Msoko.Run("review", "-w", copy, "--status", "новый").Output, StringComparison.Ordinal);
        foreach (string[] wrong in (string[][])[["--set", "снят"], ["--flag", "нет такого", "--set", "снят"], ["--status", "иной"]])
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
