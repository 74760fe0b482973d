using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Forms;

/// <summary>Official tables of ФИС ОКО (domain notes §1.4, 1.5): four scopes in one table, percents and counts as published.</summary>
public sealed class AggregateFormTests
{
    internal const string MarksSql = "SELECT row_no, scope, scope_id, scope_name, n_schools, n_participants, pct2, pct3, pct4, pct5 FROM staging.stg_vpr__mark_statistics ORDER BY row_no";

    internal const string JournalSql =
        "SELECT row_no, scope, scope_id, scope_name, n_total, lowered_pct, lowered_n, confirmed_pct, confirmed_n, raised_pct, raised_n FROM staging.stg_vpr__journal_comparison ORDER BY row_no";

    internal static readonly object?[][] F3Head =
    [
        ["Статистика по отметкам"], [], ["ВПР 2026 Русский язык 4 класс"], ["Предмет:", "Русский язык"], ["Максимальный первичный балл:", 24], ["Дата:", "20.04.2026"], [],
        ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"],
    ];

    internal static readonly object?[][] WideHead =
    [
        ["Сравнение отметок с отметками по журналу"], [], ["ВПР 2024 Математика 4 класс"], ["Предмет:", "Математика"], ["Максимальный первичный балл:", 20], ["Дата:", "19.03.2024"], [],
        [
            "Группы участников", "Кол-во участников(всего)", "Понизили (Отметка < Отметка по журналу) %", "Понизили (Отметка < Отметка по журналу) Кол-во участников",
            "Подтвердили (Отметка = Отметке по журналу) %", "Подтвердили (Отметка = Отметке по журналу) Кол-во участников",
            "Повысили (Отметка > Отметка по журналу) %", "Повысили (Отметка > Отметка по журналу) Кол-во участников",
        ],
    ];

    internal static readonly object?[][] LongHead = [["ВПР 2021 Математика 4 класс"], ["Группы участников", "Кол-во участников", "%"]];

    internal static object?[][] LongGroup(string scope, int lowered, object? loweredPct, int confirmed, object? confirmedPct, int raised, object? raisedPct) =>
    [
        [scope],
        ["Понизили (Отметка < Отметка по журналу) %", lowered, loweredPct],
        ["Подтвердили (Отметка = Отметка по журналу) %", confirmed, confirmedPct],
        ["Повысили (Отметка > Отметка по журналу) %", raised, raisedPct],
        ["Всего", lowered + confirmed + raised, 100],
    ];

