using System.Text;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>A new file costs what depends on it, with the models and forms of the repository.</summary>
[Collection(DemoRun.Name)]
public sealed class IncrementalTests(DemoWorld demo)
{
    [Fact]
    public void A_new_journal_builds_no_result_of_a_work_anew_and_the_tables_are_those_of_a_full_build()
    {
        using var folder = new TempFolder();
        var data = SmallWorld.Copy(demo, folder);
        var journal = Directory.GetFiles(data, "Отчет об успеваемости*.xlsx", SearchOption.AllDirectories).Single();
        var aside = folder.PathOf("aside.xlsx");
        File.Move(journal, aside);
        var warehouse = folder.PathOf("w.duckdb");
        Run("load", data, "-w", warehouse);
        Run("build", "-w", warehouse);
        File.Move(aside, journal);
        Run("load", data, "-w", warehouse);
        Run("build", "-w", warehouse);

        var built = Msoko.Rows(warehouse, "SELECT model FROM ops.model_run WHERE status = 'built' AND run_id = (SELECT max(run_id) FROM ops.model_run) ORDER BY 1");
        Assert.Contains("core.fct_sgo_subject", built);
        Assert.All((string[])["core.int_participant_result", "core.int_score_cell", "core.int_task_cell", "marts.mart_work_results"], m => Assert.DoesNotContain(m, built));

        var whole = folder.PathOf("whole.duckdb");
        Run("load", data, "-w", whole);
        Run("build", "-w", whole);
        Assert.Equal(Warehouses.Content(whole), Warehouses.Content(warehouse));
    }

    /// <summary>Every model that is built by parts, on the data of the demonstration.</summary>
    [Fact]
    public void Every_model_built_by_parts_comes_out_the_same_by_parts()
    {
        using var folder = new TempFolder();
        var copy = folder.PathOf("copy.duckdb");
        File.Copy(demo.Warehouse, copy);
        var run = Msoko.Run("build", "--verify-partitions", "-w", copy);
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Contains("все по частям выходят такими же", run.All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_work_added_corrected_changed_and_left_out_gives_the_tables_of_a_full_build_and_touches_no_other_work()
    {
        using var folder = new TempFolder();
        var data = SmallWorld.Copy(demo, folder);
        var file = Directory.GetFiles(data, "Ф1*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var aside = folder.PathOf("aside.csv");
        var warehouse = folder.PathOf("w.duckdb");
        File.Move(file, aside);
        Update();
        File.Move(aside, file);
        Update();
        Compare();
        Assert.Equal(["1"], Built("core.int_participant_result"));
        Assert.Equal(["1"], Built("core.int_score_cell"));

        // Whatever the encoding of the file.
        File.WriteAllLines(file, File.ReadAllLines(file, Encoding.Latin1)[..^1], Encoding.Latin1);
        Update();
        Assert.Equal(["1"], Built("core.int_participant_result"));

        File.WriteAllText(Path.Combine(data, "manifest.csv"), $"файл;пропустить\n{Path.GetRelativePath(data, file).Replace('\\', '/')};да\n");
        Update();
        Compare();
        Assert.Equal(["1"], Built("core.int_participant_result"));

        List<string> Built(string model) => [.. Msoko.Rows(warehouse, $"SELECT partitions FROM ops.model_run WHERE status = 'built' AND model = '{model}' AND run_id = (SELECT max(run_id) FROM ops.model_run)")];

        static List<string> Models(string path) => [.. Warehouses.Content(path).Where(t => !t.Key.StartsWith("ops.", StringComparison.Ordinal)).Select(t => $"{t.Key}: {t.Value}")];

        void Update()
        {
            Run("load", data, "-w", warehouse);
            Run("build", "-w", warehouse);
        }

        void Compare()
        {
            var whole = folder.PathOf("whole.duckdb");
            foreach (var old in Directory.GetFiles(folder.FullName, "whole*")) File.Delete(old);
            Run("load", data, "-w", whole);
            Run("build", "-w", whole);
            // The register of files remembers those that were replaced.
            Assert.Equal(Models(whole), Models(warehouse));
        }
    }

    private static void Run(params string[] args)
    {
        var run = Msoko.Run(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run.All}");
    }
}
