using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Every source has a floor of its own on the share of schools that are found; what stops the run is said source by source.</summary>
public sealed class MatchFloorTests
{
    private static readonly string[] Sources = ["ВсОШ", "Мероприятия", "Пути выпускников", "Аттестаты", "НОКО", "Показатели", "Контекст школ", "Официальные перечни", "Журналы", "Местные таблицы", "ГИА"];

    /// <summary>Every table names the school with the code 0101, which the registry knows, and one with the code 0999, which nobody does.</summary>
    private static void WriteTables(TempFolder folder)
    {
        folder.Write("data/реестр.csv", "Логин;Наименование;Код ОГЭ;ИНН\nedu880001;МБОУ «СОШ №1»;0101;8800000011\n");
        Table("Муниципальный этап", "Учебный год;Этап;Предмет;Участников;Победителей;Призёров", "2023/24;муниципальный;Математика;10;1;2");
        Table("Мероприятия", "Учебный год;Мероприятие;Уровень;Результат", "2023/24;Слёт;муниципальный;победитель");
        Table("Выпускники", "Год;Всего выпускников;10 класс;СПО;Не определены", "2024;10;5;5;0");
        Table("Аттестаты", "Год;Класс;Выпускников;Получили аттестат;Не получили аттестат", "2024;9;10;9;1");
        Table("НОКО", "Год;Критерий;Балл", "2024;1;90");
        Table("Показатели", "Год;Показатель;Значение", "2024;Доля педагогов до 35 лет;25");
        Table("Паспорт", "Учебный год;Численность обучающихся", "2023/24;400");
        Table("Перечень", "Год;Класс;Предмет;Маркер;Документ", "2024;4;РУ;завышение;Письмо");
        Table("МКР", "Писали;Средний балл", "20;7,5");
        folder.Write("data/сопоставление.yml", "файлы: \"МКР.csv\"\nгод: 2024\nпериод: ноябрь\nкласс: 7\nпредмет: МА\nтаблица: по школам\nкоды школ: огэ\nмаксимальный балл: 10\nстолбцы: {школа: Код ОГЭ}\nпоказатели: {участников: Писали, среднее: Средний балл}\n");
        folder.Write("data/Журнал.csv", "ИНН;Учебный год;Класс;Предмет;Период;5;4;3;2\n8800000011;2023/24;7А;Математика;год;5;5;5;0\n8800000999;2023/24;7А;Математика;год;5;5;5;0\n");
        folder.Write("data/Математика(2024.06.06).csv",
            "02 - Математика 2024.06.06\n№;Код МСУ;Код ОО;Класс;Фамилия;Имя;Отчество;Вариант;Ответы в краткой форме;Первичный балл;Оценка\n1;1;0101;9А;Первый;Иван;Иванович;1;++-;2;3\n2;1;0999;9А;Второй;Пётр;Иванович;1;+++;3;4\n");

        void Table(string name, string columns, string values) => folder.Write($"data/{name}.csv", $"Код ОГЭ;{columns}\n0101;{values}\n0999;{values}\n");
    }

    [Fact]
    public void Each_source_below_its_floor_stops_the_run_and_is_named_with_its_share_and_its_lost_schools()
    {
        using var folder = new TempFolder();
        WriteTables(folder);
        var warehouse = folder.PathOf("w.duckdb");
        var load = Msoko.Run("load", folder.PathOf("data"), "-w", warehouse);
        Assert.True(load.ExitCode == 0, load.All);
        // A message names five sources at most. ГИА has a floor of its own among the settings that come with the program.
        foreach (var few in Sources.Chunk(4))
        {
            var stopped = Build($"match_floor: 0\nmatch_floors:\n{string.Concat(few.Select(s => $"  {s}: 0.75\n"))}{(few.Contains("ГИА") ? "" : "  ГИА: 0\n")}");
            Assert.Equal(10, stopped.ExitCode);
            Assert.All(few, source => Assert.Contains($"verdict={source}: опознано школ 1 из 2 (50,0 %), порог 75,0 %; не опознаны: {(source == "Журналы" ? "инн «8800000999»" : "огэ «0999»")}", stopped.All, StringComparison.Ordinal));
            Assert.All(Sources.Except(few), source => Assert.DoesNotContain($"verdict={source}: ", stopped.All, StringComparison.Ordinal));
            Assert.Contains("порог одного источника — настройка match_floors", stopped.All, StringComparison.Ordinal);
        }

        Assert.Equal(10, Build("").ExitCode);
        var passed = Build($"match_floors:\n{string.Concat(Sources.Select(s => $"  {s}: 0.5\n"))}");
        Assert.True(passed.ExitCode == 0, passed.All);
        Assert.Equal("9", Msoko.Scalar(warehouse, "SELECT count(*) FROM marts.mart_unmatched_school"));
        Assert.Equal(Sources.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Msoko.Scalar(warehouse, "SELECT count(*) FROM marts.mart_school_unmatched WHERE problem = 'не опознана'"));

        Msoko.Result Build(string settings) => Msoko.Run("build", "-w", warehouse, "--settings", folder.Write("s.yml", settings.Length > 0 ? settings : "threads: 0\n"));
    }

    [Theory]
    [InlineData("match_floors:\n  ВОШ: 0.5\n", "источника «ВОШ» нет. Известны: ВПР; ГИА;")]
    [InlineData("match_floors:\n  ВсОШ: 1.5\n", "match_floors, ВсОШ: нужно число от 0 до 1")]
    [InlineData("match_floors:\n  ВсОШ: мало\n", "одно из чисел записано неверно")]
    [InlineData("match_floors: 0.5\n", "под «match_floors» — строки «источник: порог»")]
    [InlineData("threads: [1, 2]\n", "у настройки «threads» одно значение")]
    public void A_wrong_floor_is_told(string settings, string says)
    {
        using var folder = new TempFolder();
        var run = Msoko.Run("build", "-w", folder.PathOf("w.duckdb"), "--settings", folder.Write("s.yml", settings));
        Assert.Equal(8, run.ExitCode);
        Assert.Contains(says, run.All, StringComparison.Ordinal);
    }
}
