using MsokoAnalytics.Intake.Blocks;

namespace MsokoAnalytics.Intake.Tests.Journal;

/// <summary>Period marks of journals: long tables of marks and of counts, class summaries in their three forms.</summary>
public sealed class JournalPeriodTests
{
    private const string Periods = "SELECT row_no, school_system, school_ref, academic_year, grade, class_label, subject, period, n2, n3, n4, n5, n_none FROM staging.stg_journal__period ORDER BY ALL";
    private const string Summary = "SELECT row_no, pupil_no, academic_year, class_name, subject, period, mark FROM staging.stg_journal__class_mark ORDER BY row_no, column_no";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Marks_of_pupils_are_counted_by_class_subject_and_period(bool csv)
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Логин", "Учебный год", "Класс", "Предмет", "Период", "№ ученика", "Отметка"],
            ["edu220001", "2023/24", "9А", "Алгебра", "1 четверть", 1, 5], ["edu220001", "2023-2024", "9 \"а\"", "математика", "I четверть", 2, 4], ["edu220001", "2023/24", "9А", "Алгебра", "1 четверть", 3, "н/а"],
            ["edu220001", "2023/24", "9А", "Алгебра", "1 четверть", 4, null], ["edu220001", "2023/24", "9А", "Алгебра", "Год", 1, 2], ["edu220001", "2023/24", "9Б", "Физ-ра", "1 четверть", 1, 3],
        ];
        var file = run.LoadFile("журнал" + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal((7, 6, 0, 1), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "2 | фисоко | 220001 | 2023/24 | 9 | А | МА | q1 | 0 | 0 | 1 | 1 | 2", "6 | фисоко | 220001 | 2023/24 | 9 | А | МА | year | 1 | 0 | 0 | 0 | 0", "7 | фисоко | 220001 | 2023/24 | 9 | Б | Физическая культура | q1 | 0 | 1 | 0 | 0 | 0",
        ], run.Rows(Periods));
        Assert.Empty(run.Rejects());
    }

    [Theory]
    [InlineData("edu220001", "2023/24", "9А", "Алгебра", "5 четверть", 5, "journal.period", 5, "Период")]
    [InlineData("edu220001", "2023/24", "9А", "Алгебра", "3 полугодие", 5, "journal.period", 5, "Период")]
    [InlineData("edu220001", "2023/25", "9А", "Алгебра", "год", 5, "journal.year", 2, "Учебный год")]
    [InlineData("edu220001", "2023/24", "подготовительный", "Алгебра", "год", 5, "journal.class", 3, "Класс")]
    [InlineData("edu220001", "2023/24", "9А", null, "год", 5, "journal.subject", 4, "Предмет")]
    [InlineData("edu220001", "2023/24", "9А", "Алгебра", "год", 1, "journal.mark", 7, "Отметка")]
    [InlineData("edu220001", "2023/24", "9А", "Алгебра", "год", "хорошо", "journal.mark", 7, "Отметка")]
    [InlineData(null, "2023/24", "9А", "Алгебра", "год", 5, "school.missing", 1, "Логин")]
    [InlineData("edu220001", "2023/24", "9А", "Алгебра", "экзамен", 4, "journal.pupil_twice", null, null)]
    public void One_fault_in_a_row_of_marks(object? login, object year, object className, object? subject, object period, object mark, string rule, int? column, string? header)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("журнал.csv", TextTable.ToBytes([["Логин", "Учебный год", "Класс", "Предмет", "Период", "№ ученика", "Отметка"], ["edu220001", "2023/24", "9А", "Алгебра", "экзамен", 7, 4], [login, year, className, subject, period, 7, mark]]));
        Assert.Equal((1, 1), (file.Loaded, file.Rejected));
        Assert.Equal($"3 | {column?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "∅"} | {header ?? "∅"} | {rule} | row | текст", Assert.Single(run.Rejects()));
        Assert.Equal("2 | фисоко | 220001 | 2023/24 | 9 | А | МА | exam | 0 | 0 | 1 | 0 | 0", run.Scalar(Periods));
    }

    [Fact]
    public void Counts_of_marks_and_a_school_from_the_folder()
    {
        using var run = new IntakeRun();
        run.LoadFile("2023-2024/edu220002/счёт.xlsx", Book.Of("Лист1", ["Класс", "Предмет", "Период", "5", "4", "3", "2", "н/а", "Всего"],
            ["5 «б»", "Физкультура", "2 полугодие", 20, 5, null, 0, 1, 26], ["5 «б»", "Физкультура", "2 полугодие", 20, 5, 0, 0, 1, 26], ["6Б", "История", "год", 10, "много", 0, 0, 0, 10], ["6Б", "История", "1 триместр", 10, -3, 0, 0, 0, 10]));
        Assert.Equal("2 | фисоко | 220002 | 2023/24 | 5 | Б | Физическая культура | h2 | 0 | 0 | 5 | 20 | 1", run.Scalar(Periods));
        Assert.Equal(["3 | ∅ | ∅ | journal.pupil_twice | row | текст", "4 | 5 | 4 | field.count | row | текст", "5 | 5 | 4 | field.count | row | текст"], run.Rejects());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Class_summary_of_one_period(bool csv)
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Сводная ведомость успеваемости за 2 четверть"], ["Учебный год: 2023/2024"], ["Класс: 7А"], ["№", "Фамилия, имя", "Алгебра", "Русский язык", "Физика", "Средний балл"],
            [1, "Выдумкин Пётр", 5, 4, null, 4.5], [2, "Сочинялова Анна", 3, "н/а", "двойка", 3], [null, "Средний балл", 4, 4, null, null], [null, "Классный руководитель: Легендарова В. В."],
        ];
        var file = run.LoadFile("edu220001/ведомость" + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal((8, 2, 0, 6), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "5 | 1 | 2023/24 | 7А | Алгебра | q2 | 5", "5 | 1 | 2023/24 | 7А | Русский язык | q2 | 4", "6 | 2 | 2023/24 | 7А | Алгебра | q2 | 3", "6 | 2 | 2023/24 | 7А | Русский язык | q2 | ∅",
        ], run.Rows(Summary));
        Assert.Equal("6 | 5 | Физика | journal.mark | cell | текст", Assert.Single(run.Rejects()));
        Assert.Empty(run.Rows("SELECT line FROM raw.sheet_row WHERE line LIKE '%Выдумкин%' OR line LIKE '%Сочинялова%' OR line LIKE '%Легендарова%'"));
    }

    [Fact]
    public void Class_summary_with_a_row_for_each_period()
    {
        using var run = new IntakeRun();
        run.LoadFile("edu220001/ведомость.xlsx", Book.Of("Лист1", ["Сводная ведомость учёта успеваемости"], ["Учебный год: 2023/2024"], ["Класс: 9Б"], ["№ п/п", "Ученик", "Период", "Алгебра", "Химия"],
            [1, "Выдумкин Пётр", "1 четверть", 5, 4], [null, null, "Год", 5, 4], [null, null, "Экз.", 4, null], [null, null, "Итоговая", 5, 4], [2, "Сочинялова Анна", "1 четверть", 3, 3], [null, null, "пятая", 3, 3]));
        Assert.Equal(
        [
            "5 | 1 | Алгебра | q1 | 5", "5 | 1 | Химия | q1 | 4", "6 | 1 | Алгебра | year | 5", "6 | 1 | Химия | year | 4", "7 | 1 | Алгебра | exam | 4", "8 | 1 | Алгебра | final | 5", "8 | 1 | Химия | final | 4", "9 | 2 | Алгебра | q1 | 3", "9 | 2 | Химия | q1 | 3",
        ], run.Rows("SELECT row_no, pupil_no, subject, period, mark FROM staging.stg_journal__class_mark ORDER BY row_no, column_no"));
        Assert.Equal("10 | 3 | Период | journal.period | row | текст", Assert.Single(run.Rejects()));
    }

    [Fact]
    public void Class_summary_with_periods_under_the_subjects()
    {
        using var run = new IntakeRun();
        run.LoadFile("edu220001/ведомость.xlsx", Book.Of("Лист1", ["Сводная ведомость успеваемости"], ["Учебный год: 2023/2024"], ["Класс: 10"], ["№", "ФИО", "Алгебра", null, null, "Химия", null, null, "Пропуски"],
            [null, null, "1 полугодие", "2 полугодие", "Год", "1 полугодие", "2 полугодие", "Год", null], [1, "Выдумкин Пётр", 5, 4, 5, 3, 3, 3, 12]));
        Assert.Equal(
        [
            "Алгебра | h1 | 5", "Алгебра | h2 | 4", "Алгебра | year | 5", "Химия | h1 | 3", "Химия | h2 | 3", "Химия | year | 3",
        ], run.Rows("SELECT subject, period, mark FROM staging.stg_journal__class_mark ORDER BY column_no"));
        Assert.Empty(run.Rows("SELECT line FROM raw.sheet_row WHERE line LIKE '%Выдумкин%'"));
    }

    [Fact]
    public void Class_summaries_below_one_another_keep_their_own_class_and_period()
    {
        using var run = new IntakeRun();
        object?[] header = ["№", "ФИО", "Алгебра", "Физика"];
        object?[][] rows =
        [
            ["Сводная ведомость успеваемости"], ["Учебный год: 2023/2024"], ["Класс: 9А"], ["Классный руководитель: Легендарова В. В."], ["Период: 4 четверть"], header, [1, "Выдумкин Пётр", 5, 4], [null, "Средний балл", 5, 4], [null, "Классный руководитель: Легендарова В. В."],
            ["Сводная ведомость успеваемости"], ["Класс: 9Б"], ["Период: Итоговая"], header, [1, "Сочинялова Анна", 3, 2],
            // No period of its own: that of the table before must not be taken.
            ["Сводная ведомость успеваемости"], ["Класс: 9В"], header, [1, "Небывальцев Иван", 4, 4],
        ];
        var file = run.LoadFile("edu220001/ведомость.xlsx", Book.Of("Лист1", rows));
        Assert.Equal((18, 2, 1, 15), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(["9А | Алгебра | q4 | 5", "9А | Физика | q4 | 4", "9Б | Алгебра | final | 3", "9Б | Физика | final | 2"],
            run.Rows("SELECT class_name, subject, period, mark FROM staging.stg_journal__class_mark ORDER BY row_no, column_no"));
        Assert.Equal("18 | 1 | Период | journal.period | row | текст", Assert.Single(run.Rejects()));
        Assert.Empty(run.Rows("SELECT line FROM raw.sheet_row WHERE line LIKE '%Выдумкин%' OR line LIKE '%Сочинялова%' OR line LIKE '%Небывальцев%' OR line LIKE '%Легендарова%'"));
    }

    [Fact]
    public void A_class_summary_without_a_school_or_without_a_header_is_told_and_nothing_of_it_is_kept()
    {
        using var run = new IntakeRun();
        object?[][] rows = [["Сводная ведомость успеваемости за 1 четверть"], ["Учебный год: 2023/2024"], ["Класс: 7А"], ["№", "Ученик", "Алгебра", "Физика"], [1, "Выдумкин Пётр", 5, 4]];
        Assert.Equal("неизвестно: школа", run.LoadFile("ведомость.xlsx", Book.Of("Лист1", rows)).Problem);
        Assert.Equal("похоже на «Сводная ведомость успеваемости класса»: в первых 4 строках нет строки заголовков с учениками и предметами", run.LoadFile("edu220001/ведомость.xlsx", Book.Of("Лист1", [.. rows[..3], [1, "Выдумкин Пётр", 5, 4]])).Problem);
        Assert.Empty(run.Rows("SELECT * FROM raw.sheet_row"));
    }

    public static TheoryData<string, string?> PeriodNames() => new()
    {
        { "1 четверть", "q1" }, { "4-я четверть", "q4" }, { "IV четверть", "q4" }, { "II четв.", "q2" }, { "5 четверть", null }, { "1 полугодие", "h1" }, { "2-е полугодие", "h2" }, { "II п/г", "h2" }, { "3 полугодие", null },
        { "3 триместр", "t3" }, { "IV триместр", null }, { "Год", "year" }, { "Год. оценка", "year" }, { "за год", "year" }, { "Годовая отметка", "year" }, { "Экз. оценка", "exam" }, { "экзамен", "exam" },
        { "Гос. экз. оценка", "state_exam" }, { "Итог", "final" }, { "Итог. оценка", "final" }, { "Итоговая", "final" }, { "каникулы", null }, { "2024", null }, { "годик", null },
    };

    [Theory, MemberData(nameof(PeriodNames))]
    public void Both_readers_of_period_names_agree(string text, string? expected)
    {
        using var run = new IntakeRun();
        using var connection = run.Warehouse.NewConnection();
        using var command = connection.CreateCommand();
        command.CommandText = IntakeRun.Setup.MacroSql;
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT msoko_period('{text}')";
        Assert.Equal((expected, expected), (JournalPeriod.Parse(text), command.ExecuteScalar() as string));
    }
}
