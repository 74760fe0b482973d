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
        var journal = Directory.GetFiles(data, "Отчет*.xlsx", SearchOption.AllDirectories).Single();
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
        Assert.All((string[])["core.fct_participant_result", "core.int_score_cell", "core.int_task_cell", "marts.mart_work_results"], m => Assert.DoesNotContain(m, built));

        var whole = folder.PathOf("whole.duckdb");
        Run("load", data, "-w", whole);
        Run("build", "-w", whole);
        Assert.Equal(Warehouses.Content(whole), Warehouses.Content(warehouse));
    }

    private static void Run(params string[] args)
    {
        var run = Msoko.Run(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run.All}");
    }
}
