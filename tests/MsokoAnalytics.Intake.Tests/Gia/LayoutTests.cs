using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>Each form of РИС ГИА as XLSX, XLS and windows-1251 text (domain notes §6.1): what a good file becomes.</summary>
public sealed class LayoutTests
{
    internal const string Results =
        "SELECT row_no, procedure, year, exam_code, subject, math_level, exam_date, is_appeal, appeal_outcome, school_code, grade, class_label, status, primary_score, test_score, mark, short_score, short_max, long_score, long_max FROM staging.stg_gia__result ORDER BY file_key, sheet_no, row_no";

    public static TheoryData<string, string, string> Forms()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var kind in new[] { "xlsx", "xls", "csv" })
        {
            data.Add("gia_ege_compact", kind, "3 | ЕГЭ | 2025 | 01 | РУ | ∅ | 2025-05-30 | 0 | ∅ | 0101 | 11 | А | present | 7 | 4 | ∅ | [1,1,2,0] | [1,1,∅,∅] | [1,2] | [2,3]");
            data.Add("gia_ege_regional", kind, "3 | ЕГЭ | 2025 | 02 | МА | profile | 2025-05-27 | 0 | ∅ | 0101 | 11 | ∅ | present | 7 | 4 | ∅ | [1,1,2,0] | [1,1,∅,∅] | [1,2] | [2,3]");
            data.Add("gia_oge", kind, "3 | ОГЭ | 2026 | ∅ | МА | ∅ | 2026-06-02 | 0 | ∅ | 0101 | 9 | Б | present | 7 | ∅ | 4 | [1,1,2,0] | [1,1,∅,∅] | [1,2] | [2,3]");
            data.Add("gia_oge_appeal", kind, "3 | ОГЭ | 2026 | ∅ | МА | ∅ | 2026-06-02 | 1 | granted | 0101 | 9 | Б | present | 7 | ∅ | 4 | ∅ | ∅ | ∅ | ∅");
            data.Add("gia_ege_appeal", kind, "3 | ЕГЭ | 2026 | ∅ | МА | ∅ | 2026-06-02 | 1 | granted | 0101 | 11 | ∅ | present | 7 | 4 | ∅ | ∅ | ∅ | ∅ | ∅");
        }

        return data;
    }

    [Theory, MemberData(nameof(Forms))]
    public void A_good_file_is_read(string layout, string kind, string expected)
    {
        var form = GiaForm.All[layout];
        using var run = new IntakeRun();
        var file = run.LoadFile($"{form.FileName}.{kind}", form.Bytes(kind, form.Table(new Graduate(), new Graduate("Сочинялова", "Анна", "Олеговна") { Number = "777889", Code = "223456789012" })));
        Assert.Equal((FileStatus.Loaded, 4, 2, 0, 2), (file.Status, file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(layout, file.Sheets[0].LayoutId);
        Assert.Equal(expected, run.Rows(Results)[0]);
        Assert.Equal(expected.Replace("3 |", "4 |", StringComparison.Ordinal), run.Rows(Results)[1]);
        Assert.Empty(run.Rejects());
        Assert.Equal("2", run.Scalar("SELECT count(DISTINCT person_no) FROM staging.stg_person_row"));
    }

    [Theory]
    [InlineData("01 - Русский язык 2025.05.30", "01 | РУ | ∅ | ЕГЭ")]
    [InlineData("22 - Математика базовая 2025.05.27", "22 | МА | base | ЕГЭ")]
    [InlineData("02 - Математика профильная 2025.05.27", "02 | МА | profile | ЕГЭ")]
    [InlineData("18 - Литература 2025.05.23", "18 | ЛИТ | ∅ | ЕГЭ")]
    [InlineData("09 – Английский язык 2025.06.10", "09 | АЯ | ∅ | ЕГЭ")]
    [InlineData("12 - Обществознание 2025.06.02", "12 | ОБ | ∅ | ЕГЭ")]
    public void The_exam_is_read_from_the_title(string title, string expected)
    {
        var form = GiaForm.All["gia_ege_compact"];
        using var run = new IntakeRun();
        run.LoadFile("протокол.xlsx", form.Bytes("xlsx", (form with { Title = title }).Table(new Graduate())));
        Assert.Equal(expected, run.Scalar("SELECT exam_code, subject, math_level, procedure FROM staging.stg_gia__result"));
    }

    [Fact]
    public void GVE_is_told_by_its_name_in_the_title_the_file_or_the_folder()
    {
        var form = GiaForm.All["gia_oge"];
        using var run = new IntakeRun();
        run.Folder.WriteBytes("a.xlsx", form.Bytes("xlsx", (form with { Title = "ГВЭ-9 Математика(2026.06.02)" }).Table(new Graduate())));
        run.Folder.WriteBytes("ГВЭ/b.xlsx", form.Bytes("xlsx", (form with { Title = "52 - Математика 2026.06.03" }).Table(new Graduate())));
        run.Load();
        Assert.Equal(["ГВЭ | ∅ | МА | 2026-06-02", "ГВЭ | 52 | МА | 2026-06-03"], run.Rows("SELECT procedure, exam_code, subject, exam_date FROM staging.stg_gia__result ORDER BY exam_date"));
    }

    [Theory]
    [InlineData("ЕГЭ/досрочный период", "early")]
    [InlineData("ЕГЭ/основной период", "main")]
    [InlineData("ЕГЭ/резервные дни", "reserve")]
    [InlineData("ЕГЭ/пересдача", "resit")]
    [InlineData("ЕГЭ/дополнительный период", "additional")]
    [InlineData("ЕГЭ/основное общее образование", "∅")]
    public void The_period_is_read_from_the_folder(string folder, string period)
    {
        var form = GiaForm.All["gia_ege_compact"];
        using var run = new IntakeRun();
        run.LoadFile($"{folder}/протокол.xlsx", form.Bytes("xlsx", form.Table(new Graduate())));
        Assert.Equal(period, run.Scalar("SELECT period FROM staging.stg_gia__result"));
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("xls")]
    [InlineData("csv")]
    public void Several_exams_on_one_sheet_are_several_tables(string kind)
    {
        var form = GiaForm.All["gia_oge"];
        object?[][] rows =
        [
            ["Протокол проверки результатов"], ["Русский язык(2026.06.09)"], form.Header, form.Row(1, new Graduate { Primary = 20, Short = null, Long = null }), form.Row(2, new Graduate("Сочинялова") { Number = "1", Short = null, Long = null }),
            [],
            ["Протокол проверки результатов"], ["Физика(2026.06.11)"],
            // The second table has its columns in another order.
            ["№", "Код ОО", "Фамилия", "Имя", "Отчество", "Первичный балл", "Оценка"], [1, "0101", "Выдумкин", "Пётр", "Сергеевич", 31, 5],
            ["Биология(2026.06.16)"], form.Header, form.Row(1, new Graduate("Небывальцев") { Number = "2", Primary = 30, Short = null, Long = null }),
        ];
        using var run = new IntakeRun();
        var file = run.LoadFile("2026." + kind, form.Bytes(kind, rows));
        Assert.Equal((12, 4, 0, 8), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal([1, 2, 3], file.Sheets.Select(s => s.SheetNo));
        Assert.Equal(
            ["1 | 4 | РУ | 2026-06-09 | 20 | 4", "1 | 5 | РУ | 2026-06-09 | 7 | 4", "2 | 10 | ФИ | 2026-06-11 | 31 | 5", "3 | 13 | БИ | 2026-06-16 | 30 | 4"],
            run.Rows("SELECT sheet_no, row_no, subject, exam_date, primary_score, mark FROM staging.stg_gia__result ORDER BY sheet_no, row_no"));
        // Выдумкин wrote two exams, once with and once without a document.
        Assert.Equal("3", run.Scalar("SELECT count(DISTINCT person_no) FROM staging.stg_person_row"));
    }

    [Fact]
    public void Sheets_behind_a_sheet_of_several_tables_keep_numbers_of_their_own()
    {
        var form = GiaForm.All["gia_oge"];
        var book = new XlsxFile();
        book.Sheet("июнь").Rows([.. form.Table(new Graduate()), ["Физика(2026.06.11)"], form.Header, form.Row(1, new Graduate())]);
        book.Sheet("июль").Rows((form with { Title = "Биология(2026.07.01)" }).Table(new Graduate()));
        using var run = new IntakeRun();
        var file = run.LoadFile("ОГЭ.xlsx", book.ToBytes());
        Assert.Equal([(1, "июнь"), (2, "июнь"), (3, "июль")], file.Sheets.Select(s => (s.SheetNo, s.SheetName)));
        Assert.Equal(["1 | МА", "2 | ФИ", "3 | БИ"], run.Rows("SELECT sheet_no, subject FROM staging.stg_gia__result ORDER BY sheet_no"));
    }

    [Fact]
    public void Repeated_headers_and_footers_are_no_data()
    {
        var form = GiaForm.All["gia_ege_regional"];
        using var run = new IntakeRun();
        var file = run.LoadFile("Протокол.xlsx", form.Bytes("xlsx",
            [.. form.Table(new Graduate()), form.Header, form.Row(2, new Graduate("Сочинялова")), ["Всего участников: 2"], ["Председатель ГЭК", null, null, null, null, null, null, null, "Небывальцев Иван Петрович"]]));
        Assert.Equal((7, 2, 0, 5), (file.Read, file.Loaded, file.Rejected, file.NonData));
    }
}
