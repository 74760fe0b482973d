namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>НОКО, monitoring indicators, school context: good forms and one fault at a time.</summary>
public sealed class ConditionFormTests
{
    private static void Load(IntakeRun run, string name, params object?[][] rows) => run.LoadFile(name, name.EndsWith(".csv", StringComparison.Ordinal) ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));

    [Fact]
    public void Scores_of_noko_side_by_side()
    {
        using var run = new IntakeRun();
        Load(run, "НОКО 2021.xlsx", ["Результаты НОК УОД"],
            ["№ п/п", "Наименование ОО", "ИНН", "1. Открытость и доступность информации об организации", "2. Комфортность условий", "3. Доступность услуг для инвалидов", "4. Доброжелательность, вежливость работников", "5. Удовлетворённость условиями", "Итоговый балл"],
            [1, "СОШ 1", "2201001230", 98.5, 90, 55.5, "99,1", 97, 88.02],
            [2, "СОШ 2", "2201001255", 101, 90, "нет", 99, 97, null],
            [3, "СОШ 3", "2201001248", null, null, null, null, null, null],
            [4, "СОШ 1", "2201001230", 98.5, 90, 55.5, 99.1, 97, 88.02]);
        Assert.Equal(["3 | инн | 2201001230 | 2021 | 98.5 | 90 | 55.5 | 99.1 | 97 | 88.02", "4 | инн | 2201001255 | 2021 | ∅ | 90 | ∅ | 99 | 97 | ∅"],
            run.Rows("SELECT row_no, school_system, school_ref, year, criterion_1, criterion_2, criterion_3, criterion_4, criterion_5, total FROM staging.stg_noko__score ORDER BY row_no"));
        Assert.Equal(
        [
            "4 | 6 | 3. Доступность услуг для инвалидов | field.number | cell | текст", "4 | 4 | 1. Открытость и доступность информации об организации | field.range | cell | целое число",
            "5 | 4 | 1. Открытость и доступность информации об организации | field.any | row | пусто", "6 | ∅ | ∅ | row.duplicate | row | строка",
        ], run.Rejects());
    }

    [Fact]
    public void Scores_of_noko_below_one_another()
    {
        using var run = new IntakeRun();
        Load(run, "НОКО.csv", ["Логин", "Год", "Критерий", "Балл"], ["edu220001", 2021, "1", 98.5], ["edu220001", 2021, "Критерий 2", 90], ["edu220001", 2021, "Комфортность условий", 91], ["edu220001", 2021, "6", 50], ["edu220001", "в прошлом году", "5", 50]);
        Assert.Equal(["2 | 220001 | 2021 | 1 | 98.5", "3 | 220001 | 2021 | 2 | 90"], run.Rows("SELECT row_no, school_ref, year, criterion, score FROM staging.stg_noko__score_long ORDER BY row_no"));
        Assert.Equal(["4 | ∅ | ∅ | row.duplicate | row | строка", "5 | 3 | Критерий | noko.criterion | row | целое число", "6 | 2 | Год | field.year | row | текст"], run.Rejects());
    }

    [Fact]
    public void Indicators_of_schools_and_of_the_municipality()
    {
        using var run = new IntakeRun();
        Load(run, "показатели 2023.csv", ["Логин", "Муниципалитет", "Код", "Показатель", "Ед. изм.", "Значение", "Числитель", "Знаменатель"],
            ["edu220001", null, "2.3.2", "Учителя до 35 лет", "%", "20,5", 41, 200], [null, "reg22_m010", "2.3.2", "Учителя до 35 лет", "процент", 18, null, null],
            [null, "reg22_m010", null, null, "%", 18, null, null], [null, "Н-ский район", "2.3.2", null, null, "неизвестно", null, null], [null, "reg22_m010", "2.3.2", "Учителя до 35 лет", "%", 19, null, null]);
        Assert.Equal(["2 | фисоко | 220001 | ∅ | 2023 | 2.3.2 | Учителя до 35 лет | % | 20.5 | 41 | 200", "3 | ∅ | ∅ | 22_m010 | 2023 | 2.3.2 | Учителя до 35 лет | процент | 18 | ∅ | ∅"],
            run.Rows("SELECT row_no, school_system, school_ref, municipality, year, code, name, unit, value, numerator, denominator FROM staging.stg_ind__value ORDER BY row_no"));
        Assert.Equal(["4 | 3 | Код | field.any | row | пусто", "5 | 6 | Значение | field.number | row | текст", "6 | ∅ | ∅ | row.duplicate | row | строка"], run.Rejects());
    }

    [Fact]
    public void Context_of_schools_with_numbers_and_with_percents()
    {
        using var run = new IntakeRun();
        Load(run, "Социальный паспорт 2023-2024.xlsx", ["Логин", "Тип ОО", "Местность", "Численность населения", "Численность обучающихся", "Дети с ОВЗ", "На учёте", "Неполные семьи", "Родители с высшим образованием, %", "Неродной русский, %", "Углублённое изучение"],
            ["edu220001", "МБОУ «Гимназия»", "город", 80000, 500, 25, 3, 100, "45,5", 12, 120], ["edu220002", "СОШ", "с.", 900, 100, 12, 1, 30, 20, 101, null],
            ["edu220003", "яхт-клуб", "луна", null, 80, null, null, null, null, null, null], ["edu220004", "ООШ", "село", null, null, 1, 1, 1, null, null, null]);
        Assert.Equal(
        [
            "220001 | 2023/24 | gymnasium | urban | 80000 | 500 | 25 | 3 | 100 | 45.50 | 12.00 | 120", "220002 | 2023/24 | secondary | rural | 900 | 100 | 12 | 1 | 30 | 20.00 | ∅ | ∅",
            "220003 | 2023/24 | ∅ | ∅ | ∅ | 80 | ∅ | ∅ | ∅ | ∅ | ∅ | ∅",
        ], run.Rows("SELECT school_ref, academic_year, school_type, locality, settlement_size, enrolment, n_special_needs, n_registered, n_single_parent, pct_parents_higher, pct_non_native, n_advanced FROM staging.stg_ctx__school ORDER BY row_no"));
        Assert.Equal(["3 | 10 | Неродной русский, % | field.percent | cell | целое число", "4 | 3 | Местность | context.locality | cell | текст", "4 | 2 | Тип ОО | context.type | cell | текст", "5 | 5 | Численность обучающихся | field.missing | row | пусто"], run.Rejects());
    }
}
