using System.IO.Compression;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>The way of an office worker: template, fill in, check, run.</summary>
public sealed class LocalWorkTests
{
    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    [InlineData("yml")]
    public void A_filled_template_becomes_results_of_the_work(string format)
    {
        using var folder = new TempFolder();
        var works = folder.PathOf("works");
        var template = Msoko.Run("template", "mkr", works, "--format", format, "--tasks", "3", "--year", "2024", "--grade", "7", "--subject", "Математика", "--period", "ноябрь");
        Assert.True(template.ExitCode == 0, template.All);
        Assert.Equal([$"сопоставление_МКР.{format}", "Таблица_МКР.xlsx"], Directory.GetFiles(works).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());

        // School, class, number, variant, three tasks, total, mark. One absent, one without a mark: the scale of the template (1, 2, 3) gives it.
        Fill(Path.Combine(works, "Таблица_МКР.xlsx"),
            ["edu220001", "7А", "1", "1", "1", "0", "1", "2", "3"], ["edu220001", "7А", "2", "2", "1", "1", "1", "3", ""], ["edu220002", "7Б", "1", "1", "", "", "", "н", ""], ["edu220002", "7Б", "2", "1", "0", "-", "1", "1", "2"]);
        var check = Msoko.Run("check", works);
        Assert.True(check.ExitCode == 0, check.All);
        Assert.Contains("как поняты первые строки", check.Output, StringComparison.Ordinal);
        Assert.Contains("строка 2: школа 220001, 7 класс «А», МА: итог 2, отметка 3, задания 1 0 1", check.Output, StringComparison.Ordinal);

        var warehouse = folder.PathOf("w.duckdb");
        var run = Msoko.Run("run", works, "-w", warehouse, "-o", folder.PathOf("out"));
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Equal(
            ["МКР-2024-november-07-МА-base,school,220001,2,2,0,2.5,0,1,0,1", "МКР-2024-november-07-МА-base,school,220002,2,1,1,1,1,0,0,0"],
            Msoko.Rows(warehouse, "SELECT work_id, scope, scope_id, n_enrolled, n_writers, n_absent, mean_score, n2, n3, n4, n5 FROM marts.mart_work_results WHERE scope = 'school' ORDER BY scope_id"));
        Assert.Equal(["МКР,2024,2024/25,november,7,3,1,2,3,official"], Msoko.Rows(warehouse, "SELECT procedure, year, academic_year, wave, grade, max_score, min_3, min_4, min_5, scale_status FROM core.dim_work"));
    }

    [Fact]
    public void Works_of_one_sheet_are_reviewed_one_by_one()
    {
        using var folder = new TempFolder();
        folder.Write("a/сопоставление.yml", "файлы: \"*.csv\"\nгод: 2025\nпериод: март\nстолбцы: {школа: ОО, класс: Класс, предмет: Предмет, код ученика: Код, итог: Балл}\nмаксимальный балл: 20\n");
        folder.Write("a/т.csv", "ОО;Класс;Предмет;Код;Балл\nedu220001;7А;Математика;1;5\nedu220001;7А;Математика;2;6\nedu220001;7А;Русский язык;1;9\nedu220001;8А;Русский язык;1;9\nedu220001;8А;Русский язык;1;9\n");
        var lines = new[] { "2025;7;МА;2;2", "2025;7;РУ;1;1", "2025;8;РУ;1;1", "2025;;;4;4" };
        var warehouse = folder.PathOf("w.duckdb");
        Assert.Equal(0, Msoko.Run("load", folder.PathOf("a"), "-w", warehouse).ExitCode);
        var kind = Msoko.Scalar(warehouse, "SELECT DISTINCT kind FROM staging.stg_sheet");
        folder.Write("a/ожидается.csv", "источник;год;класс;предмет;от;до;проверил;дата\n" + string.Concat(lines.Select(l => $"{kind};{l};методист;2025-04-01\n")));
        Assert.Equal(0, Msoko.Run("load", folder.PathOf("a"), "-w", warehouse).ExitCode);
        var quality = Msoko.Run("quality", "-w", warehouse, "--all", "--format", "csv");
        Assert.Equal(4, quality.Output.Split("expected.met").Length - 1);
        Assert.DoesNotContain("expected.missing", quality.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("expected.unlisted", quality.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_never_overwrites_and_its_words_are_checked()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, Msoko.Run("template", "schools", folder.FullName).ExitCode);
        var again = Msoko.Run("template", "schools", folder.FullName);
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("уже есть", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, Msoko.Run("template", "егэ", folder.FullName).ExitCode);
        Assert.Equal(2, Msoko.Run("template", "mkr", folder.FullName, "--tasks", "2").ExitCode);
    }

    [Fact]
    public void A_faulty_mapping_is_told_with_its_place_and_the_rest_is_loaded()
    {
        using var folder = new TempFolder();
        folder.Write("a/сопоставление.yml", "файлы: \"*.csv\"\nгод: 2024\nпериод: ноябрь\nкласс: 7\nпредмет: МА\nстолбцы: {школа: ОО, итог: Балл}\n");
        folder.Write("a/т.csv", "ОО;Балл\nedu220001;5\n");
        folder.Write("b/сопоставление.yml", "файлы: \"*.csv\"\nгод: 2024\nпериод: ноябрь\nкласс: 7\nпредмет: МА\nстолбцы: {школа: ОО, итгог: Балл}\n");
        folder.Write("b/т.csv", "ОО;Балл\nedu220001;6\n");
        var run = Msoko.Run("check", folder.FullName);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("строка 6: неизвестный столбец «итгог»", run.Output, StringComparison.Ordinal);
        Assert.Contains("может быть, «итог»?", run.Output, StringComparison.Ordinal);
        Assert.Contains("строка 2: школа 220001, 7 класс, МА: итог 5", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Types rows into the first sheet of a workbook, below its header, as Excel would keep them: texts in cells.</summary>
    private static void Fill(string workbook, params string[][] rows)
    {
        using var archive = ZipFile.Open(workbook, ZipArchiveMode.Update);
        var entry = archive.GetEntry("xl/worksheets/sheet1.xml")!;
        string xml;
        using (var reader = new StreamReader(entry.Open())) xml = reader.ReadToEnd();
        entry.Delete();
        var body = string.Concat(rows.Select((cells, r) => FormattableString.Invariant($"<row r=\"{r + 2}\">")
            + string.Concat(cells.Select((text, c) => text.Length == 0 ? "" : FormattableString.Invariant($"<c r=\"{(char)('A' + c)}{r + 2}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))) + "</row>"));
        using var writer = new StreamWriter(archive.CreateEntry("xl/worksheets/sheet1.xml").Open());
        writer.Write(xml.Replace("</sheetData>", body + "</sheetData>", StringComparison.Ordinal));
    }
}
