using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Forms;

/// <summary>Every pupil-level form with its header word for word (domain notes §1.2, 1.3, 1.7), as workbook and as text, gives exactly these typed rows.</summary>
public sealed class PupilFormTests
{
    private const string SheetSql =
        """
        SELECT layout_id, kind, procedure, year, academic_year, wave, grade, actual_grade, subject, level, max_score, work_date, region_code, municipality_id, school_id
        FROM staging.stg_sheet
        """;

    private const string ResultSql =
        """
        SELECT row_no, region_code, municipality_id, municipality_name, school_login, school_id, school_name, participant_code, class_label, variant, sex,
            attendance, primary_score, mark_given, journal_mark, journal_state, task_score, task_is_x
        FROM staging.stg_vpr__result ORDER BY row_no
        """;

    /// <summary>The same form as XLSX and as CSV, loaded on its own each time.</summary>
    private static void Check(string fileName, string sheetName, object?[][] rows, string sheet, string[] tasks, string[] results, (int Read, int Loaded, int Rejected, int NonData) counts)
    {
        foreach (var csv in (bool[])[false, true])
        {
            using var run = new IntakeRun();
            var file = run.LoadFile(fileName + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of(sheetName, rows));
            Assert.Equal(FileStatus.Loaded, file.Status);
            Assert.Equal(counts, (file.Read, file.Loaded, file.Rejected, file.NonData));
            Assert.Equal(sheet, run.Scalar(SheetSql));
            Assert.Equal(tasks, run.Rows("SELECT task_no, label, max_score, difficulty FROM staging.stg_sheet_task ORDER BY task_no"));
            Assert.Equal(results, run.Rows(ResultSql));
            Assert.Empty(run.Rejects());
        }
    }

    [Fact]
    public void Form_of_autumn_2020()
    {
        Check("ВПР осень 2020 математика 4 класс", "Лист1",
            [
                ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", .. Enumerable.Range(1, 40).Select(i => (object)$"a-{i}-grade")],
                ["reg00_vpr_m041", "sch000389", 1, "10001", 4, "м", "5а", 1, null, 12, 1, 1, 2, 1, 1, 1, 1, "Х", 1, 1, 1, 0, 1, 0, 0, "Моро М.И. Математика"],
                ["reg00_vpr_m041", "sch000389", 2, "10002", "нет отметки", "ж", "5Б", null, 7, 3, 1, 0, 0, "X", "x", "х", 1, 1, 0, 0, 0, 0, 0, 0, 0, "Моро М.И. Математика"],
                ["reg00_vpr_m041", "ksh000390", 3, "10001", null, "Ж", null, null, null, 0],
            ],
            "vpr_2020 | vpr_result | ВПР | 2020 | 2020/21 | autumn | 4 | 5 | МА | base | 20 | ∅ | ∅ | ∅ | ∅",
            // Maxima of 4 МА 2020 from the catalogue: fifteen tasks, 20 points.
            [
                "1 | 1 | 1 | ∅", "2 | 2 | 1 | ∅", "3 | 3 | 2 | ∅", "4 | 4 | 1 | ∅", "5 | 5 | 1 | ∅", "6 | 6 | 1 | ∅", "7 | 7 | 1 | ∅", "8 | 8 | 1 | ∅", "9 | 9 | 1 | ∅",
                "10 | 10 | 2 | ∅", "11 | 11 | 1 | ∅", "12 | 12 | 1 | ∅", "13 | 13 | 2 | ∅", "14 | 14 | 2 | ∅", "15 | 15 | 2 | ∅",
            ],
            [
                "2 | 00 | 00_m041 | ∅ | sch000389 | 000389 | ∅ | 10001 | А | 1 | м | present | 12 | ∅ | 4 | mark | [1,1,2,1,1,1,1,∅,1,1,1,0,1,0,0] | [0,0,0,0,0,0,0,1,0,0,0,0,0,0,0]",
                "3 | 00 | 00_m041 | ∅ | sch000389 | 000389 | ∅ | 10002 | Б | 2 | ж | present | 3 | ∅ | ∅ | none | [1,0,0,∅,∅,∅,1,1,0,0,0,0,0,0,0] | [0,0,0,1,1,1,0,0,0,0,0,0,0,0,0]",
                "4 | 00 | 00_m041 | ∅ | ksh000390 | 000390 | ∅ | 10001 | ∅ | ∅ | ж | absent | ∅ | ∅ | ∅ | empty | ∅ | ∅",
            ],
            (4, 3, 0, 1));
    }

