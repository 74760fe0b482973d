using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>corrections.csv over the command line: one line for every kind of source, applied, told by the lineage, gone with its line.</summary>
public sealed class CorrectionTests
{
    private const string Head = "Таблица;Файл;Лист;Строка;Предмет;Период;Столбец;Было;Стало;Причина;Автор;Дата\n";

    private static readonly (string Line, string Sql, string Before, string After)[] Cases =
    [
        ("НОКО;НОКО.csv;;2;;;балл;90;95", "SELECT score FROM marts.mart_noko WHERE scope = 'school' AND scope_id = '880001'", "90", "95"),
        ("ВсОШ;Муниципальный этап.csv;;2;;;победителей;1;2", "SELECT n_winners FROM marts.mart_olympiad WHERE scope = 'school' AND scope_id = '880001'", "1", "2"),
        ("Мероприятия;Мероприятия.csv;;2;;;уровень;муниципальный;региональный", "SELECT level FROM core.fct_talent", "municipal", "regional"),
        ("Выпускники;Выпускники.csv;;2;;;СПО;5;4", "SELECT n FROM marts.mart_graduate_path WHERE scope = 'school' AND path = 'spo'", "5", "4"),
        ("Аттестаты;Аттестаты.csv;;2;;;не получили аттестат;1;0", "SELECT n_not_received FROM marts.mart_certificate WHERE scope = 'school'", "1", "0"),
        ("Показатели;Показатели.csv;;2;;;значение;25;26,5", "SELECT value FROM marts.mart_monitoring_indicator WHERE scope = 'school'", "25", "26.5"),
        ("Социальный паспорт;Паспорт.csv;;2;;;численность обучающихся;400;410", "SELECT enrolment FROM core.fct_school_context", "400", "410"),
        ("Перечень;Перечень.csv;;2;;;логин;edu880001;edu880002", "SELECT school_id FROM marts.mart_official_list", "880001", "880002"),
        ("Журнал;Журнал.csv;;2;;;5;5;7", "SELECT n5 FROM marts.mart_journal_marks WHERE scope = 'school' AND scope_id = '880001' AND education_level = 'ООО'", "5", "7"),
        ("ГИА;Математика(2024.06.06).csv;;3;;;отметка;3;4", "SELECT n4 FROM marts.mart_gia_results WHERE scope = 'school' AND scope_id = '880001' AND period = 'all'", "0", "1"),
        ("Местные таблицы;Итоги.csv;;2;Математика;;участников;20;21", "SELECT n FROM marts.mart_aggregate_results WHERE scope = 'school'", "20", "21"),
        ("МКР;МКР.csv;;2;;;первичный балл;5;6", "SELECT mean_score FROM marts.mart_work_results WHERE scope = 'school' AND work_id LIKE 'МКР-%'", "5", "6"),
    ];