    private static FileAccount Load(IntakeRun run, string name, string sheet, object?[][] rows, bool csv) =>
        run.LoadFile(name + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of(sheet, rows));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Statistics_of_marks_F3(bool csv)
    {
        using var run = new IntakeRun();
        var file = Load(run, "Ф3_Статистика по отметкам", "РУ 4 Статистика по отметкам",
        [
            .. F3Head,
            ["Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69],
            ["Чеченская Республика", 560, 30216, 13.44, 44.15, 36.28, 6.14],
            ["Первый муниципальный район(reg20_m001)", 47, 3162, 13.57, 46.9, 33.65, 5.88],
            ["МБОУ «СОШ №1»(edu200001)", null, 89, 12.36, 52.81, 26.97, 7.87],
        ], csv);
        Assert.Equal((10, 4, 0, 6), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "9 | country | РФ | Вся выборка | 35589 | 1722202 | 5.06 | 32.92 | 44.33 | 17.69",
            "10 | region | 20 | Чеченская Республика | 560 | 30216 | 13.44 | 44.15 | 36.28 | 6.14",
            "11 | municipality | 20_m001 | Первый муниципальный район | 47 | 3162 | 13.57 | 46.90 | 33.65 | 5.88",
            "12 | school | 200001 | МБОУ «СОШ №1» | ∅ | 89 | 12.36 | 52.81 | 26.97 | 7.87",
        ], run.Rows(MarksSql));
        Assert.Equal("fisoko_f3 | 2026 | 2025/26 | spring | 4 | РУ | base | 24 | 2026-04-20", run.Scalar("SELECT layout_id, year, academic_year, wave, grade, subject, level, max_score, work_date FROM staging.stg_sheet"));
        Assert.Empty(run.Rejects());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Comparison_with_the_journal_by_columns(bool csv)
    {
        using var run = new IntakeRun();
        var file = Load(run, "Сравнение", "МА 4 Сравнение отметок с отметк",
        [
            .. WideHead,
            ["Чеченская Республика", 29589, 37.22, 11011, 60.67, 17951, 2.11, 624],
            ["Первый муниципальный район(reg20_m001)", 2817, 40.86, 1151, 56.66, 1596, 2.48, 70],
            ["МБОУ «СОШ №1»(edu200001)", 93, 55.91, 52, 39.78, 37, 4.3, 4],
        ], csv);
        Assert.Equal((9, 3, 0, 6), (file.Read, file.Loaded, file.Rejected, file.NonData));
        // 11011 + 17951 + 624 = 29586: three fewer than the published total, so the row is kept with a warning.
        Assert.Equal(
        [
            "9 | region | 20 | Чеченская Республика | 29589 | 37.22 | 11011 | 60.67 | 17951 | 2.11 | 624",
            "10 | municipality | 20_m001 | Первый муниципальный район | 2817 | 40.86 | 1151 | 56.66 | 1596 | 2.48 | 70",
            "11 | school | 200001 | МБОУ «СОШ №1» | 93 | 55.91 | 52 | 39.78 | 37 | 4.30 | 4",
        ], run.Rows(JournalSql));
        Assert.Equal(["9 | 2 | Кол-во участников(всего) | aggregate.parts | warning | целое число"], run.Rejects());
        Assert.Equal("fisoko_journal_wide | 2024 | 4 | МА | 20 | 2024-03-19", run.Scalar("SELECT layout_id, year, grade, subject, max_score, work_date FROM staging.stg_sheet"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Comparison_with_the_journal_by_rows_as_in_2021(bool csv)
    {
        using var run = new IntakeRun();
        var file = Load(run, "Сравнение отметок", "Лист1",
        [
            .. LongHead,
            .. LongGroup("Вся выборка", 300, 30.0, 600, 60.0, 100, 10.0),
            .. LongGroup("Н-ский муниципальный район(reg22_m010)", 25, 25.51, 70, 71.43, 3, 3.06),
            .. LongGroup("МБОУ СОШ № 1(sch220001)", 1, 33.33, 2, 66.67, 0, 0),
        ], csv);
        Assert.Equal((17, 15, 0, 2), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(
        [
            "3 | country | РФ | Вся выборка | 1000 | 30.00 | 300 | 60.00 | 600 | 10.00 | 100",
            "8 | municipality | 22_m010 | Н-ский муниципальный район | 98 | 25.51 | 25 | 71.43 | 70 | 3.06 | 3",
            "13 | school | 220001 | МБОУ СОШ № 1 | 3 | 33.33 | 1 | 66.67 | 2 | 0.00 | 0",
        ], run.Rows(JournalSql));
        Assert.Equal("fisoko_journal_long | 2021 | 4 | МА", run.Scalar("SELECT layout_id, year, grade, subject FROM staging.stg_sheet"));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void A_group_without_its_own_rows_is_no_data_and_a_missing_total_is_the_sum()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Сравнение отметок", "Лист1",
        [
            .. LongHead,
            ["Регион А"],
            .. LongGroup("МБОУ СОШ № 1(sch220001)", 1, 33.33, 2, 66.67, 0, 0)[..4],
            ["* без учёта участников с «нет отметки»"],
        ], csv: false);
        Assert.Equal(["4 | school | 220001 | МБОУ СОШ № 1 | 3 | 33.33 | 1 | 66.67 | 2 | 0.00 | 0"], run.Rows(JournalSql));
        Assert.Equal((4, 0, 4), (file.Loaded, file.Rejected, file.NonData));
    }

    [Fact]
    public void A_part_of_a_comparison_that_cannot_be_read_is_rejected_and_the_others_are_kept()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Сравнение отметок", "Лист1",
        [
            .. LongHead,
            ["Понизили (Отметка < Отметка по журналу) %", 1, 50],
            ["МБОУ СОШ № 1(sch220001)"],
            ["Понизили (Отметка < Отметка по журналу) %", "один", 33.33],
            ["Подтвердили (Отметка = Отметка по журналу) %", 2, "много"],
            ["Повысили (Отметка > Отметка по журналу) %", 99_999_999_999, 0],
            ["Всего", 3, 100],
        ], csv: false);
        Assert.Equal(["4 | school | 220001 | МБОУ СОШ № 1 | 3 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅"], run.Rows(JournalSql));
        Assert.Equal(["3 | aggregate.scope", "5 | aggregate.count", "6 | aggregate.percent", "7 | aggregate.count"], run.Rows("SELECT row_no, rule FROM rejects.reject ORDER BY row_no"));
        Assert.Equal((2, 4), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void Rows_of_F3_that_cannot_be_read_are_rejected_with_their_rule()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Ф3", "РУ 4 Статистика по отметкам",
        [
            .. F3Head,
            ["Вся выборка", 35589, 1722202, 5.06, 32.92, 44.33, 17.69],
            [null, 1, 100, 25, 25, 25, 25],
            ["Регион Б", 1, "сто", 25, 25, 25, 25],
            ["Регион В", 1, 100.5, 25, 25, 25, 25],
            ["Регион Г", 1, 100, 25, "н/д", 25, 25],
            ["Регион Д", 1, 100, 25, 25, 25, 24.9],
            ["Регион Е", 1, 100, 2000, -1950, 25, 25],
            ["Регион Ж", 1, 99_999_999_999, 25, 25, 25, 25],
            ["Регион З", 1, -5, 25, 25, 25, 25],
            ["в том числе:"],
            ["Регион И", "много", 100, 25, 25, 25, 25],
        ], csv: false);
        Assert.Equal(
        [
            "10 | 1 | Группы участников | aggregate.scope | row | строка",
            "11 | 3 | Кол-во участников | aggregate.count | row | текст",
            "12 | 3 | Кол-во участников | aggregate.count | row | дробное число",
            "13 | 5 | 3 | aggregate.percent | row | текст",
            "14 | 4 | 2 | aggregate.sum | row | строка",
            "15 | 4 | 2 | aggregate.percent | row | целое число",
            "16 | 3 | Кол-во участников | aggregate.count | row | похоже на СНИЛС",
            "17 | 3 | Кол-во участников | aggregate.count | row | целое число",
            "19 | 2 | Кол-во ОО | aggregate.count | cell | текст",
        ], run.Rejects());
        Assert.Equal(["9 | Вся выборка", "19 | Регион И"], run.Rows("SELECT row_no, scope_name FROM staging.stg_vpr__mark_statistics ORDER BY row_no"));
        Assert.Equal((2, 8, 7), (file.Loaded, file.Rejected, file.NonData));
    }

    [Fact]
    public void Rows_of_the_wide_comparison_that_cannot_be_read_are_rejected_with_their_rule()
    {
        using var run = new IntakeRun();
        var file = Load(run, "Сравнение", "МА 4 Сравнение отметок с отметк",
        [
            .. WideHead,
            ["МБОУ «СОШ №1»(edu200001)", 93, 55.91, 52, 39.78, 37, 4.3, 4],
            ["Регион Б", 10, 1000, 5, 50, 5, 0, 0],
            ["Регион В", 10, 50, 99_999_999_999, 50, 5, 0, 0],
            ["Регион Г", 10, 50, 5.5, 50, 4.5, 0, 0],
            ["Регион Д", 10, "-", 5, 50, 5, 0, 0],
            ["Регион Е"],
        ], csv: false);
        Assert.Equal(
        [
            "10 | 3 | aggregate.percent | row | целое число", "11 | 4 | aggregate.count | row | похоже на СНИЛС",
            "12 | 4 | aggregate.count | row | дробное число", "13 | 3 | aggregate.percent | row | один знак",
        ], run.Rows("SELECT row_no, column_no, rule, severity, value_class FROM rejects.reject ORDER BY row_no"));
        Assert.Equal((1, 4, 7), (file.Loaded, file.Rejected, file.NonData));
    }

    [Fact]
    public void Percents_are_read_with_comma_point_sign_and_thousands()
    {
        using var run = new IntakeRun();
        Load(run, "Ф3", "РУ 4 Статистика по отметкам",
            [.. F3Head, ["Вся выборка", "35 589", "1\u00A0722\u00A0202", "5,06", "32,92 %", " 44.33", "17.69%"]], csv: false);
        Assert.Equal("9 | country | РФ | Вся выборка | 35589 | 1722202 | 5.06 | 32.92 | 44.33 | 17.69", run.Scalar(MarksSql));
    }

    [Theory]
    [InlineData("Вся выборка", "country", "РФ")]
    [InlineData("вся  выборка ", "country", "РФ")]
    [InlineData("РФ", "country", "РФ")]
    [InlineData("Российская Федерация", "country", "РФ")]
    [InlineData("Алтайский край", "region", "22")]
    [InlineData("Алтайский край(reg22)", "region", "22")]
    [InlineData("Алтайский край (reg220000)", "region", "22")]
    [InlineData("Н-ский район (reg22_m010)", "municipality", "22_m010")]
    [InlineData("СОШ (ksh220001)", "school", "220001")]
    public void Scopes_are_told_by_their_codes(string group, string scope, string id)
    {
        using var run = new IntakeRun();
        Load(run, "Ф3", "РУ 4 Статистика по отметкам", [.. F3Head, [group, 1, 100, 25, 25, 25, 25], ["Другой район(reg22_m011)", 1, 100, 25, 25, 25, 25]], csv: false);
        Assert.Equal($"{scope} | {id}", run.Rows("SELECT scope, scope_id FROM staging.stg_vpr__mark_statistics ORDER BY row_no")[0]);
    }

    [Fact]
    public void A_region_without_a_code_in_a_table_of_several_regions_gets_no_code()
    {
        using var run = new IntakeRun();
        Load(run, "Ф3", "РУ 4 Статистика по отметкам",
            [.. F3Head, ["Регион А", 1, 100, 25, 25, 25, 25], ["Район(reg22_m010)", 1, 100, 25, 25, 25, 25], ["Регион Б", 1, 100, 25, 25, 25, 25], ["Район(reg23_m010)", 1, 100, 25, 25, 25, 25]], csv: false);
        Assert.Equal(["region | ∅", "municipality | 22_m010", "region | ∅", "municipality | 23_m010"], run.Rows("SELECT scope, scope_id FROM staging.stg_vpr__mark_statistics ORDER BY row_no"));
    }
}
