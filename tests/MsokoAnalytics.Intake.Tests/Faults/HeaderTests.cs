using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>A form that is nearly right is refused as a whole, with the names of what is missing and unknown; a sheet of another kind with nothing of its content.</summary>
public sealed class HeaderTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private static (FileAccount File, SheetAccount Sheet) Load(byte[] content, string name = "Математика 4 класс ВПР 2026 edu000389.xlsx")
    {
        using var run = new IntakeRun();
        var file = run.LoadFile(name, content);
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row WHERE sheet_no NOT IN (SELECT sheet_no FROM ops.source_sheet WHERE status = 'loaded')"));
        return (file, file.Sheets[^1]);
    }

    /// <summary>The form's rows with one column removed, renamed or added.</summary>
    private static byte[] Changed(VprForm form, Func<object?[], object?[]> change)
    {
        var rows = form.Table(Pupil.Good("40001"), Pupil.Good("40002")).ToArray();
        for (var i = form.Head.Count - 1; i < rows.Length; i++) rows[i] = change([.. rows[i]]);
        return Book.Of(form.SheetName, rows);
    }

    public static TheoryData<string, string> RequiredColumns() => new()
    {
        { "vpr_2020", "user" }, { "vpr_2020", "code" }, { "vpr_2020", "otc" }, { "vpr_2020", "sum" }, { "vpr_2020", "groups" },
        { "vpr_2021", "логин школы" }, { "vpr_2021", "код обучающегося" }, { "vpr_2021", "всего баллов" },
        { "vpr_2022", "Школа" }, { "vpr_2022", "Код" }, { "vpr_2022", "Вариант" }, { "vpr_2022", "Отметка за предыдущий триместр/ четверть/полугодие" }, { "vpr_2022", "Итого баллов" },
        { "vpr_f1", "ОО" }, { "vpr_f1", "Код участника" }, { "vpr_f1", "Первичный балл" }, { "vpr_f1", "Отметка" }, { "vpr_f1", "Отметка по журналу" },
        { "vpr_collection_form", "Код участника" }, { "vpr_collection_form", "Вариант" }, { "vpr_collection_form", "Итого баллов" },
    };

    [Theory, MemberData(nameof(RequiredColumns))]
    public void A_form_without_a_required_column_is_refused_and_the_column_is_named(string formId, string header)
    {
        var form = VprForm.All[formId];
        var at = form.ColumnOf(header) - 1;
        var (file, sheet) = Load(Changed(form, r => [.. r[..at], .. r[Math.Min(at + 1, r.Length)..]]));
        Assert.Equal((FileStatus.Unrecognised, "sheet.unrecognised"), (file.Status, file.ProblemRule));
        Assert.Equal(SheetStatus.Unrecognised, sheet.Status);
        Assert.Contains($"(строка {form.Head.Count})", sheet.Problem, StringComparison.Ordinal);
        Assert.Contains($"не хватает столбцов: «{header}»", sheet.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("незнакомые", sheet.Problem, StringComparison.Ordinal);
        // Nothing is lost without a word: all rows count as rejected.
        Assert.Equal((sheet.Read, 0, sheet.Read), (form.Head.Count(r => r.Length > 0) + 2, sheet.Loaded, sheet.Rejected));
        Assert.Contains("сверьте заголовки", file.Advice, StringComparison.Ordinal);
        Assert.Contains("msoko template", file.Advice, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_form_without_tasks_is_refused(string formId)
    {
        var form = VprForm.All[formId];
        var rows = form.Table(Pupil.Good("40001")).Select(r => r.ToArray()).ToArray();
        var tasks = rows[form.Head.Count - 1].Select((h, i) => (h, i)).Where(c => c.h is string s && (s.Contains('б', StringComparison.Ordinal) && s.Contains('(', StringComparison.Ordinal) || s.StartsWith("a-", StringComparison.Ordinal) || s.StartsWith("балл за", StringComparison.Ordinal))).Select(c => c.i).ToHashSet();
        var (_, sheet) = Load(Book.Of(form.SheetName, [.. rows.Select(r => r.Where((_, i) => !tasks.Contains(i)).ToArray())]));
        Assert.Equal(SheetStatus.Unrecognised, sheet.Status);
        Assert.Contains("столбцы заданий", sheet.Problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void An_unknown_column_refuses_the_form_and_is_named(string formId)
    {
        var form = VprForm.All[formId];
        var first = true;
        var (file, sheet) = Load(Changed(form, r => [.. r, first && !(first = false) ? "Баллы за диктант" : 7]));
        Assert.Equal(FileStatus.Unrecognised, file.Status);
        Assert.Contains("незнакомые столбцы: «Баллы за диктант»", sheet.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("не хватает", sheet.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_unknown_columns_are_both_listed()
    {
        var (_, sheet) = Load(Changed(F1, r => [.. r.Select(c => c is "Первичный балл" ? "Сумма баллов" : c)]));
        Assert.Contains("Ф1 «Индивидуальные результаты»", sheet.Problem, StringComparison.Ordinal);
        Assert.Contains("не хватает столбцов: «Первичный балл»; незнакомые столбцы: «Сумма баллов»", sheet.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_column_of_the_same_name_is_unknown()
    {
        var first = true;
        var (_, sheet) = Load(Changed(F1, r => [.. r, first && !(first = false) ? "Отметка" : 3]));
        Assert.Contains("незнакомые столбцы: «Отметка»", sheet.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_of_another_kind_is_told_without_a_word_of_its_content()
    {
        var (file, sheet) = Load(Book.Of("Список", ["Ученик Петрова Анна", "8-900-123-45-67"], ["г. Барнаул", "ул. Ленина"], ["примечание", "тайна"]));
        Assert.Equal(FileStatus.Unrecognised, file.Status);
        Assert.Equal((3, 0, 3, 0), (sheet.Read, sheet.Loaded, sheet.Rejected, sheet.NonData));
        Assert.Equal("форма не распознана: в первых 3 строках нет знакомых заголовков", sheet.Problem);
    }

    [Fact]
    public void One_row_is_a_row_and_not_rows()
    {
        var (_, sheet) = Load(Book.Of("Список", ["примечание", "тайна"]));
        Assert.Equal("форма не распознана: в первой строке нет знакомых заголовков", sheet.Problem);
    }

    [Theory]
    [InlineData("Петрова Анна", 5, 4, 3, 2)]
    [InlineData("Петрова Анна", "5", "4", "3", "2")]
    [InlineData("4А", "Петрова Анна", "Отметка", "4", "5")]
    [InlineData("Код", "Петрова Анна", "Школа", "Вариант")]
    [InlineData("Класс", "Петрова Анна", "ОО")]
    public void A_row_of_marks_is_not_taken_for_a_header_and_its_names_are_not_quoted(params object[] row)
    {
        var (_, sheet) = Load(Book.Of("Ведомость", ["Ведомость отметок"], row, ["Сидоров Иван", 3, 3, 4, 2]));
        Assert.Equal(SheetStatus.Unrecognised, sheet.Status);
        Assert.DoesNotContain("Петров", sheet.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Сидоров", sheet.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_are_found_under_any_blanks_case_and_letter_io()
    {
        using var run = new IntakeRun();
        var rows = F1.Table(Pupil.Good("40001")).ToArray();
        rows[7] = ["  оо ", "МУНИЦИПАЛИТЕТ", "Название\u00A0ОО", "Код \n участника", "Класс:", "вариант", "1 (2б)", "9.1 (1б)", "12.2 (3б)", "Первичный\u202Fбалл", "Отмётка".Replace('ё', 'е'), "Отметка  по журналу ", null, " "];
        var file = run.LoadFile("Ф1.xlsx", Book.Of(F1.SheetName, rows));
        Assert.Equal(1, file.Loaded);
    }

    [Fact]
    public void Trailing_blank_columns_and_rows_change_nothing()
    {
        using var run = new IntakeRun();
        object?[] Wide(object?[] r) => [.. r, null, "", " ", "\u00A0", null];
        var rows = F1.Table(Pupil.Good("40001")).Select(Wide).Concat([Wide([]), Wide([]), []]).ToArray();
        var file = run.LoadFile("Ф1.xlsx", Book.Of(F1.SheetName, rows));
        Assert.Equal((8, 1, 0, 7), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void Columns_in_another_order_are_found_by_name()
    {
        using var run = new IntakeRun();
        run.LoadFile("ВПР 2021 математика 4 класс.xlsx", Book.Of("Лист1",
            ["балл за 2", "всего баллов", "код обучающегося", "балл за 1", "отметка за предыдущую четверть/триместр", "логин школы", "Учебник", "балл за 3"],
            [1, 6, "40001", 2, 4, "sch000389", "Моро", 3]));
        Assert.Equal("40001 | 6 | 4 | [1,2,3]", run.Scalar("SELECT participant_code, primary_score, journal_mark, task_score FROM staging.stg_vpr__result"));
        Assert.Equal(["1 | 2", "2 | 1", "3 | 3"], run.Rows("SELECT task_no, label FROM staging.stg_sheet_task ORDER BY task_no"));
    }

    [Fact]
    public void A_header_below_the_searched_rows_is_not_found_and_told()
    {
        var (_, sheet) = Load(Book.Of("Лист1", [.. Enumerable.Range(0, 40).Select(i => new object?[] { $"строка {i}" }), .. F1.Table(Pupil.Good("40001"))]));
        Assert.Equal("форма не распознана: в первых 40 строках нет знакомых заголовков", sheet.Problem);
    }

    [Fact]
    public void One_unknown_sheet_does_not_hinder_the_others_and_is_told()
    {
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(F1.SheetName).Rows(F1.Table(Pupil.Good("40001")));
        book.Sheet("Лист2").Row("заметки").Row("ещё");
        book.Sheet("Пустой");
        run.Folder.WriteBytes("Ф1.xlsx", book.ToBytes());
        var report = run.Load();
        var file = Assert.Single(report.Files);
        Assert.Equal([SheetStatus.Loaded, SheetStatus.Unrecognised, SheetStatus.Empty], file.Sheets.Select(s => s.Status));
        Assert.Equal((FileStatus.Loaded, "sheet.unrecognised"), (file.Status, file.ProblemRule));
        Assert.Equal((10, 1, 2, 7), (file.Read, file.Loaded, file.Rejected, file.NonData));
        // A sheet that was left out needs the user's eye even when the rest of the file is loaded; also the second time.
        Assert.True(report.HasProblems);
        Assert.Same(file, Assert.Single(report.Problems));
        var again = Assert.Single(run.Load().Problems);
        Assert.Equal((true, "sheet.unrecognised", "форма не распознана: в первых 2 строках нет знакомых заголовков"), (again.Unchanged, again.ProblemRule, again.Sheets[1].Problem));
    }

    [Fact]
    public void A_workbook_of_service_sheets_only_is_told()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Служебный.xlsx", Book.Of("Служебный", ["вариант", 1, 2]));
        Assert.Equal(FileStatus.Unrecognised, file.Status);
        Assert.Equal("sheet.unrecognised", file.ProblemRule);
        Assert.Equal("в файле только служебные листы", file.Problem);
        Assert.NotNull(file.Advice);
    }
}