    [Fact]
    public void A_value_of_every_source_is_corrected_told_and_restored()
    {
        using var folder = new TempFolder();
        WriteData(folder);
        var warehouse = folder.PathOf("w.duckdb");
        folder.Write("data/corrections.csv", Head);
        Build(out _);
        Assert.Equal(Cases.Select(c => (c.Sql, c.Before)), Cases.Select(c => (c.Sql, Value(c.Sql))));

        folder.Write("data/corrections.csv", Head + string.Concat(Cases.Select(c => c.Line + ";опечатка в отчёте;методист;01.06.2024\n")) + "НОКО;НОКО.csv;;3;;;балл;55;56;не то значение;методист;01.06.2024\n");
        Build(out var said);
        Assert.Equal(Cases.Select(c => (c.Sql, c.After)), Cases.Select(c => (c.Sql, Value(c.Sql))));
        Assert.Contains("исправление не применено", said, StringComparison.Ordinal);
        Assert.Equal("85", Value("SELECT score FROM marts.mart_noko WHERE scope = 'school' AND scope_id = '880002'"));

        // Who and why: under the row, and under the whole table.
        foreach (var row in (string[]?[])[["--row", "scope=school,scope_id=880001,year=2024,criterion=1,assessed_school_id=880001"], null])
        {
            var lineage = Msoko.Run(["lineage", "marts.mart_noko", "-w", warehouse, .. row ?? []]);
            Assert.True(lineage.ExitCode == 0, lineage.All);
            Assert.Contains("Исправления вручную: 1", lineage.Output, StringComparison.Ordinal);
            Assert.Contains("строка 2, score: опечатка в отчёте — методист, 01.06.2024 (corrections.csv, строка 2)", lineage.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Исправления вручную", Msoko.Run("lineage", "marts.mart_noko", "--row", "scope=school,scope_id=880002,year=2024,criterion=1,assessed_school_id=880002", "-w", warehouse).Output, StringComparison.Ordinal);

        folder.Write("data/corrections.csv", Head);
        Build(out _);
        Assert.Equal(Cases.Select(c => (c.Sql, c.Before)), Cases.Select(c => (c.Sql, Value(c.Sql))));

        void Build(out string output)
        {
            var load = Msoko.Run("load", folder.PathOf("data"), "-w", warehouse);
            Assert.True(load.ExitCode == 0, load.All);
            var build = Msoko.Run("build", "-w", warehouse);
            Assert.True(build.ExitCode == 0, build.All);
            output = build.All;
        }

        string Value(string sql) => string.Join(" | ", Msoko.Rows(warehouse, sql));
    }

    private static void WriteData(TempFolder folder)
    {
        folder.Write("data/реестр.csv", "Логин;Наименование;Код ОГЭ\nedu880001;СОШ №1;0101\nedu880002;СОШ №2;0102\n");
        Table("Муниципальный этап", "Учебный год;Этап;Предмет;Участников;Победителей;Призёров", "2023/24;муниципальный;Математика;10;1;2");
        Table("Мероприятия", "Учебный год;Мероприятие;Уровень;Результат", "2023/24;Слёт;муниципальный;победитель");
        Table("Выпускники", "Год;Всего выпускников;10 класс;СПО;Не определены", "2024;10;5;5;0");
        Table("Аттестаты", "Год;Класс;Выпускников;Получили аттестат;Не получили аттестат", "2024;9;10;9;1");
        folder.Write("data/НОКО.csv", "Логин;Год;Критерий;Балл\nedu880001;2024;1;90\nedu880002;2024;1;85\n");
        Table("Показатели", "Год;Показатель;Значение", "2024;Доля педагогов до 35 лет;25");
        Table("Паспорт", "Учебный год;Численность обучающихся", "2023/24;400");
        Table("Перечень", "Год;Класс;Предмет;Маркер;Документ", "2024;4;РУ;завышение;Письмо");
        Table("Журнал", "Учебный год;Класс;Предмет;Период;5;4;3;2", "2023/24;7А;Математика;год;5;5;5;0");
        Table("Итоги", "Предмет;Писали;Средний балл", "Математика;20;7,5");
        folder.Write("data/МКР.csv", "Логин;Код;Балл\nedu880001;1;5\n");
        folder.Write("data/сопоставление.yml",
            "файлы: Итоги.csv\nгод: 2024\nпериод: ноябрь\nкласс: 7\nтаблица: по школам\nмаксимальный балл: 10\nстолбцы: {школа: Логин, предмет: Предмет}\nпоказатели: {участников: Писали, среднее: Средний балл}\n"
            + "---\nфайлы: МКР.csv\nпроцедура: МКР\nгод: 2024\nпериод: ноябрь\nкласс: 7\nпредмет: МА\nмаксимальный балл: 10\nстолбцы: {школа: Логин, код ученика: Код, итог: Балл}\n");
        folder.Write("data/Математика(2024.06.06).csv",
            "02 - Математика 2024.06.06\n№;Код МСУ;Код ОО;Класс;Фамилия;Имя;Отчество;Вариант;Ответы в краткой форме;Первичный балл;Оценка\n1;1;0101;9А;Первый;Иван;Иванович;1;++-;2;3\n2;1;0102;9А;Второй;Пётр;Иванович;1;+++;3;4\n");

        void Table(string name, string columns, string values) => folder.Write($"data/{name}.csv", $"Логин;{columns}\nedu880001;{values}\n");
    }
}
