using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Mappings;

/// <summary>One bad mapping per fault: the message names the place, what is wrong and what to do; the governed file is not loaded.</summary>
public sealed class MappingFaultTests
{
    private const string Good =
        """
        файлы: "МКР*.csv"
        процедура: МКР
        год: 2024
        период: ноябрь
        класс: 7
        предмет: Математика
        максимальный балл: 3
        максимумы: [1, 2]
        столбцы:
          школа: Школа
          код ученика: №
          итог: Итог
          отметка: Отметка
        задания: "З{n}"
        шкала: {3: 1, 4: 2, 5: 3}
        """;

    private static readonly string Table = "Школа;№;З1;З2;Итог;Отметка\nedu220001;1;1;1;2;4\nedu220001;2;0;1;1;3\n";

    [Fact]
    public void The_good_mapping_of_these_tests_loads_its_file()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good);
        run.Folder.Write("МКР 7.csv", Table);
        var report = run.Load();
        Assert.False(report.HasProblems);
        Assert.Equal(["2 | 1 | present | 2 | 4 | ∅ | empty | [1,1] | [0,0]", "3 | 2 | present | 1 | 3 | ∅ | empty | [0,1] | [0,0]"], run.Pupils());
    }

    [Theory]
    [InlineData("предмет: Математика", "предмт: Математика", "строка 6", "неизвестный ключ «предмт»", "«предмет»")]
    [InlineData("файлы: \"МКР*.csv\"", "", "строка 2", "нет ключа «файлы»", "файлы: МКР")]
    [InlineData("файлы: \"МКР*.csv\"", "файлы: \"МКР {месяц}*.csv\"", "строка 1", "{месяц}", "{период}")]
    [InlineData("год: 2024", "год: 24", "строка 3", "год: «24»", "от 2000")]
    [InlineData("период: ноябрь", "период: нояб", "строка 4", "период: «нояб»", "ноябрь")]
    [InlineData("класс: 7", "класс: 12", "строка 5", "класс: «12»", "от 1 до 11")]
    [InlineData("предмет: Математика", "предмет: Матан", "строка 6", "предмет «Матан» неизвестен", "предметы")]
    [InlineData("максимальный балл: 3", "максимальный балл: 5", "строка 8", "в сумме дают 3, а максимальный балл 5", "исправьте")]
    [InlineData("максимумы: [1, 2]", "максимумы: [1, два]", "строка 8", "максимумы заданий не читаются", "целые числа")]
    [InlineData("  школа: Школа\n", "", "строка 1", "к какой школе", "школа: edu220001")]
    [InlineData("  школа: Школа\n", "  школа:\n", "строка 10", "нет заголовка", "так, как он стоит")]
    [InlineData("  код ученика: №", "  код ученика: ФИО ученика", "строка 11", "с именами", "уберите строку")]
    [InlineData("  отметка: Отметка", "  оценка: Отметка", "строка 13", "неизвестный столбец «оценка»", "отметка")]
    [InlineData("  отметка: Отметка", "  населённый пункт: Отметка", "строка 13", "не бывает в таблице по ученикам", "по школам")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "шкала: {3: 1, 4: 2}", "строка 15", "шкала неполна", "три строки")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "шкала: {3: 2, 4: 2, 5: 3}", "строка 15", "не возрастают", "меньше")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "шкала: {3: 1, 4: 2, 5: 4}", "строка 15", "начинается с 4, а максимальный балл 3", "исправьте")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "шкала: {2: 0, 3: 1, 4: 2, 5: 3}", "строка 15", "в шкале отметка «2»", "3, 4 и 5")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "значения: {н: болел}", "строка 15", "переведено в «болел»", "отсутствует")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "школы: {СОШ 1: двадцать}", "строка 15", "не логин", "edu220001")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "показатели: {участников: Итог}", "строка 15", "только у таблиц по школам", "таблица: по школам")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "таблица: сводная", "строка 15", "таблица: «сводная»", "по ученикам")]
    [InlineData("шкала: {3: 1, 4: 2, 5: 3}", "год: 2023", "строка 15", "не разобрана", "каждый ключ один раз")]
    public void A_fault_is_told_with_its_place(string good, string bad, string place, string what, string advice)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good.Replace(good, bad, StringComparison.Ordinal));
        run.Folder.Write("МКР 7.csv", Table);
        var report = run.Load();
        var fault = Assert.Single(report.Files, f => f.ProblemRule == "mapping.fault" && f.Problem!.Contains(what, StringComparison.Ordinal));
        Assert.Contains(place, fault.Problem, StringComparison.Ordinal);
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
        Assert.NotEqual(FileStatus.Loaded, report.Files.Single(f => f.Path == "МКР 7.csv").Status);
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void A_mask_that_fits_nothing_is_told()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good);
        run.Folder.Write("РКР 7.csv", Table);
        Assert.Contains("«МКР*.csv» не подходит ни один файл", Assert.Single(run.Load().Files, f => f.ProblemRule == "mapping.no_files").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_mappings_for_one_file_are_told_and_neither_is_used()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление 1.yml", Good);
        run.Folder.Write("сопоставление 2.yml", Good.Replace("МКР*.csv", "*7.csv", StringComparison.Ordinal));
        run.Folder.Write("МКР 7.csv", Table);
        var file = run.Load().Files.Single(f => f.Path == "МКР 7.csv");
        Assert.Equal("mapping.twice", file.ProblemRule);
        Assert.Contains("«сопоставление 1.yml» и «сопоставление 2.yml»", file.Problem, StringComparison.Ordinal);
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Theory]
    [InlineData("Школа;№;З1;З2;Сумма;Отметка\nedu220001;1;1;1;2;4\n", "нет столбцов «Итог» (итог; сопоставление.yml, строка 12)")]
    [InlineData("Школа;№;З1;З2;Итог;Отметка;Кабинет математики\nedu220001;1;1;1;2;4;x\n", "незнакомые столбцы «Кабинет математики»")]
    [InlineData("Школа;№;З1;З2;З3;Итог;Отметка\nedu220001;1;1;1;0;2;4\n", "столбцов заданий 3, а максимумов в описании 2")]
    [InlineData("а;б\n1;2\n", "нет заголовков, названных в описании")]
    public void A_table_that_does_not_fit_its_mapping_is_told(string table, string what)
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good);
        run.Folder.Write("МКР 7.csv", table);
        var file = run.Load().Files.Single(f => f.Path == "МКР 7.csv");
        Assert.Equal("mapping.header", file.ProblemRule);
        Assert.Contains(what, file.Problem, StringComparison.Ordinal);
        Assert.Contains("сопоставление.yml", file.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_a_mapping_in_a_table_name_the_cell()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("сопоставление.xlsx", Book.Of("Описание", ["раздел", "что", "значение"], [null, "файлы", "МКР*.csv"], [null, "гд", "2024"], ["столбцы", "школа", "Школа"], ["столбцы", "итог", "Итог"]));
        run.Folder.Write("МКР 7.csv", Table);
        var fault = Assert.Single(run.Load().Files, f => f.ProblemRule == "mapping.fault");
        Assert.Contains("лист «Описание», ячейка B3: неизвестный ключ «гд»", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_mapping_makes_its_files_be_read_again_and_nothing_else()
    {
        using var run = new IntakeRun();
        run.Folder.Write("сопоставление.yml", Good);
        run.Folder.Write("МКР 7.csv", Table);
        run.Folder.WriteBytes("ВПР/РУ 5 класс 2022.xlsx", VprForm.All["vpr_2022"].Xlsx(Pupil.Good("50001")));
        run.Load();
        Assert.All(run.Load().Files, f => Assert.True(f.Unchanged));
        run.Folder.Write("сопоставление.yml", Good.Replace("класс: 7", "класс: 8", StringComparison.Ordinal));
        var report = run.Load();
        Assert.False(report.Files.Single(f => f.Path == "МКР 7.csv").Unchanged);
        Assert.True(report.Files.Single(f => f.Path.StartsWith("ВПР", StringComparison.Ordinal)).Unchanged);
        Assert.Equal(["8 | 2"], run.Rows("SELECT s.grade, count(*) FROM staging.stg_vpr__result JOIN staging.stg_sheet AS s USING (file_key, sheet_no) WHERE s.procedure = 'МКР' GROUP BY ALL"));
    }
}
