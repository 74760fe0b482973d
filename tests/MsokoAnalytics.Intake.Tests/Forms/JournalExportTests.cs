namespace MsokoAnalytics.Intake.Tests.Forms;

/// <summary>Exports of «Сетевой Город» with blocks per pupil, built by hand in the shape of the real ones.</summary>
public sealed class JournalExportTests
{
    private static readonly object?[] Legend = ["Н", "Неуважительная"];

    internal static object?[][] ProgressBlock(string pupil, object?[] months, object?[] days, params object?[][] subjects) =>
    [
        ["Учебный год: 2024/2025"], ["Класс: 8А"], ["Период: с 24.03.25 по 24.05.25"], [$"Ученик: {pupil}"], [],
        ["Предмет", .. months, "Средняя оценка", "Средневзвешенный \n балл", "Итоговая оценка за период"],
        [null, .. days], .. subjects, [], [], Legend, ["О", "Опоздание"], ["Б", "Болезнь"], ["У", "Уважительная"],
    ];

    internal static object?[][] CardBlock(string pupil, params object?[][] subjects) =>
    [
        ["Учебный год: 2024/2025"], ["Класс: 8А"], [$"Ученик: {pupil}"], [], [],
        [null, "Предмет", "Учебные периоды", null, null, null, null, null, "Год. оценка", "Экз. оценка", "Гос. экз. оценка", "Итог. оценка"],
        ["№"],
        ["п/п", null, "1 Четверть", null, null, "2 Четверть"],
        [null, null, "Средний балл", "Ср. взв. балл", "Итог", "Средний балл", "Ср. взв. балл", "Итог"],
        .. subjects, [],
    ];

