using System.Globalization;
using System.Text;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Privacy;

/// <summary>
/// A СНИЛС, a passport, a certificate of birth, a birth date or a name typed into any column of any form stands afterwards in no table, in no text of the
/// report and in no byte of the database or its log. All numbers are invented.
/// </summary>
public sealed class CodeColumnTests
{
    private static readonly string[] Documents = ["112-233-445 95", "112 233 445 95", "4508 777888", "45 08 № 777888", "II-АЯ 450971"];
    private static readonly string[] Digits = ["11223344595", "4508777888"];
    private static readonly string[] Dates = ["14.02.2010", "2010-02-14"];
    private static readonly string[] Names = ["Выдумкин Пётр Сергеевич", "Сочинялова А. Б."];
    private static readonly string[] Secrets = [.. Documents, .. Digits, .. Dates, .. Names, "Выдумкин", "Сочинялова", "Небывальцев"];

    /// <summary>What is put into a column: all that its own shape does not allow.</summary>
    private static IEnumerable<string> Planted(Layout layout, LayoutColumn column)
    {
        var isFree = column.Shape is null && column.Type is FieldTypes.Text or FieldTypes.SchoolName or FieldTypes.Municipality or FieldTypes.Subject;
        var isPlainDigits = column.Shape is "amount" or "answers";
        if (column.Field == "_" || column.Identity is not null) return [.. Documents, .. Digits, .. Names];
        // A year or a name of free text is what the column is for; names are cut out of simple tables by the rules of titles.
        if (isFree) return [.. Documents, .. Digits, .. layout.Target is null ? [] : Names];
        var isDate = column.Shape is "date" || (column.Shape is null && column.Type == FieldTypes.Date);
        return [.. Documents, .. isPlainDigits ? [] : Digits, .. isDate ? [] : Dates, .. Names];
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public void Nothing_personal_in_a_column_of_any_form_reaches_the_disk(string kind)
    {
        using var place = new TempFolder();
        using (var run = new IntakeRun(place.PathOf("w.duckdb")))
        {
            foreach (var sheet in LayoutSheet.All)
            {
                // Two good rows: a group of the long comparison is its name and at least one row.
                var rows = new List<object?[]> { sheet.Row(1), sheet.Row(2) };
                for (var c = 0; c < sheet.Columns.Count; c++)
                    foreach (var secret in Planted(sheet.Layout, sheet.Columns[c])) rows.Add(With(sheet.Row(rows.Count + 1), c, secret));
                for (var c = sheet.Columns.Count; c < sheet.Headers.Count; c++)
                    foreach (var secret in Secrets) rows.Add(With(sheet.Row(rows.Count + 1), c, secret));
                run.Folder.WriteBytes(sheet.Path(kind), kind == "csv" ? TextTable.ToBytes(sheet.Table(rows)) : Book.Of(sheet.SheetName, sheet.Table(rows)));
            }

            var report = run.Load();
            var bad = new List<string>();
            foreach (var sheet in LayoutSheet.All)
            {
                var file = report.Files.Single(f => f.Path == sheet.Path(kind));
                if (file.Status != FileStatus.Loaded || file.Sheets[0].LayoutId != sheet.Layout.Id || file.Loaded == 0)
                    bad.Add($"{sheet.Layout.Id}: {file.Status}, {file.Loaded} rows, {string.Join(", ", file.Sheets.Select(s => $"{s.LayoutId} {s.Problem}"))}");
            }

            Assert.Empty(bad);

            Search(run, report, place);
        }

        SearchBytes(place);
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public void Nothing_personal_in_the_cells_of_journals_and_mapped_tables_reaches_the_disk(string kind)
    {
        using var place = new TempFolder();
        using (var run = new IntakeRun(place.PathOf("w.duckdb")))
        {
            byte[] Bytes(params object?[][] rows) => kind == "csv" ? TextTable.ToBytes(rows) : Book.Of("Выдумкин П. С.", rows);
            string[] all = [.. Documents, .. Digits, .. Dates, .. Names];
            run.Folder.WriteBytes($"edu220001/progress.{kind}", Bytes([["Отчет об успеваемости и посещаемости ученика"],
                .. Forms.JournalExportTests.ProgressBlock("Небывальцев", ["Март"], ["31"], [["Алгебра", "5", "5", "0", "5"], .. all.Select(s => new[] { "Физика", s, "4", "0", "4" }), .. all.Select(s => new[] { "Физика", "5", "4", "0", s }), .. all.Select(s => new[] { s, "5", "4", "0", "4" })])]));
            run.Folder.WriteBytes($"edu220001/tabel.{kind}", Bytes([["Табель успеваемости учащегося"], .. Forms.JournalExportTests.CardBlock("Небывальцев", [["1", "Алгебра", "2.86", "0", "3"], .. all.Select(s => new[] { "2", "Физика", "3", "0", s }), .. all.Select(s => new[] { s, "Химия", "3", "0", "3" })])]));
            run.Folder.WriteBytes($"edu220001/ведомость.{kind}", Bytes([["Сводная ведомость успеваемости за 1 четверть"], ["Учебный год: 2023/2024"], ["Класс: 7А"], ["№", "Фамилия", "Алгебра", "Физика"],
                [1, "Небывальцев", 5, 4], .. all.Append("Небывальцев").Select(s => new object?[] { 2, "Небывальцев", s, 4 }), .. all.Select(s => new object?[] { s, "Небывальцев", 3, 4 })]));
            run.Folder.Write("сопоставление.yml",
                $$"""
                описание: Контрольная работа
                файлы: "мкр/*.{{kind}}"
                процедура: МКР
                год: 2026
                период: март
                класс: 4
                предмет: Математика
                столбцы: {школа: Школа, код ученика: Код, итог: Итог}
                задания: "Задание {n} ({макс} б.)"
                """);
            run.Folder.WriteBytes($"мкр/мкр.{kind}", Bytes([["Школа", "Код", "Задание 1 (2 б.)", "Задание 2 (3 б.)", "Итог"], ["edu220001", "40001", 1, 2, 3],
                .. all.Select((s, i) => new object?[] { s, 500 + i, 1, 2, 3 }), .. all.Select(s => new object?[] { "edu220001", s, 1, 2, 3 }),
                .. all.Select((s, i) => new object?[] { "edu220001", 600 + i, s, 2, 2 }), .. all.Append("Небывальцев").Select((s, i) => new object?[] { "edu220001", 700 + i, 1, 2, s })]));
            var report = run.Load();
            Assert.All(report.Files, f => Assert.True(f.Status == FileStatus.Loaded, $"{f.Path}: {f.Problem}"));
            Assert.All(report.Files, f => Assert.True(f.Loaded > 0, f.Path));
            Search(run, report, place);
        }

        SearchBytes(place);
    }

    public static TheoryData<string, string> Lookalikes() => new()
    {
        { "112-233-445 95", "похоже на СНИЛС" }, { "11223344595", "похоже на СНИЛС" }, { "4508777888", "похоже на номер паспорта" }, { "45 08 777888", "похоже на номер паспорта" },
        { "751234567", "похоже на номер документа" }, { "14.02.2010", "похоже на дату" }, { "Сочинялова А. Б.", "похоже на имя" },
    };

    [Theory, MemberData(nameof(Lookalikes))]
    public void A_document_in_the_code_of_the_school_rejects_the_row_and_is_told_by_its_class(string typed, string looksLike)
    {
        using var run = new IntakeRun();
        foreach (var form in Gia.GiaForm.All.Values)
            run.Folder.WriteBytes($"{form.Layout}.xlsx", form.Bytes("xlsx", form.Table(new Gia.Graduate(), new Gia.Graduate("Сочинялова") { School = typed }, new Gia.Graduate("Небывальцев"))));
        Assert.All(run.Load().Files, f => Assert.Equal((2, 1), (f.Loaded, f.Rejected)));

        Assert.Equal([$"Код ОО | code.personal | row | {looksLike}"], run.Rows("SELECT DISTINCT column_name, rule, severity, value_class FROM rejects.reject"));
        Assert.Equal(Gia.GiaForm.All.Count.ToString(CultureInfo.InvariantCulture), run.Scalar("SELECT count(*) FROM rejects.reject"));
        Assert.Equal("0101", run.Scalar("SELECT DISTINCT school_code FROM staging.stg_gia__result"));
    }

    [Fact]
    public void The_number_of_the_rows_own_document_in_a_column_of_codes_rejects_the_row()
    {
        using var run = new IntakeRun();
        var form = Gia.GiaForm.All["gia_oge"];
        var file = run.LoadFile("ОГЭ.xlsx", form.Bytes("xlsx", form.Table(new Gia.Graduate(), new Gia.Graduate("Сочинялова") { Number = "123456", School = "123456" })));
        Assert.Equal((1, 1), (file.Loaded, file.Rejected));
        Assert.Equal("person.shifted", run.Scalar("SELECT rule FROM rejects.reject"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row WHERE line LIKE '%123456%'"));
    }

    [Fact]
    public void Codes_numbers_and_words_that_are_right_are_kept()
    {
        using var run = new IntakeRun();
        foreach (var sheet in LayoutSheet.All) run.Folder.WriteBytes(sheet.Path("xlsx"), Book.Of(sheet.SheetName, sheet.Table([sheet.Row(1), sheet.Row(2)])));
        run.Load();
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row WHERE line LIKE '%[похоже%'"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM rejects.reject WHERE rule = 'code.personal'"));
    }

    [Fact]
    public void A_wrong_number_of_an_organisation_is_not_kept_for_a_passport_has_ten_digits_too()
    {
        using var run = new IntakeRun();
        run.LoadFile("НОКО 2024.xlsx", Book.Of("Лист1", ["ИНН", "Критерий 1", "Критерий 2", "Критерий 3", "Критерий 4", "Критерий 5"], ["7707083893", 90, 90, 90, 90, 90], ["7707083894", 90, 90, 90, 90, 90]));
        Assert.Equal("7707083893", run.Scalar("SELECT school_ref FROM staging.stg_noko__score"));
        Assert.Equal("3 | 1 | ИНН | code.personal | row | похоже на номер паспорта (не ИНН организации)", Assert.Single(run.Rejects()));
    }

    private static object?[] With(object?[] row, int column, object? value)
    {
        row[column] = value;
        return row;
    }

    private static void Search(IntakeRun run, LoadReport report, TempFolder place)
    {
        var found = new List<string>();
        foreach (var table in run.Rows("SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema <> 'information_schema' ORDER BY 1"))
        foreach (var row in run.Rows($"SELECT * FROM {table}"))
        foreach (var secret in Secrets)
            if (row.Contains(secret, StringComparison.OrdinalIgnoreCase)) found.Add($"«{secret}» stands in {table}: {row}");
        Assert.True(found.Count == 0, string.Join('\n', found.Take(40)));
        var texts = report.Files.SelectMany(f => new[] { f.Problem, f.Advice, f.Format }.Concat(f.Notes).Concat(f.Sheets.SelectMany(s => new[] { s.SheetName, s.Problem, s.Context })))
            .Concat(report.Rejects.SelectMany(r => new[] { r.SheetName, r.Column, r.ValueClass }));
        foreach (var text in texts.OfType<string>())
        foreach (var secret in Secrets)
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        SearchBytes(place);
    }

    private static void SearchBytes(TempFolder place)
    {
        foreach (var path in Directory.EnumerateFiles(place.FullName, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            foreach (var secret in Secrets) Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"«{secret}» stands in the bytes of {Path.GetFileName(path)}");
        }
    }
}
