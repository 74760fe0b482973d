using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>The notebooks run from the first cell to the last on demo data, and what they print is what the warehouse says.</summary>
[Collection(DemoRun.Name)]
public sealed class NotebookTests(DemoWorld world)
{
    [Fact]
    public void Notebooks_in_git_hold_no_outputs()
    {
        Assert.NotEmpty(Jupyter.Notebooks);
        foreach (var path in Jupyter.Notebooks)
        {
            using var notebook = JsonDocument.Parse(File.ReadAllText(path));
            Assert.All(Jupyter.CodeCells(notebook), cell =>
            {
                Assert.Empty(cell.GetProperty("outputs").EnumerateArray());
                Assert.Equal(JsonValueKind.Null, cell.GetProperty("execution_count").ValueKind);
            });
        }
    }

    [JupyterFact]
    public void First_look_shows_the_pairs_of_marks_that_the_warehouse_holds()
    {
        using var folder = new TempFolder();
        using var notebook = Execute("first-look.ipynb", folder);
        Assert.Equal(3, Jupyter.Charts(notebook));
        var text = Jupyter.Text(notebook);
        foreach (var row in Msoko.Rows(world.Warehouse, """
            SELECT grade, sum(n_lowered), sum(n_confirmed), sum(n_raised), sum(n_both) FROM marts.mart_journal_comparison
            WHERE scope = 'municipality' AND source = 'computed' AND wave = 'spring' GROUP BY 1 ORDER BY 1
            """))
            Assert.Matches(@"(?m)^" + string.Join(@"\s+", row.Split(',').Select(Regex.Escape)) + @"\s*$", text);
    }

    [JupyterFact]
    public void Own_indicator_checks_every_school_and_year_against_the_other_mart()
    {
        using var folder = new TempFolder();
        using var notebook = Execute("own-indicator.ipynb", folder);
        Assert.Equal(2, Jupyter.Charts(notebook));
        var rows = Msoko.Scalar(world.Warehouse, """
            SELECT count(DISTINCT (year, scope_id)) FROM marts.mart_journal_comparison
            WHERE scope = 'school' AND source = 'computed' AND wave = 'spring' AND subject = 'РУ' AND n_both > 0 AND work_id LIKE 'ВПР-%'
            """);
        Assert.Contains($"сошлось строк: {rows}", Jupyter.Text(notebook), StringComparison.Ordinal);
    }

    [JupyterFact]
    public void School_signs_tell_the_words_for_and_against()
    {
        using var folder = new TempFolder();
        using var notebook = Execute("school-signs.ipynb", folder);
        var text = Jupyter.Text(notebook);
        var flagged = Msoko.Rows(world.Warehouse, "SELECT school_id FROM anomaly.flags WHERE level = 'класс × работа' AND direction <> 'журнал' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1");
        if (flagged.Length == 0)
        {
            Assert.Contains("записей нет", text, StringComparison.Ordinal);
            return;
        }

        Assert.Contains(flagged[0] + " ", text, StringComparison.Ordinal);
        Assert.Contains("Против:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1,00", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_look_runs_as_a_file_of_csharp()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var arg in new[] { "run", Path.Combine(Repository.Root, "notebooks", "first-look.cs"), world.Warehouse }) start.ArgumentList.Add(arg);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await error);
        var spaced = Regex.Replace(output, @"\s+", " ");
        foreach (var row in Msoko.Rows(world.Warehouse, """
            SELECT grade, sum(n_both), round(100.0 * sum(n_lowered) / sum(n_both), 1) FROM marts.mart_journal_comparison
            WHERE scope = 'municipality' AND source = 'computed' AND wave = 'spring' GROUP BY 1 ORDER BY 1
            """))
        {
            var cells = row.Split(',');
            var pairs = long.Parse(cells[1], CultureInfo.InvariantCulture).ToString("N0", CultureInfo.GetCultureInfo("ru-RU"));
            var lowered = double.Parse(cells[2], CultureInfo.InvariantCulture).ToString("N1", CultureInfo.GetCultureInfo("ru-RU"));
            Assert.Contains(Regex.Replace($"{cells[0]} {pairs} {lowered} ", @"\s+", " "), spaced, StringComparison.Ordinal);
        }
    }

    private JsonDocument Execute(string notebook, TempFolder folder) => Jupyter.Execute(Path.Combine(Repository.Root, "notebooks", notebook), world.Warehouse, folder.FullName);
}
