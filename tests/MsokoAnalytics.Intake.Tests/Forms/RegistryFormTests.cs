namespace MsokoAnalytics.Intake.Tests.Forms;

/// <summary>The school registry: lists with codes, changes of schools, confirmed matches; every fault has its own rule.</summary>
public sealed class RegistryFormTests
{
    private const string SchoolSql =
        "SELECT row_no, origin, school_login, school_id, school_name, municipality_id, oge_id, ege_id, inn, ogrn, sgo_id, valid_from, valid_to FROM staging.stg_registry__school ORDER BY row_no";

    // ИНН 7707083893 and ОГРН 1027700132195 are the published numbers of a large bank: their check digits are known to be right.
    private static readonly object?[] SchoolHead =
        ["№", "Логин ФИС ОКО", "Наименование", "Муниципалитет", "Код ОГЭ", "Код ЕГЭ", "ИНН", "ОГРН", "Код СГО", "Действует с", "Действует по", "ФИО директора"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_of_schools(bool csv)
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Реестр школ"], SchoolHead,
            [1, "edu880001", "МБОУ «СОШ №1»", "Заречный район(reg88_m010)", "100001", "200001", "7707083893", "1027700132195", "17", "01.09.2021", null, "Образцов П.П."],
            [2, "880002", "МБОУ «СОШ №2»(edu880002)", "reg88_m010", null, null, null, null, null, null, "31.08.2023", "Выдумкина А.А."],
            [3, null, "Вечерняя школа", null, "100003", null, null, null, null, null, null, null],
        ];
        var file = run.LoadFile("Реестр/список" + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal((5, 3, 0, 2), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "3 | registry | edu880001 | 880001 | МБОУ «СОШ №1» | 88_m010 | 100001 | 200001 | 7707083893 | 1027700132195 | 17 | 2021-09-01 | ∅",
            "4 | registry | ∅ | 880002 | МБОУ «СОШ №2» | 88_m010 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅ | 2023-08-31",
            "5 | registry | ∅ | ∅ | Вечерняя школа | ∅ | 100003 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅",
        ], run.Rows(SchoolSql));
        Assert.Empty(run.Rejects());
        Assert.DoesNotContain("Образцов", string.Join('\n', run.Rows("SELECT line FROM raw.sheet_row")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_context_questionnaire_links_logins_to_other_codes()
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Логин", "Регион", "1. Населённый пункт", "2. Число жителей", "5. Вид ОО", "6. ИНН", "7. Код ОГЭ", "8. Код ЕГЭ", "9. Статус организации", "10. У ОО есть филиалы?", "11. Число учителей"],
            ["edu880001", "Регион", "село", 1200, "СОШ", 7707083893, 100001, 200001, "действует", "Да", 20],
        ];
        var file = run.LoadFile("Контекст/анкета.xlsx", Book.Of("Ответы", rows));
        Assert.Equal((2, 1, 0, 1), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal("2 | questionnaire | edu880001 | 880001 | ∅ | ∅ | 100001 | 200001 | 7707083893 | ∅ | ∅ | ∅ | ∅", run.Scalar(SchoolSql));
        Assert.Equal("действует | 1", run.Scalar("SELECT org_status, has_branches FROM staging.stg_registry__school"));
    }

    [Theory]
    [InlineData("registry.login", "row", "edu8800", "100001", "", "", "")]
    [InlineData("registry.id", "row", "", "", "", "", "")]
    [InlineData("registry.date", "row", "edu880001", "", "", "летом", "")]
    [InlineData("registry.date", "row", "edu880001", "", "", "01.09.2023", "31.08.2022")]
    [InlineData("registry.inn", "cell", "edu880001", "", "7707083894", "", "")]
    [InlineData("registry.inn", "cell", "edu880001", "", "77070838", "", "")]
    public void A_fault_of_a_list_is_named(string rule, string severity, string login, string oge, string inn, string from, string to)
    {
        using var run = new IntakeRun();
        run.LoadFile("реестр.csv", TextTable.ToBytes([SchoolHead, [1, login, "Школа", null, oge, null, inn, null, null, from, to, null], [2, "edu880002", "Вторая", null, null, null, null, null, null, null, null, null]]));
        Assert.Equal($"2 | {rule} | {severity}", run.Scalar("SELECT row_no, rule, severity FROM rejects.reject"));
        Assert.Equal(severity == "row" ? "1" : "2", run.Scalar("SELECT count(*) FROM staging.stg_registry__school"));
    }

    [Fact]
    public void A_school_twice_for_the_same_time_is_loaded_once()
    {
        using var run = new IntakeRun();
        run.LoadFile("реестр.csv", TextTable.ToBytes(
        [
            SchoolHead,
            [1, "edu880001", "Первая", null, null, null, null, null, null, null, "31.08.2022", null],
            [2, "edu880001", "Первая", null, null, null, null, null, null, "01.09.2022", null, null],
            [3, "sch880001", "Первая ещё раз", null, null, null, null, null, null, "01.09.2022", null, null],
        ]));
        Assert.Equal("4 | registry.duplicate", run.Scalar("SELECT row_no, rule FROM rejects.reject"));
        Assert.Equal("2", run.Scalar("SELECT count(*) FROM staging.stg_registry__school"));
    }

    [Fact]
    public void Changes_of_schools()
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            ["Вид изменения", "Логин", "Логин преемника", "Дата", "Новое название", "Основание"],
            ["Филиал", "edu880001", "edu880002", "25.08.2022", null, "постановление № 1"],
            ["Присоединение (реорганизация)", "880003", "880002", new DateOnly(2023, 8, 1), null, null],
            ["разделение", "edu880004", "edu880005", "2023-08-01", null, null],
            ["Переименование", "edu880006", "edu880006", "01.09.2023", "Гимназия", null],
            ["Закрытие", "edu880007", null, "01.06.2024", null, null],
        ];
        var file = run.LoadFile("Реестр/изменения.csv", TextTable.ToBytes(rows));
        Assert.Equal((6, 5, 0, 1), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "2 | филиал | 880001 | 880002 | 2022-08-25 | ∅ | постановление № 1",
            "3 | присоединение | 880003 | 880002 | 2023-08-01 | ∅ | ∅",
            "4 | разделение | 880004 | 880005 | 2023-08-01 | ∅ | ∅",
            "5 | переименование | 880006 | ∅ | 2023-09-01 | Гимназия | ∅",
            "6 | закрытие | 880007 | ∅ | 2024-06-01 | ∅ | ∅",
        ], run.Rows("SELECT row_no, kind, school_id, successor_id, relation_date, new_name, document FROM staging.stg_registry__relation ORDER BY row_no"));
    }

    [Theory]
    [InlineData("relation.kind", "поглощение", "edu880001", "edu880002", "01.09.2023")]
    [InlineData("relation.school", "филиал", "СОШ №1", "edu880002", "01.09.2023")]
    [InlineData("relation.successor", "присоединение", "edu880001", "", "01.09.2023")]
    [InlineData("relation.successor", "преобразование", "edu880001", "лицей", "01.09.2023")]
    [InlineData("relation.closed", "закрытие", "edu880001", "edu880002", "01.09.2023")]
    [InlineData("relation.itself", "филиал", "edu880001", "sch880001", "01.09.2023")]
    [InlineData("relation.date", "филиал", "edu880001", "edu880002", "осень")]
    public void A_fault_of_a_change_is_named(string rule, string kind, string school, string successor, string date)
    {
        using var run = new IntakeRun();
        run.LoadFile("изменения.csv", TextTable.ToBytes([["Вид изменения", "Логин", "Логин преемника", "Дата"], [kind, school, successor, date]]));
        Assert.Equal($"2 | {rule} | row", run.Scalar("SELECT row_no, rule, severity FROM rejects.reject"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_registry__relation"));
    }

    [Fact]
    public void Confirmed_matches()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Реестр/school-map.csv", TextTable.ToBytes(
        [
            ["Система", "Код или название", "Логин", "Кто подтвердил", "Дата"],
            ["ОГЭ", "100003.0", "edu880003", "методист", "01.02.2024"],
            ["название", "Школа на горе", "880001", "методист", null],
        ]));
        Assert.Equal((3, 2, 0, 1), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(["огэ | 100003 | 880003 | методист | 2024-02-01", "название | Школа на горе | 880001 | методист | ∅"],
            run.Rows("SELECT system, external_id, school_id, confirmed_by, confirmed_on FROM staging.stg_registry__match ORDER BY row_no"));
    }

    [Theory]
    [InlineData("match.system", "паспорт", "1", "edu880001", "методист")]
    [InlineData("match.code", "огэ", "", "edu880001", "методист")]
    [InlineData("match.school", "огэ", "1", "СОШ №1", "методист")]
    [InlineData("match.author", "огэ", "1", "edu880001", "")]
    public void A_fault_of_a_match_is_named(string rule, string system, string code, string school, string author)
    {
        using var run = new IntakeRun();
        run.LoadFile("school-map.csv", TextTable.ToBytes([["Система", "Код или название", "Логин", "Кто подтвердил"], [system, code, school, author]]));
        Assert.Equal($"2 | {rule} | row", run.Scalar("SELECT row_no, rule, severity FROM rejects.reject"));
    }

    [Fact]
    public void One_code_for_two_schools_confirms_nothing()
    {
        using var run = new IntakeRun();
        run.LoadFile("school-map.csv", TextTable.ToBytes([["Система", "Код или название", "Логин", "Кто подтвердил"], ["огэ", "1", "edu880001", "я"], ["огэ", "1", "edu880002", "я"], ["огэ", "2", "edu880002", "я"]]));
        Assert.Equal(["2 | match.conflict", "3 | match.conflict"], run.Rows("SELECT row_no, rule FROM rejects.reject ORDER BY row_no"));
        Assert.Equal("2", run.Scalar("SELECT external_id FROM staging.stg_registry__match"));
    }
}
