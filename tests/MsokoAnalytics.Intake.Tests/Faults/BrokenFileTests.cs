using System.IO.Compression;
using System.Text;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>Files that are no tables, or broken ones: one clear message each, and the good file beside them is loaded.</summary>
public sealed class BrokenFileTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    /// <summary>Loads the file beside a good one and gives its account, checked for what holds for every refused file.</summary>
    private static FileAccount Refused(string name, byte[] content, IntakeSetup? setup = null)
    {
        using var run = new IntakeRun(setup: setup);
        run.Folder.WriteBytes("good.xlsx", F1.Xlsx(Pupil.Good("40001")));
        run.Folder.WriteBytes(name, content);
        var report = run.Load();
        var account = Assert.Single(report.Files, f => f.Path == name);
        Assert.Equal(FileStatus.Failed, account.Status);
        Assert.Empty(account.Sheets);
        Assert.False(string.IsNullOrWhiteSpace(account.Problem));
        Assert.False(string.IsNullOrWhiteSpace(account.Advice));
        Assert.DoesNotContain("Exception", account.Problem + account.Advice, StringComparison.Ordinal);
        Assert.True(report.HasProblems);
        Assert.Same(account, Assert.Single(report.Problems));
        Assert.Equal($"failed | {account.ProblemRule} | {account.Problem}", run.Scalar($"SELECT status, problem_rule, problem FROM ops.source_file WHERE path = '{name}'"));
        Assert.Equal(["40001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result"));
        return account;
    }

    /// <summary>A workbook of 200 pupils whose sheet ends in the middle of a row.</summary>
    private static byte[] BrokenOff()
    {
        var bytes = F1.Xlsx([.. Enumerable.Range(0, 200).Select(i => new Pupil($"4{i:0000}"))]);
        using var memory = new MemoryStream();
        memory.Write(bytes);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open())) xml = reader.ReadToEnd();
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            writer.Write(xml[..(xml.Length * 3 / 4)]);
        }

        return memory.ToArray();
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.95)]
    [InlineData(0.999)]
    public void A_truncated_workbook_is_damaged(double share)
    {
        var whole = F1.Xlsx([.. Enumerable.Range(0, 200).Select(i => new Pupil($"4{i:0000}"))]);
        var account = Refused("Ф1.xlsx", whole[..(int)(whole.Length * share)]);
        Assert.Equal("file.damaged", account.ProblemRule);
        Assert.Equal("книга Excel повреждена или загружена не полностью", account.Problem);
    }

    [Fact]
    public void A_workbook_whose_sheet_breaks_off_is_damaged_and_leaves_no_row() => Assert.Equal("file.damaged", Refused("Ф1.xlsx", BrokenOff()).ProblemRule);

    [Fact]
    public void Files_that_break_off_in_the_middle_harm_no_other_of_their_batch()
    {
        using var together = new IntakeRun(workers: 1);
        using var alone = new IntakeRun(workers: 1) { BatchBytes = 0 };
        foreach (var run in (IntakeRun[])[together, alone])
        {
            run.Folder.WriteBytes("a/Ф1.xlsx", F1.Xlsx([.. Enumerable.Range(0, 300).Select(i => new Pupil($"3{i:0000}"))]));
            run.Folder.WriteBytes("b/Ф1.xlsx", BrokenOff());
            run.Folder.WriteBytes("c/Ф1.csv", TextTable.Encode(TextTable.Text(F1.Head, ';') + "edu000389;Н-ский район(reg00_m010);\"МБОУ;40001;А;1;2;1;3;6;5;4\r\nedu000389;Н-ский район(reg00_m010);МБОУ;40002;А;1;2;1;3;6;5;4\r\n", "utf-8"));
            run.Folder.WriteBytes("d/Ф1.xlsx", F1.Xlsx(Pupil.Good("50001")));
            run.Folder.WriteBytes("e/Ф3.csv", TextTable.ToBytes([.. Forms.AggregateFormTests.F3Head, ["Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69]], ';', "windows-1251"));
            run.Load();
        }

        Assert.Equal(["302 | 0"], together.Rows("SELECT count(*), count(*) FILTER (WHERE file_key NOT IN (SELECT file_key FROM ops.source_file WHERE status = 'loaded')) FROM staging.stg_vpr__result"));
        Assert.Equal(["a/Ф1.xlsx", "c/Ф1.csv", "d/Ф1.xlsx", "e/Ф3.csv"], together.Rows("SELECT DISTINCT path FROM raw.sheet_row JOIN ops.source_file USING (file_key) ORDER BY 1"));
        foreach (var table in (string[])["raw.sheet_row", "rejects.reject", "staging.stg_vpr__result", "staging.stg_vpr__mark_statistics", "ops.source_sheet"])
            Assert.Equal(alone.Rows($"FROM {table} ORDER BY ALL"), together.Rows($"FROM {table} ORDER BY ALL"));
    }

    [Theory]
    [InlineData("EncryptedPackage", 5_000)]
    [InlineData("EncryptionInfo", 5_000)]
    [InlineData("EncryptedPackage", 3_000_000)]
    public void A_password_protected_workbook_is_named_as_such(string stream, int size)
    {
        var account = Refused("Ф1.xlsx", OleFile.Create(stream, new byte[size]));
        Assert.Equal("file.password", account.ProblemRule);
        Assert.Equal("файл защищён паролем", account.Problem);
        Assert.Contains("снимите пароль", account.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_without_a_workbook_is_no_table()
    {
        Assert.Equal("file.not_workbook", Refused("Ф1.xlsx", Zip(("readme.txt", "text"))).ProblemRule);
        // A text document is a zip with the same content list.
        Assert.Equal("file.not_workbook", Refused("Ф1.xlsx", Zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>"))).ProblemRule);
        Assert.Equal("file.not_workbook", Refused("Ф1.xlsx", Zip()).ProblemRule);
    }

    [Fact]
    public void A_workbook_that_unpacks_to_far_more_than_it_is_is_refused_before_unpacking()
    {
        var account = Refused("Ф1.xlsx", Zip(("[Content_Types].xml", "<Types/>"), ("xl/worksheets/sheet1.xml", new string(' ', 40_000_000))));
        Assert.Equal("file.zip_bomb", account.ProblemRule);
        Assert.Contains("xl/worksheets/sheet1.xml", account.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_of_ten_thousand_parts_is_refused()
    {
        var parts = Enumerable.Range(0, 10_001).Select(i => ($"xl/worksheets/sheet{i}.xml", "<x/>")).ToArray();
        var account = Refused("Ф1.xlsx", Zip(parts));
        Assert.Equal("file.zip_bomb", account.ProblemRule);
        Assert.Contains("10001", account.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_of_the_unpacked_size_comes_from_the_settings()
    {
        using var sources = new SourcesCopy().Replace("limits.yml", "max_unpacked_bytes: 2147483648", "max_unpacked_bytes: 2000000");
        var pupils = Enumerable.Range(0, 6000).Select(i => new Pupil($"4{i:00000}")).ToArray();
        Assert.Equal("file.zip_bomb", Refused("Ф1_большой.xlsx", F1.Xlsx(pupils), sources.Load()).ProblemRule);
    }

    [Theory]
    [InlineData("<html><body><table><tr><td>ОО</td></tr></table></body></html>")]
    [InlineData("\uFEFF<!DOCTYPE HTML PUBLIC>\n<html>")]
    [InlineData("\r\n  <HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">")]
    [InlineData("<table border=1><tr><td>ОО</td></tr></table>")]
    [InlineData("<meta http-equiv=\"Content-Type\" content=\"text/html\"><table></table>")]
    [InlineData("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook></Workbook>")]
    public void A_web_page_with_the_name_of_a_table_is_named_as_such(string text)
    {
        var account = Refused("Ф1.xls", Encoding.UTF8.GetBytes(text));
        Assert.Equal("file.html", account.ProblemRule);
        Assert.Contains("Книга Excel (*.xlsx)", account.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_with_the_name_of_a_table_is_named_as_such() =>
        Assert.Equal("file.pdf", Refused("Ф1.xlsx", "%PDF-1.7\n%âãÏÓ\n1 0 obj"u8.ToArray()).ProblemRule);

    [Theory]
    [InlineData(1, "a.xlsx")]
    [InlineData(2, "b.csv")]
    [InlineData(3, "c.xls")]
    public void Random_bytes_are_no_table(int seed, string name)
    {
        var bytes = new byte[50_000];
        new Random(seed).NextBytes(bytes);
        Assert.Equal("file.binary", Refused(name, bytes).ProblemRule);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("   \n \n  ")]
    [InlineData("\r\n\r\n\t\t\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \r\n")]
    [InlineData(";;;;\r\n;;;;\r\n")]
    [InlineData("\"\";\"\"\r\n")]
    [InlineData("\u00A0;\u00A0\r\n")]
    [InlineData("\0\0\0\0")]
    public void A_file_without_text_is_empty(string text)
    {
        var account = Refused(text.Length % 2 == 0 ? "a.csv" : "a.xlsx", Encoding.UTF8.GetBytes(text));
        Assert.Equal("file.empty", account.ProblemRule);
        Assert.Equal("файл пуст", account.Problem);
    }

    [Fact]
    public void A_workbook_of_blank_sheets_is_empty()
    {
        var book = new XlsxFile();
        book.Sheet("Лист1");
        book.Sheet("Лист2").Blank(5).Row(null, "", " ");
        Assert.Equal("file.empty", Refused("Ф1.xlsx", book.ToBytes()).ProblemRule);
    }

    [Fact]
    public void A_sheet_of_too_many_columns_is_refused()
    {
        using var sources = new SourcesCopy().Replace("limits.yml", "max_columns: 2000", "max_columns: 60");
        var book = new XlsxFile();
        book.Sheet("Лист1").Rows(F1.Table(Pupil.Good("40001"))).Row([.. new object?[60], 1]);
        var account = Refused("Ф1_широкий.xlsx", book.ToBytes(), sources.Load());
        Assert.Equal("sheet.too_wide", account.ProblemRule);
        Assert.Contains("61", account.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_the_name_of_a_workbook_is_read_as_the_text_it_is()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.xlsx", F1.Csv(Pupil.Good("40001"), Pupil.Good("40002")));
        Assert.Equal(("loaded", 2), (file.Status, file.Loaded));
        Assert.StartsWith("CSV, UTF-8", file.Format, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ф1.xls")]
    [InlineData("Ф1.xlsx")]
    [InlineData("Ф1.csv")]
    public void A_workbook_of_excel_97_is_read_whatever_its_name(string name)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile(name, XlsFile.Create(F1.SheetName, F1.Table(Pupil.Good("40001"), new Pupil("40002") { Scores = ["X", 0, 1], Total = 1, Mark = 2 })));
        Assert.Equal(("XLS", 2, 0), (file.Format, file.Loaded, file.Rejected));
        Assert.Equal(["9 | 40001 | present | 6 | 5 | 4 | mark | [2,1,3] | [0,0,0]", "10 | 40002 | present | 1 | 2 | 4 | mark | [∅,0,1] | [1,0,0]"], run.Pupils());
    }

    [Fact]
    public void A_large_workbook_of_excel_97_is_recognised_by_the_directory_at_its_end()
    {
        using var run = new IntakeRun();
        var pupils = Enumerable.Range(0, 4000).Select(i => new Pupil($"4{i:00000}")).ToArray();
        var bytes = XlsFile.Create(F1.SheetName, F1.Table(pupils));
        Assert.True(bytes.Length > 1 << 20);
        Assert.Equal(4000, run.LoadFile("Ф1.xls", bytes).Loaded);
    }

    [Fact]
    public void An_xlsx_with_the_name_of_a_csv_is_read_as_a_workbook()
    {
        using var run = new IntakeRun();
        Assert.Equal("XLSX", run.LoadFile("Ф1.csv", F1.Xlsx(Pupil.Good("40001"))).Format);
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return memory.ToArray();
    }
}
