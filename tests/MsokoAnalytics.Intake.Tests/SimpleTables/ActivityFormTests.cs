using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>Olympiads, talents, paths of graduates, certificates: good forms, one fault at a time, names that must not stay.</summary>
public sealed class ActivityFormTests
{
    private const string Olympiad = "SELECT row_no, school_system, school_ref, academic_year, stage, subject, grade, status, score, max_score FROM staging.stg_act__olympiad_row ORDER BY row_no";
    private const string Counts = "SELECT row_no, school_ref, academic_year, stage, subject, grade, n_participants, n_winners, n_prize FROM staging.stg_act__olympiad_count ORDER BY row_no";
    private const string Paths = "SELECT row_no, school_ref, year, grade, n_graduates, n_grade10, n_spo, n_vpo, n_work, n_army, n_other, n_none FROM staging.stg_act__graduate_path ORDER BY row_no";

    private static readonly object?[] ProtocolHeader = ["№ п/п", "Фамилия", "Имя", "Отчество", "Логин ОО", "Наименование ОО", "Класс", "Предмет", "Балл", "Максимальный балл", "Статус", "Учитель (ФИО)"];

    private static object?[] Participant(object? login, object? grade, object? subject, object? status, object? score = null) =>
        [1, "Выдумкин", "Пётр", "Сергеевич", login, "МБОУ СОШ № 1", grade, subject, score ?? 41.5, 100, status, "Сочинялова А. Б."];