    [Fact]
    public void Progress_report_with_days_that_repeat_and_columns_that_move()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("progress.xlsx", Book.Of("Лист1",
        [
            ["Муниципальное учреждение «СОШ № N»"], [], ["Отчет об успеваемости и посещаемости ученика"], [],
            .. ProgressBlock("Первый", ["Март", null, "Апрель", "Май"], ["31", "31", "1", "2"],
                ["Алгебра", "5", "3/3", "О 2", "", "3.25", "0", "3"],
                ["Музыка", null, "Н", null, "Б  4", "4", "0", "5"],
                ["Разговоры о важном", null, "", null, null, "0", "0"]),
            .. ProgressBlock("Второй", ["Март", "Май"], ["28", "2"], ["Алгебра", "0", "5 Н", "2.5", "2.4", "0"]),
        ]));
        // No data: two titles, and in each block four labels, two header rows and four rows of the legend.
        Assert.Equal((26, 4, 0, 22), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "12 | 1 | 2024/25 | 8А | Алгебра | 3.25 | 0 | 3 | 2025-03-24 | 2025-05-24",
            "13 | 1 | 2024/25 | 8А | Музыка | 4 | 0 | 5 | 2025-03-24 | 2025-05-24",
            "14 | 1 | 2024/25 | 8А | Разговоры о важном | 0 | 0 | ∅ | 2025-03-24 | 2025-05-24",
            "28 | 2 | 2024/25 | 8А | Алгебра | 2.5 | 2.4 | ∅ | 2025-03-24 | 2025-05-24",
        ], run.Rows("SELECT row_no, pupil_no, academic_year, class_label, subject_name, sgo_mean, sgo_weighted, final_mark, period_from, period_to FROM staging.stg_sgo__progress_subject ORDER BY row_no"));
        Assert.Equal(
        [
            "12 | 2 | 1 | Алгебра | 2025-03-31 | [5] | ∅",
            "12 | 3 | 1 | Алгебра | 2025-03-31 | [3,3] | ∅",
            "12 | 4 | 1 | Алгебра | 2025-04-01 | [2] | О",
            "13 | 3 | 1 | Музыка | 2025-03-31 | [] | Н",
            "13 | 5 | 1 | Музыка | 2025-05-02 | [4] | Б",
            "28 | 2 | 2 | Алгебра | 2025-03-28 | [0] | ∅",
            "28 | 3 | 2 | Алгебра | 2025-05-02 | [5] | Н",
        ], run.Rows("SELECT row_no, col_no, pupil_no, subject_name, lesson_date, marks, absence FROM staging.stg_sgo__lesson_mark ORDER BY row_no, col_no"));
        Assert.Empty(run.Rejects());
        Assert.Equal("sgo_progress | журнал | ∅", run.Scalar("SELECT layout_id, procedure, subject FROM staging.stg_sheet"));
    }

    [Fact]
    public void Cells_of_the_journal_that_cannot_be_read_are_set_aside()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("progress.xlsx", Book.Of("Лист1",
        [
            ["Отчет об успеваемости и посещаемости ученика"],
            .. ProgressBlock("Первый", ["Март", null, "Апрель"], ["31", "45", "1"], ["Алгебра", "6", "5", "зач", "много", "0", "осв"]),
        ]));
        Assert.Equal(
        [
            "9 | 2 | день | journal.cell | cell | текст", "9 | 4 | день | journal.cell | cell | текст",
            "9 | 7 | Итоговая оценка за период | journal.mark | cell | текст", "9 | 5 | Средняя оценка | journal.mean | cell | текст",
        ], run.Rejects());
        // A day that no month has leaves the mark without a date.
        Assert.Equal("3 | ∅ | [5]", run.Scalar("SELECT col_no, lesson_date, marks FROM staging.stg_sgo__lesson_mark"));
        Assert.Equal(1, file.Loaded);
    }

    [Fact]
    public void A_period_over_the_new_year_gives_each_month_its_year()
    {
        using var run = new IntakeRun();
        object?[][] block = [.. ProgressBlock("Первый", ["Декабрь", "Январь"], ["29", "12"], ["Алгебра", "5", "4", "4.5", "0", "5"])];
        block[2] = ["Период: с 01.11.2024 по 31.01.2025"];
        run.LoadFile("progress.xlsx", Book.Of("Лист1", [["Отчет об успеваемости и посещаемости ученика"], .. block]));
        Assert.Equal(["2024-12-29", "2025-01-12"], run.Rows("SELECT lesson_date FROM staging.stg_sgo__lesson_mark ORDER BY col_no"));
    }

    [Fact]
    public void Report_card_with_quarters_and_yearly_marks()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("tabel.xlsx", Book.Of("Лист1",
        [
            ["Муниципальное учреждение «СОШ № N»"], [], ["Табель успеваемости учащегося"], [],
            .. CardBlock("Первый",
                ["1", "Алгебра", "2.86", "0", "3", "3.38", "3.4", "3", "3", "4", null, "3"],
                ["2", "Разговоры о важном", "0", "0", null, "0", "0"]),
            .. CardBlock("Второй", ["1", "Алгебра", "5", "5", "5", null, null, "5", "5", null, null, "5"]),
        ]));
        Assert.Equal((19, 3, 0, 16), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "14 | 1 | 2024/25 | 8А | Алгебра | exam | ∅ | ∅ | 4",
            "14 | 1 | 2024/25 | 8А | Алгебра | final | ∅ | ∅ | 3",
            "14 | 1 | 2024/25 | 8А | Алгебра | q1 | 2.86 | 0 | 3",
            "14 | 1 | 2024/25 | 8А | Алгебра | q2 | 3.38 | 3.4 | 3",
            "14 | 1 | 2024/25 | 8А | Алгебра | year | ∅ | ∅ | 3",
            "15 | 1 | 2024/25 | 8А | Разговоры о важном | q1 | 0 | 0 | ∅",
            "15 | 1 | 2024/25 | 8А | Разговоры о важном | q2 | 0 | 0 | ∅",
            "26 | 2 | 2024/25 | 8А | Алгебра | final | ∅ | ∅ | 5",
            "26 | 2 | 2024/25 | 8А | Алгебра | q1 | 5 | 5 | 5",
            "26 | 2 | 2024/25 | 8А | Алгебра | q2 | ∅ | ∅ | 5",
            "26 | 2 | 2024/25 | 8А | Алгебра | year | ∅ | ∅ | 5",
        ], run.Rows("SELECT row_no, pupil_no, academic_year, class_label, subject_name, period, mean, weighted_mean, mark FROM staging.stg_sgo__report_card ORDER BY row_no, period"));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void The_school_of_an_export_comes_from_its_file_or_folder()
    {
        using var run = new IntakeRun();
        run.LoadFile("edu000389/progress.xlsx", Book.Of("Лист1",
            [["Отчет об успеваемости и посещаемости ученика"], .. ProgressBlock("Первый", ["Март"], ["31"], ["Алгебра", "5", "5", "0", "5"])]));
        Assert.Equal("000389", run.Scalar("SELECT school_id FROM staging.stg_sheet"));
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public void The_same_blocks_are_read_from_a_text_file(string kind)
    {
        using var run = new IntakeRun();
        object?[][] rows = [["Отчет об успеваемости и посещаемости ученика"], .. ProgressBlock("Первый", ["Март", "Апрель"], ["31", "1"], ["Алгебра", "5", "3/3", "3,67", "0", "4"])];
        run.LoadFile("progress." + kind, kind == "csv" ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal("Алгебра | 3.67 | 4", run.Scalar("SELECT subject_name, sgo_mean, final_mark FROM staging.stg_sgo__progress_subject"));
        Assert.Equal(["2025-03-31 | [5]", "2025-04-01 | [3,3]"], run.Rows("SELECT lesson_date, marks FROM staging.stg_sgo__lesson_mark ORDER BY col_no"));
    }
}
