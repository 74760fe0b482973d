namespace MsokoAnalytics.Intake.Tests.Mappings;

/// <summary>Local tables by pupils: every expected value is read off the table by hand.</summary>
public sealed class PupilTableTests
{
    private const string Works =
        "SELECT s.procedure, s.year, s.academic_year, s.wave, s.grade, s.actual_grade, s.subject, s.max_score, count(*) FROM staging.stg_vpr__result JOIN staging.stg_sheet AS s USING (file_key, sheet_no) GROUP BY ALL ORDER BY ALL";

    [Fact]
    public void Columns_tell_school_class_and_subject_and_each_work_stands_apart()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml",
            """
            файлы: "работы/*.csv"
            процедура: РКР
            год: 2025
            период: март
            столбцы: {школа: ОО, класс: Класс, предмет: Дисциплина, код ученика: Код, итог: Балл, отметка: Оценка}
            максимальный балл: {Русский язык: 20, Математика: 12}
            значения: {н: отсутствует, отметка: {зач: 3}}
            школы: {«СОШ № 1»: edu220001}
            предметы: {Родной русский: Русский язык}
            """);
        run.Folder.Write("работы/все.csv",
            "РКР, март 2025\nОО;Класс;Дисциплина;Код;Балл;Оценка\n"
            + "СОШ №1;7А;математика;1;10;5\n220002;7б;Математика;1;н;\nedu220002;8;родной русский;2;15,0;зач\n"
            + "СОШ № 9;7А;математика;1;10;5\n220002;12;математика;3;4;3\n220002;7;танцы;4;4;3\n220002;7А;математика;5;13;5\nИтого;;;;40;\n");
        var report = run.Load();
        Assert.Equal(["РКР | 2025 | 2024/25 | march | 7 | 7 | МА | 12 | 3", "РКР | 2025 | 2024/25 | march | 8 | 8 | РУ | 20 | 1"], run.Rows(Works));
        Assert.Equal(
            ["3 | 220001 | А | present | 10 | 5", "4 | 220002 | Б | absent | ∅ | ∅", "5 | 220002 | ∅ | present | 15 | 3", "9 | 220002 | А | unknown | ∅ | 5"],
            run.Rows("SELECT row_no, school_id, class_label, attendance, primary_score, mark_given FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(
            ["6 | 1 | ОО | school.unknown | row | текст", "7 | 2 | Класс | grade.unreadable | row | целое число", "8 | 3 | Дисциплина | subject.unknown | row | текст", "9 | 5 | Балл | total.over_max | cell | целое число"],
            run.Rejects());
        var sheet = Assert.Single(Assert.Single(report.Files, f => f.Path == "работы/все.csv").Sheets);
        Assert.Equal((10, 4, 3, 3), (sheet.Read, sheet.Loaded, sheet.Rejected, sheet.NonData));
        Assert.Contains("строка 3: школа 220001, 7 класс «А», МА: итог 10, отметка 5", sheet.Preview);
    }

    [Fact]
    public void Several_header_rows_sheets_and_tasks_without_a_total()
    {
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet("7А").Rows([["Контрольная"], ["№", "Задания", null, "Вариант"], [null, "1 (2б)", "2 (3б)", null], [1, 2, 3, 1], [2, "-", 1, 2], [3, null, null, null]]);
        book.Sheet("Справка").Rows([["что-то", "иное"]]);
        book.Sheet("7Б").Rows([["№", "Задания", null, "Вариант"], [null, "1 (2б)", "2 (3б)", null], [1, 0, 0, 1]]);
        run.Folder.WriteBytes("МКР_edu220005_7.xlsx", book.ToBytes());
        run.Folder.Write("сопоставление.yml",
            """
            файлы: "МКР_{школа}_{класс}.xlsx"
            учебный год: 2024/25
            период: ноябрь
            предмет: МА
            строк заголовка: 2
            пропустить листы: Справка
            столбцы: {код ученика: №, вариант: Вариант}
            задания: "Задания / {n} ({макс}б)"
            значения: {"-": не приступал}
            """);
        run.Load();
        Assert.Equal(["МКР | 2024 | 2024/25 | november | 7 | 7 | МА | 5 | 3"], run.Rows(Works.Replace("s.max_score, count(*)", "s.max_score, count(*) FILTER (WHERE sheet_no = 1)", StringComparison.Ordinal)).Take(1));
        Assert.Equal(["1 | 4 | 1 | present | 5 | [2,3] | [0,0]", "1 | 5 | 2 | present | 1 | [∅,1] | [1,0]", "1 | 6 | 3 | absent | ∅ | ∅ | ∅"],
            run.Rows("SELECT sheet_no, row_no, participant_code, attendance, primary_score, task_score, task_is_x FROM staging.stg_vpr__result WHERE sheet_no = 1 ORDER BY ALL"));
        Assert.Equal(["220005"], run.Rows("SELECT DISTINCT school_id FROM staging.stg_vpr__result"));
        // The same number on the second sheet of the same work is the same pupil to the engine: told and set aside.
        Assert.Equal(["3 | 1 | № | code.duplicate | row | повтор"], run.Rejects());
    }

    [Fact]
    public void Numbers_that_begin_anew_in_every_class_are_different_pupils()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", "файлы: \"*.csv\"\nгод: 2024\nпериод: ноябрь\nпредмет: РУ\nшкола: edu220001\nстолбцы: {класс: Класс, код ученика: №, итог: Балл}\n");
        run.Folder.Write("a.csv", "Класс;№;Балл\n7А;1;5\n7Б;1;6\n7А;1;7\n");
        run.Load();
        Assert.Equal(["2 | А-1 | 5", "3 | Б-1 | 6"], run.Rows("SELECT row_no, participant_code, primary_score FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(["4 | 2 | № | code.duplicate | row | повтор"], run.Rejects());
    }

    [Fact]
    public void Rows_without_a_code_are_numbered_and_names_never_reach_the_disk()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", "файлы: \"*.csv\"\nгод: 2024\nпериод: ноябрь\nкласс: 5\nпредмет: РУ\nшкола: edu220001\nстолбцы: {итог: Балл}\n");
        run.Folder.Write("a.csv", "ФИО;Балл\nТайнов Секрет;5\nСкрытова Анна;7\n");
        run.Folder.Write("b.csv", "ФИО;Балл\nТайнов Пётр;5\n");
        run.Load();
        Assert.Equal("3", run.Scalar("SELECT count(DISTINCT participant_code) FROM staging.stg_vpr__result"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row WHERE line LIKE '%Тайнов%' OR line LIKE '%Скрытова%'"));
    }
}
