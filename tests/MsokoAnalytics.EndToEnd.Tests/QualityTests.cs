using System.Globalization;
using System.Text.Json;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary><c>msoko quality</c> on the demonstration, whose dirt and damaged files are known.</summary>
[Collection(DemoRun.Name)]
public sealed class QualityTests(DemoWorld demo)
{
    [Fact]
    public void Planted_dirt_and_damaged_files_are_counted_by_source_and_year()
    {
        var findings = Json(demo.Warehouse);
        var duplicates = File.ReadLines(Path.Combine(demo.Truth, "dirt.csv")).Count(l => l.Contains(";duplicate_code", StringComparison.Ordinal));
        Assert.True(duplicates > 0);
        Assert.Equal(duplicates, findings.Where(f => Text(f, "check") == "code.duplicate").Sum(f => f.GetProperty("count").GetInt64()));
        var failed = File.ReadLines(Path.Combine(demo.Truth, "files.csv")).Count(l => l.EndsWith(";failed", StringComparison.Ordinal));
        Assert.Equal(failed, findings.Count(f => Text(f, "section") == "files"));
        Assert.All(findings, f => Assert.All((string[])["what", "when", "fix"], key => Assert.Matches("[а-яё]{3}", Text(f, key))));
    }

    [Fact]
    public void Every_check_of_the_build_is_listed_with_its_outcome()
    {
        var checks = Json(demo.Warehouse).Where(f => Text(f, "section") == "checks").ToList();
        Assert.Equal(Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM ops.check_result"), checks.Count.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(
            Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM ops.check_result WHERE status = 'broken'"),
            checks.Count(c => !c.GetProperty("passed").GetBoolean()).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_damaged_files_make_exit_code_3_and_the_text_holds_no_pupil_code()
    {
        var run = Msoko.Run("quality", "-w", demo.Warehouse, "--all");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("Проверки таблиц", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("participant_code=", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("result_id=", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proposed_file_reviewed_and_put_beside_the_data_is_met_until_a_file_goes_missing()
    {
        using var folder = new TempFolder();
        var data = Directory.CreateDirectory(folder.PathOf("data")).FullName;
        var forms = Directory.GetFiles(demo.Data, "Ф1*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(2).ToList();
        Assert.Equal(2, forms.Count);
        foreach (var form in forms)
        {
            var target = Path.Combine(data, Path.GetRelativePath(demo.Data, form));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(form, target);
        }

        var warehouse = folder.PathOf("w.duckdb");
        Assert.Equal(0, Msoko.Run("load", data, "-w", warehouse).ExitCode);
        var proposal = Path.Combine(data, "ожидается.csv");
        Assert.Equal(0, Msoko.Run("quality", "--propose", "--out", proposal, "-w", warehouse).ExitCode);
        File.WriteAllText(proposal, File.ReadAllText(proposal).Replace(";;\n", ";Иванова;2026-05-20\n", StringComparison.Ordinal));
        Assert.Equal(0, Msoko.Run("load", data, "-w", warehouse).ExitCode);
        var whole = Msoko.Run("quality", "-w", warehouse);
        Assert.True(whole.ExitCode == 0, whole.All);

        // The same folder without one of the files, loaded into a new warehouse: the year is short of rows.
        File.Delete(Path.Combine(data, Path.GetRelativePath(demo.Data, forms[1])));
        var second = folder.PathOf("second.duckdb");
        Assert.Equal(0, Msoko.Run("load", data, "-w", second).ExitCode);
        var lacking = Msoko.Run("quality", "-w", second);
        Assert.Equal(3, lacking.ExitCode);
        Assert.Contains("не хватает", lacking.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_line_of_the_reviewed_file_is_named_and_the_data_are_loaded_all_the_same()
    {
        using var folder = new TempFolder();
        var form = Directory.GetFiles(demo.Data, "Ф1*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var target = folder.PathOf("data", Path.GetRelativePath(demo.Data, form));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(form, target);
        folder.Write("data/ожидается.csv", "источник;год;класс;предмет;от;до;проверил;дата\nvpr_result;2024;;;много;;;\n");
        var load = Msoko.Run("load", folder.PathOf("data"), "-w", folder.PathOf("w.duckdb"));
        Assert.Equal(3, load.ExitCode);
        Assert.Contains("ожидается.csv: строка 2, столбец «от»", load.All, StringComparison.Ordinal);
        Assert.NotEqual("0", Msoko.Scalar(folder.PathOf("w.duckdb"), "SELECT count(*) FROM staging.stg_vpr__result"));
    }

    private static List<JsonElement> Json(string warehouse)
    {
        var run = Msoko.Run("quality", "-w", warehouse, "--format", "json");
        return [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
    }

    private static string Text(JsonElement finding, string key) => finding.GetProperty(key).GetString()!;
}