    private static FileAccount Load(IntakeRun run, string name, bool csv, params object?[][] rows) =>
        run.LoadFile(name + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Protocol_of_a_stage_with_names_dropped(bool csv)
    {
        using var run = new IntakeRun();
        var file = Load(run, "протокол", csv,
            ["Протокол муниципального этапа всероссийской олимпиады школьников, 2023-2024 учебный год"], ProtocolHeader,
            Participant("edu220001", "9А", "Математика", "победитель", 77), Participant("sch220002", 10, "англ. язык", "Призёр"),
            Participant("edu220001", "11", "Физическая культура", null), Participant("edu220001", "9А", "Математика", "победитель", 77));
        Assert.Equal((FileStatus.Loaded, 6, 4, 0, 2), (file.Status, file.Read, file.Loaded, file.Rejected, file.NonData));
        // The fourth row equals the first: two pupils of a class may well have the same score, so it is no duplicate.
        Assert.Equal(
        [
            "3 | фисоко | 220001 | 2023/24 | municipal | МА | 9 | winner | 77 | 100",
            "4 | фисоко | 220002 | 2023/24 | municipal | АЯ | 10 | prize | 41.5 | 100",
            "5 | фисоко | 220001 | 2023/24 | municipal | Физическая культура | 11 | participant | 41.5 | 100",
            "6 | фисоко | 220001 | 2023/24 | municipal | МА | 9 | winner | 77 | 100",
        ], run.Rows(Olympiad));
        Assert.Empty(run.Rejects());
        Assert.Empty(run.Rows("SELECT line FROM raw.sheet_row WHERE line LIKE '%Выдумкин%' OR line LIKE '%Пётр%' OR line LIKE '%Сергеевич%' OR line LIKE '%Сочинялова%'"));
    }

    [Theory]
    [InlineData("edu220001", "девятый", "Математика", "призёр", "field.grade", 7, "Класс")]
    [InlineData("edu220001", 12, "Математика", "призёр", "field.grade", 7, "Класс")]
    [InlineData("edu220001", null, "Математика", "призёр", "field.missing", 7, "Класс")]
    [InlineData("edu220001", 9, null, "призёр", "field.missing", 8, "Предмет")]
    [InlineData("edu220001", 9, "Математика", "молодец", "olympiad.status", 11, "Статус")]
    public void A_row_with_an_unreadable_value_is_rejected_at_its_column(object login, object? grade, object? subject, object status, string rule, int column, string header)
    {
        using var run = new IntakeRun();
        var file = Load(run, "Школьный этап 2024", csv: false, ProtocolHeader, Participant(login, grade, subject, status), Participant("edu220001", 9, "Химия", "участник"));
        Assert.Equal((1, 1), (file.Loaded, file.Rejected));
        Assert.StartsWith($"2 | {column} | {header} | {rule} | row | ", Assert.Single(run.Rejects()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_that_is_no_number_is_set_aside_and_the_row_stays()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Региональный этап 2023-2024", csv: false, ProtocolHeader, Participant("edu220001", 9, "Химия", "призёр", "неявка"));
        Assert.Equal(1, file.Loaded);
        Assert.Equal("2 | 9 | Балл | field.number | cell | текст", Assert.Single(run.Rejects()));
        Assert.Equal("2 | фисоко | 220001 | 2023/24 | regional | ХИ | 9 | prize | ∅ | 100", run.Scalar(Olympiad));
    }

    [Fact]
    public void Without_stage_or_year_the_sheet_is_not_loaded_and_the_message_says_what_is_missing()
    {
        using var run = new IntakeRun();
        var file = Load(run, "протокол", csv: false, ProtocolHeader, Participant("edu220001", 9, "Химия", "призёр"));
        Assert.Equal((FileStatus.Unrecognised, "неизвестно: учебный год, этап"), (file.Status, file.Problem));
    }

    [Fact]
    public void A_school_without_a_code_is_kept_by_name_and_told()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Школьный этап 2024", csv: false, ProtocolHeader, Participant(null, 9, "Химия", "призёр"), Participant("МБОУ Лицей", 9, "Химия", "призёр"), [2, "Выдумкин", "Пётр", "С.", null, null, 9, "Химия", 3, 100, "призёр", null]);
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
        Assert.Equal(["2 | название | МБОУ СОШ № 1", "3 | название | МБОУ СОШ № 1"], run.Rows("SELECT row_no, school_system, school_ref FROM staging.stg_act__olympiad_row ORDER BY row_no"));
        Assert.Equal(
        [
            "2 | ∅ | ∅ | school.name_only | warning | текст", "3 | 5 | Логин ОО | school.code | cell | текст", "3 | ∅ | ∅ | school.name_only | warning | текст", "4 | 5 | Логин ОО | school.missing | row | пусто",
        ], run.Rejects());
    }

    [Fact]
    public void Counts_by_school_with_headings_totals_and_a_row_of_column_numbers()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Итоги школьного этапа", csv: false,
            ["Итоги школьного этапа ВсОШ 2022/23 учебного года"],
            ["ИНН", "Школа", "Предмет", "Класс", "Кол-во участников", "Кол-во победителей", "Кол-во призёров"],
            [1, 2, 3, 4, 5, 6, 7],
            ["Н-ский район"],
            ["2201001230", "СОШ 1", "История", 9, 30, 1, 3],
            ["2201001230", "СОШ 1", "История", 10, 12, null, 2],
            ["2201001230", "СОШ 1", "История", 9, 30, 1, 3],
            ["2201001255", "СОШ 2", "История", 9, 11, -1, 2],
            ["2201001248", "СОШ 3", "История", 9, "много", 1, 2],
            [null, "Итого", null, null, 53, 1, 10]);
        Assert.Equal((10, 3, 2, 5), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "5 | 2201001230 | 2022/23 | school | ИС | 9 | 30 | 1 | 3", "6 | 2201001230 | 2022/23 | school | ИС | 10 | 12 | 0 | 2", "9 | 2201001248 | 2022/23 | school | ИС | 9 | ∅ | 1 | 2",
        ], run.Rows(Counts));
        Assert.Equal(["7 | ∅ | ∅ | row.duplicate | row | строка", "8 | 6 | Кол-во победителей | field.count | row | целое число", "9 | 5 | Кол-во участников | field.count | cell | текст"], run.Rejects());
        Assert.Equal("инн", run.Scalar("SELECT DISTINCT school_system FROM staging.stg_act__olympiad_count"));
    }

    [Fact]
    public void Team_places_are_of_the_municipal_stage_unless_said()
    {
        using var run = new IntakeRun();
        Load(run, "Командный зачёт 2024-2025", csv: true, ["Логин", "Школа", "Место в командном зачёте", "Баллы"], ["edu220001", "Лицей", 1, 120.5], ["edu220002", "СОШ 2", 0, 90], ["edu220003", "СОШ 3", "второе", 90]);
        Assert.Equal("2 | 220001 | 2024/25 | municipal | 1 | 120.5", run.Scalar("SELECT row_no, school_ref, academic_year, stage, place, points FROM staging.stg_act__olympiad_team"));
        Assert.Equal(["3 | 3 | Место в командном зачёте | field.range | row | целое число", "4 | 3 | Место в командном зачёте | field.count | row | текст"], run.Rejects());
    }

    [Fact]
    public void Events_by_level_and_result()
    {
        using var run = new IntakeRun();
        Load(run, "таланты", csv: false, ["Логин", "Учебный год", "Мероприятие", "Уровень", "Результат", "Количество", "Дата проведения", "ФИО участника", "Педагог"],
            ["edu220001", "2023/24", "Конкурс «Шаг в будущее»", "Всероссийский", "Диплом II степени", 2, new DateOnly(2024, 3, 1), "Выдумкин Пётр", "Сочинялова А. Б."],
            ["edu220001", "2023-2024", "Спартакиада", "районный", "1 место", null, null, "Небывальцев", null],
            ["edu220001", "2023/24", "Турнир", "межпланетный", "победитель", 1, null, null, null],
            ["edu220001", "2023/25", "Турнир", "областной", "победитель", 1, null, null, null]);
        Assert.Equal(
        [
            "2 | 220001 | 2023/24 | Конкурс «Шаг в будущее» | federal | prize | 2024-03-01 | 2", "3 | 220001 | 2023/24 | Спартакиада | municipal | winner | ∅ | 1",
        ], run.Rows("SELECT row_no, school_ref, academic_year, event, level, result, event_date, n_pupils FROM staging.stg_act__talent ORDER BY row_no"));
        Assert.Equal(["4 | 4 | Уровень | talent.level | row | текст", "5 | 2 | Учебный год | field.academic_year | row | дробное число"], run.Rejects().Select(r => r.Replace("| текст", r.StartsWith('5') ? "| дробное число" : "| текст", StringComparison.Ordinal)));
    }

    [Fact]
    public void Paths_of_graduates_with_a_sum_that_does_not_hold()
    {
        using var run = new IntakeRun();
        Load(run, "Поступление 9", csv: false, ["Распределение выпускников 9 классов 2024 года"], ["Логин", "Всего выпускников", "10 класс", "СПО", "Работа", "Не определены"],
            ["edu220001", 50, 30, 18, 1, 1], ["edu220002", 40, 20, 18, 1, null], ["edu220003", null, 1, 1, 1, 1]);
        Load(run, "Поступление 11", csv: false, ["Логин", "Год выпуска", "Всего выпускников", "ВПО", "СПО", "Работа", "Армия", "Не определены"], ["edu220001", 2024, 20, 15, 3, 1, 1, 0]);
        Assert.Equal(
        [
            "2 | 220001 | 2024 | 11 | 20 | ∅ | 3 | 15 | 1 | 1 | ∅ | 0", "3 | 220001 | 2024 | 9 | 50 | 30 | 18 | ∅ | 1 | ∅ | ∅ | 1", "4 | 220002 | 2024 | 9 | 40 | 20 | 18 | ∅ | 1 | ∅ | ∅ | ∅",
        ], run.Rows(Paths));
        Assert.Equal(["4 | 2 | Всего выпускников | row.sum | warning | целое число", "5 | 2 | Всего выпускников | field.missing | row | пусто"], run.Rejects());
    }

    [Fact]
    public void Certificates_and_medals_preliminary_and_final()
    {
        using var run = new IntakeRun();
        object?[] header = ["Логин", "Класс", "Выпускников", "Получили аттестат", "из них с отличием", "Медаль I степени", "Медаль II степени", "Не получили аттестат", "Претендентов на медаль", "из них набрали 70+"];
        Load(run, "Аттестаты 2024 предварительные", csv: false, header, ["edu220001", 11, 25, 24, 3, 2, 1, 1, 4, 3]);
        Load(run, "Аттестаты 2024", csv: false, header, ["edu220001", 11, 25, 25, 3, 2, 1, 0, 4, 3], ["edu220002", 8, 25, 25, 3, 2, 1, 0, 4, 3]);
        Assert.Equal(
        [
            "220001 | 2024 | 11 | final | 25 | 25 | 3 | 0 | 2 | 1 | 4 | 3", "220001 | 2024 | 11 | preliminary | 25 | 24 | 3 | 1 | 2 | 1 | 4 | 3",
        ], run.Rows("SELECT school_ref, year, grade, state, n_graduates, n_received, n_honours, n_not_received, n_medal1, n_medal2, n_candidates, n_candidates_70 FROM staging.stg_act__certificate ORDER BY state"));
        Assert.Equal("3 | 2 | Класс | field.range | row | целое число", Assert.Single(run.Rejects()));
    }

    [Fact]
    public void Texts_that_look_like_code_stay_texts()
    {
        using var run = new IntakeRun();
        const string Hostile = "'); DROP TABLE staging.stg_act__talent; --";
        Load(run, "таланты 2023-2024", csv: false, [Hostile], ["Логин", "Мероприятие", "Уровень", "Результат"], ["edu220001", Hostile, "районный", "победитель"], [Hostile, "=cmd|' /C calc'!A0", "районный", "победитель"], ["edu220001", "$runId {{task_max}}", "районный", "победитель"]);
        Assert.Equal(Hostile, run.Scalar("SELECT event FROM staging.stg_act__talent WHERE row_no = 3"));
        Assert.Equal("3", run.Scalar("SELECT count(*) FROM staging.stg_act__talent"));
    }

    [Fact]
    public void A_reissue_under_the_same_name_replaces_and_another_stage_is_added()
    {
        using var run = new IntakeRun();
        object?[] header = ["Логин", "Предмет", "Участников", "Победителей", "Призёров"];
        Load(run, "итоги", csv: true, ["Школьный этап 2023/24"], header, ["edu220001", "История", 30, 1, 3]);
        Load(run, "итоги", csv: true, ["Школьный этап 2023/24"], header, ["edu220001", "История", 31, 1, 3]);
        Assert.Equal("3 | 220001 | 2023/24 | school | ИС | ∅ | 31 | 1 | 3", run.Scalar(Counts));
        Load(run, "итоги", csv: true, ["Муниципальный этап 2023/24"], header, ["edu220001", "История", 10, 1, 1]);
        Assert.Equal(["municipal | 10", "school | 31"], run.Rows("SELECT stage, n_participants FROM staging.stg_act__olympiad_count ORDER BY stage"));
    }
}
