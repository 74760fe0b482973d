using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Every kind of failure has its own exit code and a Russian line, never a stack trace.</summary>
[Collection(DemoRun.Name)]
public sealed class CommandTests(DemoWorld demo)
{
    [Theory]
    [InlineData(2, "неизвестная команда", "lod")]
    [InlineData(2, "не хватает параметра", "load")]
    [InlineData(3, "нет", "check", "no-such-folder-here")]
    [InlineData(4, "нет", "query", "SELECT 1", "-w", "no-such-file.duckdb")]
    [InlineData(8, "нет", "doctor", "--settings", "no-such-settings.yml")]
    public void Mistakes_of_the_command_line(int code, string says, params string[] args)
    {
        var result = Msoko.Run(args);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(says, result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_second_signal_ends_the_program_at_once_without_a_stack_trace(string signal)
    {
        // A shell lets what it starts in the background (nohup …, &) ignore Ctrl+C, and all its children with it: there is nothing to test then.
        if (OperatingSystem.IsWindows() || (signal == "INT" && IgnoresInterrupts())) return;
        using var folder = new TempFolder();
        using var process = Msoko.Start("train", "objectivity", "--worlds", "1", "--to", folder.PathOf("model.json"));
        var error = process.StandardError.ReadToEndAsync();
        // Its first line stands for a program that has begun.
        Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        for (var i = 0; i < 2; i++)
        {
            using var kill = System.Diagnostics.Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("   at ", output + await error, StringComparison.Ordinal);
        Assert.Contains("становлено", output + await error, StringComparison.Ordinal);
    }

    /// <summary>Whether this process was started with SIGINT (number 2) ignored, as Linux tells in the mask of its ignored signals.</summary>
    private static bool IgnoresInterrupts()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return false;
        var mask = File.ReadLines(status).First(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToUInt64(mask, 16) & 0b10) != 0;
    }

    [Fact]
    public void Help_is_russian()
    {
        var help = Msoko.Run("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.All((string[])["demo", "run", "check", "load", "build", "report", "query", "quality", "lineage", "export", "doctor"], c => Assert.Contains(c, help.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("Options", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Usage", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_setting_is_named()
    {
        using var folder = new TempFolder();
        var result = Msoko.Run("doctor", "--settings", folder.Write("s.yml", "warehose: x.duckdb\n"));
        Assert.Equal(8, result.ExitCode);
        Assert.Contains("warehose", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_prints_table_csv_and_json()
    {
        const string sql = "SELECT 'а;б' AS t, 1.5::DOUBLE AS x, NULL AS n";
        Assert.Contains("1,5", Msoko.Run("query", sql, "-w", demo.Warehouse).Output, StringComparison.Ordinal);
        Assert.Equal("t,x,n\nа;б,1.5,\n", Msoko.Run("query", sql, "-w", demo.Warehouse, "--format", "csv").Output.ReplaceLineEndings("\n"));
        var json = System.Text.Json.JsonDocument.Parse(Msoko.Run("query", sql, "-w", demo.Warehouse, "--format", "json").Output).RootElement[0];
        Assert.Equal("а;б", json.GetProperty("t").GetString());
        Assert.Equal(1.5, json.GetProperty("x").GetDouble());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty("n").ValueKind);
    }

    [Theory]
    [InlineData("CREATE TABLE marts.x AS SELECT 1")]
    [InlineData("DELETE FROM staging.stg_sheet")]
    [InlineData("SELEC 1")]
    public void Query_never_writes_and_explains_errors(string sql)
    {
        var before = Warehouses.Content(demo.Warehouse);
        var result = Msoko.Run("query", sql, "-w", demo.Warehouse);
        Assert.Equal(9, result.ExitCode);
        Assert.Contains("Запрос не выполнен", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
        Assert.Equal(before, Warehouses.Content(demo.Warehouse));
    }

    [Fact]
    public void A_second_writer_is_told_that_the_warehouse_is_busy()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        using var holder = new DuckDbConnection($"Data Source={warehouse}");
        holder.Open();
        var result = Msoko.Run("load", folder.FullName, "-w", warehouse);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("занято", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_warehouse_is_refused()
    {
        using var folder = new TempFolder();
        var result = Msoko.Run("query", "SELECT 1", "-w", folder.Write("w.duckdb", new string('x', 20000)));
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("не открывается как хранилище", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_writes_nothing_and_tells_what_to_do()
    {
        using var folder = new TempFolder();
        folder.Write("ВПР 2022/Математика 5 класс.csv", "Пользователь;Муниципалитет;Школа;Код;Вариант;1 (1б);2 (2б);Итого баллов\nedu880001;reg88_m010;edu880001 | Школа;50001;1;1;2;3\n");
        folder.Write("пусто.xlsx", "");
        var result = Msoko.Run("check", folder.FullName, "-w", folder.PathOf("w.duckdb"));
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("не хватает столбцов: «Отметка за предыдущий", result.Output, StringComparison.Ordinal);
        Assert.Contains("файл пуст", result.Output, StringComparison.Ordinal);
        Assert.Contains("что сделать", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("w.duckdb")));
    }

    [Fact]
    public void Doctor_finds_everything()
    {
        var result = Msoko.Run("doctor", "-w", demo.Warehouse);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("DuckDB: v1.", result.Output, StringComparison.Ordinal);
    }
}