    [Fact]
    public void Several_tags_in_the_groups_column_of_2020_are_no_name_of_a_municipality()
    {
        using var run = new IntakeRun();
        run.LoadFile("ВПР осень 2020 математика 4 класс.xlsx", Book.Of("Лист1",
            ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade", "a-2-grade"],
            ["reg00_vpr, reg00_vpr_m041, vpr4", "sch000389", 1, "10001", 4, "м", "5а", 1, null, 2, 1, 1]));
        Assert.Equal("00_m041 | ∅", run.Scalar("SELECT municipality_id, municipality_name FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void Form_of_spring_2021() => Check("Проведение работы по русскому языку, 4 класс. ВПР 2021", "Sheet1",
        [
            ["логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
                "балл за 1", "балл за 2", "балл за 3", "Учебник", "Др.уч. автор", "Др.уч. название"],
            ["sch000389", "Регион А", 1, "20001", 3, "ж", "4а", 2, 5, 3, "X", 2, "Канакина В.П.", "Иной автор", "Иное название"],
            ["sch000389", "Регион А", 2, "20002", 5, "м", "4 «Б»", 1, 0, 0, 0, 0, null, null, null],
            ["sch000389", "Регион А", 3, "20003", "нет отметки", "м", "нет", null, 0, null, null, null, "Канакина В.П.", null, null],
        ],
        "vpr_2021 | vpr_result | ВПР | 2021 | 2020/21 | spring | 4 | 4 | РУ | base | ∅ | ∅ | ∅ | ∅ | ∅",
        ["1 | 1 | ∅ | ∅", "2 | 2 | ∅ | ∅", "3 | 3 | ∅ | ∅"],
        [
            "2 | 00 | ∅ | ∅ | sch000389 | 000389 | ∅ | 20001 | А | 2 | ж | present | 5 | ∅ | 3 | mark | [3,∅,2] | [0,1,0]",
            "3 | 00 | ∅ | ∅ | sch000389 | 000389 | ∅ | 20002 | Б | 1 | м | present | 0 | ∅ | 5 | mark | [0,0,0] | [0,0,0]",
            "4 | 00 | ∅ | ∅ | sch000389 | 000389 | ∅ | 20003 | ∅ | ∅ | м | absent | ∅ | ∅ | ∅ | none | ∅ | ∅",
        ],
        (4, 3, 0, 1));

    [Fact]
    public void Form_of_2022() => Check("ВПР 2022 Математика 5 класс", "Протокол",
        [
            ["Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки", "Код", "Вариант", "1 (1б)", "5(1) (1б)", "5(2) (2б)", "12(1) (1б)",
                "Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"],
            ["edu000185", "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", "edu000185 | МКОУ «Средняя школа № 1»", "04.03.2022 09:28:45",
                "30001", 1, 1, 0, "X", 1, "5А", "м", 4, 2],
            ["edu000185", "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", "edu000185 | МКОУ «Средняя школа № 1»", "04.03.2022 09:28:45",
                "30002", "отсутствовал", null, null, null, null, "5А", "ж", 5, 0],
        ],
        "vpr_2022 | vpr_result | ВПР | 2022 | 2021/22 | spring | 5 | 5 | МА | base | 5 | ∅ | ∅ | ∅ | ∅",
        ["1 | 1 | 1 | ∅", "2 | 5.1 | 1 | ∅", "3 | 5.2 | 2 | ∅", "4 | 12.1 | 1 | ∅"],
        [
            "2 | 00 | 00_m010 | Н-ский муниципальный район | edu000185 | 000185 | МКОУ «Средняя школа № 1» | 30001 | А | 1 | м | present | 2 | ∅ | 4 | mark | [1,0,∅,1] | [0,0,1,0]",
            "3 | 00 | 00_m010 | Н-ский муниципальный район | edu000185 | 000185 | МКОУ «Средняя школа № 1» | 30002 | А | ∅ | ж | absent | ∅ | ∅ | 5 | mark | ∅ | ∅",
        ],
        (3, 2, 0, 1));

    [Fact]
    public void Workbook_of_2022_with_its_list_of_classes()
    {
        var book = new XlsxFile();
        book.Sheet("Классы").Row("Наименование класса", "Количество участников").Row("5А", 2).Row("5Б", 25);
        book.Sheet("Протокол").Rows(VprForm.All["vpr_2022"].Table(Pupil.Good("30001"), Pupil.Good("30002")));
        using var run = new IntakeRun();
        var file = run.LoadFile("ВПР 2022 Математика 4 класс.xlsx", book.ToBytes());
        Assert.Equal(FileStatus.Loaded, file.Status);
        Assert.Null(file.Problem);
        Assert.Equal([("Классы", SheetStatus.Auxiliary, 3, 0, 0, 3), ("Протокол", SheetStatus.Loaded, 3, 2, 0, 1)],
            file.Sheets.Select(s => (s.SheetName, s.Status, s.Read, s.Loaded, s.Rejected, s.NonData)));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row WHERE sheet_no = 1"));
    }

    [Fact]
    public void Official_individual_results_F1() => Check("Ф1_Индивидуальные результаты", "РУ 4 Индивидуальные результаты",
        [
            ["Индивидуальные результаты"],
            [],
            ["ВПР 2026 Русский язык 4 класс"],
            ["Предмет:", "Русский язык"],
            ["Максимальный первичный балл:", 24],
            ["Дата:", "20.04.2026"],
            [null, null, "Уровень сложности задания", null, null, null, "Б", "Б", "Б", "П", "Б", "Б", "Б", "Б", "Б", "П", "Б", "Б", "Б", "Б", "В"],
            ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант", "1 (2б)", "2 (1б)", "3 (2б)", "4 (3б)", "5 (2б)", "6 (1б)", "7 (1б)", "8 (2б)", "9.1 (1б)", "9.2 (2б)",
                "10.1 (1б)", "10.2 (2б)", "11 (1б)", "12.1 (2б)", "12.2 (1б)", "Первичный балл", "Отметка", "Отметка по журналу"],
            ["МБОУ «СОШ № 1»(edu000389)", "Н-ский муниципальный район(reg00_m012) Кол-во участников: 2"],
            ["edu000389", "Н-ский муниципальный район(reg00_m012)", "МБОУ «СОШ № 1»(edu000389)", "40001", 1, 1, 2, 1, 2, 3, 2, 1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 24, 5, 5],
            ["edu000389", "Н-ский муниципальный район(reg00_m012)", "МБОУ «СОШ № 1»(edu000389)", "40002", 2, 2, 0, "X", 0, 0, 0, 0, 0, 0, 0, 0, 0, "X", 0, 0, 0, 0, 2, 3],
        ],
        "vpr_f1 | vpr_result | ВПР | 2026 | 2025/26 | spring | 4 | 4 | РУ | base | 24 | 2026-04-20 | ∅ | ∅ | ∅",
        [
            "1 | 1 | 2 | Б", "2 | 2 | 1 | Б", "3 | 3 | 2 | Б", "4 | 4 | 3 | П", "5 | 5 | 2 | Б", "6 | 6 | 1 | Б", "7 | 7 | 1 | Б", "8 | 8 | 2 | Б", "9 | 9.1 | 1 | Б", "10 | 9.2 | 2 | П",
            "11 | 10.1 | 1 | Б", "12 | 10.2 | 2 | Б", "13 | 11 | 1 | Б", "14 | 12.1 | 2 | Б", "15 | 12.2 | 1 | В",
        ],
        [
            "10 | 00 | 00_m012 | Н-ский муниципальный район | edu000389 | 000389 | МБОУ «СОШ № 1» | 40001 | 1 | 1 | ∅ | present | 24 | 5 | 5 | mark | [2,1,2,3,2,1,1,2,1,2,1,2,1,2,1] | [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
            "11 | 00 | 00_m012 | Н-ский муниципальный район | edu000389 | 000389 | МБОУ «СОШ № 1» | 40002 | 2 | 2 | ∅ | present | 0 | 2 | 3 | mark | [0,∅,0,0,0,0,0,0,0,0,0,∅,0,0,0] | [0,1,0,0,0,0,0,0,0,0,0,1,0,0,0]",
        ],
        // Titles in rows 1 and 3–7, the header, the heading of the school.
        (10, 2, 0, 8));

    [Fact]
    public void Collection_form_that_the_school_fills() => Check("Форма сбора результатов Английский язык 8 класс ВПР 2026 edu000389", "Протокол",
        [
            ["Код участника", "Вариант", "1 (5б)", "2 (5б)", "3 (5б)", "4К1 (3б)", "4К2 (2б)", "4К3 (3б)", "4К4 (2б)", "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"],
            ["80001", 1, 5, 4, 3, 2, 2, 1, "X", 1, 4, 17],
            ["80002", 2, 0, 0, 0, "X", "X", "X", "X", 2, "нет отметки", 0],
            ["80003", "отсутствовал", null, null, null, null, null, null, null, 2, 3, 0],
        ],
        "vpr_collection_form | vpr_result | ВПР | 2026 | 2025/26 | spring | 8 | 8 | АЯ | base | 25 | ∅ | 00 | ∅ | 000389",
        ["1 | 1 | 5 | ∅", "2 | 2 | 5 | ∅", "3 | 3 | 5 | ∅", "4 | 4К1 | 3 | ∅", "5 | 4К2 | 2 | ∅", "6 | 4К3 | 3 | ∅", "7 | 4К4 | 2 | ∅"],
        [
            "2 | 00 | ∅ | ∅ | edu000389 | 000389 | ∅ | 80001 | 1 | 1 | ∅ | present | 17 | ∅ | 4 | mark | [5,4,3,2,2,1,∅] | [0,0,0,0,0,0,1]",
            "3 | 00 | ∅ | ∅ | edu000389 | 000389 | ∅ | 80002 | 2 | 2 | ∅ | present | 0 | ∅ | ∅ | none | [0,0,0,∅,∅,∅,∅] | [0,0,0,1,1,1,1]",
            "4 | 00 | ∅ | ∅ | edu000389 | 000389 | ∅ | 80003 | 2 | ∅ | ∅ | absent | ∅ | ∅ | 3 | mark | ∅ | ∅",
        ],
        (4, 3, 0, 1));

    [Fact]
    public void Collection_workbook_with_its_service_sheets_and_its_empty_lines()
    {
        var book = new XlsxFile();
        // The published form has 1499 prepared rows in which only the class lookups of hidden columns stand.
        book.Sheet("Протокол").Rows(VprForm.All["vpr_collection_form"].Table(Pupil.Good("80001"))).Blank(1498);
        book.Sheet("Служебный").Row("вариант", 1, 2, "отсутствовал").Row("отметка", 5, 4, 3, 2, "нет отметки");
        book.Sheet("Порядковый номер класса").Row(1).Row(2);
        using var run = new IntakeRun();
        var file = run.LoadFile("edu000389 Математика 4 класс ВПР 2026.xlsx", book.ToBytes());
        Assert.Equal([SheetStatus.Loaded, SheetStatus.Auxiliary, SheetStatus.Auxiliary], file.Sheets.Select(s => s.Status));
        Assert.Equal((6, 1, 0, 5), (file.Read, file.Loaded, file.Rejected, file.NonData));
    }

    [Theory]
    [InlineData("1 (2б)", "1 | 2")]
    [InlineData("1(2б)", "1 | 2")]
    [InlineData("1 (2 б)", "1 | 2")]
    [InlineData(" 1  (2б) ", "1 | 2")]
    [InlineData("1\u00A0(2б)", "1 | 2")]
    [InlineData("5(1) (1б)", "5.1 | 1")]
    [InlineData("5(1)(1б)", "5.1 | 1")]
    [InlineData("9.1 (1б)", "9.1 | 1")]
    [InlineData("12.10 (3Б)", "12.10 | 3")]
    [InlineData("4К1 (3б)", "4К1 | 3")]
    [InlineData("4K1 (3б)", "4К1 | 3")]
    [InlineData("4к1 (3б)", "4К1 | 3")]
    public void Headers_of_tasks_in_every_spelling(string header, string expected)
    {
        using var run = new IntakeRun();
        run.LoadFile("edu000389 Математика 4 класс ВПР 2026.xlsx", Book.Of("Протокол",
            ["Код участника", "Вариант", header, "Порядковый номер класса", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"], ["40001", 1, 1, 1, 4, 1]));
        Assert.Equal(expected, run.Scalar("SELECT label, max_score FROM staging.stg_sheet_task"));
    }
}
