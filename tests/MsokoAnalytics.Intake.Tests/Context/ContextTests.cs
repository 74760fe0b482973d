using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Context;

/// <summary>Year, grade, subject and the rest where the form does not name them: from the sheet, the manifest, the file's name, the folders, in this order.</summary>
public sealed class ContextTests
{
    private const string WorkSql = "SELECT year, wave, grade, actual_grade, subject, level, academic_year FROM staging.stg_sheet";

    /// <summary>The form of 2021 names nothing of its work.</summary>
    private static readonly byte[] Bare = VprForm.All["vpr_2021"].Xlsx(Pupil.Good("40001"));

    private static string Work(string path)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile(path, Bare);
        Assert.Equal((FileStatus.Loaded, 1), (file.Status, file.Loaded));
        return run.Scalar(WorkSql);
    }

    private static FileAccount Refused(string path)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile(path, Bare);
        Assert.Equal((FileStatus.Unrecognised, "sheet.context"), (file.Status, file.ProblemRule));
        Assert.Equal(SheetStatus.NoContext, Assert.Single(file.Sheets).Status);
        Assert.Equal((2, 0, 2, 0), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Contains("manifest.csv", file.Advice, StringComparison.Ordinal);
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_sheet"));
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM raw.sheet_row"));
        return file;
    }

    [Theory]
    [InlineData("Проведение работы по математике, 4 класс. ВПР 2021.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("ВПР_2021_МА_4.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("МА_4_2021.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("2021 МА 4.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("ВПР-2021-4 класс-русский язык.xlsx", "2021 | spring | 4 | 4 | РУ | base | 2020/21")]
    [InlineData("впр 2021 11 класс история.xlsx", "2021 | spring | 11 | 11 | ИС | base | 2020/21")]
    [InlineData("ВПР 2023 8-й класс физика углублённый уровень.xlsx", "2023 | spring | 8 | 8 | ФИ | advanced | 2022/23")]
    [InlineData("Результаты ВПР 5 кл. окр. мир 2021.xlsx", "2021 | spring | 5 | 5 | ОМ | base | 2020/21")]
    [InlineData("ВПР 2024 Английский язык 7 класс.xlsx", "2024 | spring | 7 | 7 | АЯ | base | 2023/24")]
    public void The_file_name_tells_the_work(string name, string work) => Assert.Equal(work, Work(name));

    [Theory]
    [InlineData("2021/4 класс/Математика/выгрузка.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("ВПР 2021/МА/4 класс.xlsx", "2021 | spring | 4 | 4 | МА | base | 2020/21")]
    [InlineData("ВПР 2020 осень/Математика/4 класс/a.xlsx", "2020 | autumn | 4 | 5 | МА | base | 2020/21")]
    [InlineData("весна/2022/биология/6 класс.xlsx", "2022 | spring | 6 | 6 | БИ | base | 2021/22")]
    public void The_folders_tell_the_work(string path, string work) => Assert.Equal(work, Work(path));

    [Fact]
    public void The_file_name_goes_before_its_folder_and_the_inner_folder_before_the_outer() =>
        Assert.Equal("2022 | spring | 5 | 5 | РУ | base | 2021/22", Work("ВПР 2020 история/5 класс/2021/ВПР 2022 русский язык.xlsx"));

    [Theory]
    [InlineData("ВПР 4-8 классы/2021/математика.xlsx")]
    [InlineData("ВПР 4–8 классы/2021/математика.xlsx")]
    [InlineData("ВПР 4, 5 классы/2021/математика.xlsx")]
    public void A_range_of_grades_in_a_name_is_no_grade(string path) => Assert.Equal("неизвестно: класс", Refused(path).Problem);

    [Theory]
    [InlineData("ВПР 2020-2021/МА 4.xlsx", "2021 | spring")]
    [InlineData("2020/2021/МА 4.xlsx", "2021 | spring")]
    [InlineData("2021-2022 учебный год/МА 4.xlsx", "2022 | spring")]
    [InlineData("2021-22 учебный год/МА 4.xlsx", "2022 | spring")]
    [InlineData("осень 2020-2021/МА 4.xlsx", "2020 | autumn")]
    [InlineData("2020-2021/осень/МА 4.xlsx", "2020 | autumn")]
    [InlineData("2022-2023/ВПР осень 2022/МА 4.xlsx", "2022 | autumn")]
    public void A_school_year_gives_the_calendar_year_of_its_wave(string path, string expected)
    {
        using var run = new IntakeRun();
        Assert.Equal(1, run.LoadFile(path, Bare).Loaded);
        Assert.Equal(expected, run.Scalar("SELECT year, wave FROM staging.stg_sheet"));
    }

    [Fact]
    public void The_form_of_2020_is_of_autumn_unless_something_says_otherwise()
    {
        using var run = new IntakeRun();
        run.LoadFile("2020-2021/МА 4 класс.xlsx", VprForm.All["vpr_2020"].Xlsx(Pupil.Good("40001")));
        Assert.Equal("2020 | autumn | 4 | 5 | МА | base | 2020/21", run.Scalar(WorkSql));
    }

    [Theory]
    [InlineData("МА 5 класс (по программе 4 класса) осень 2020.xlsx")]
    [InlineData("осень 2020 математика 5 класс по материалам 4 класса.xlsx")]
    public void The_programme_gives_the_grade_of_the_content(string name) => Assert.Equal("2020 | autumn | 4 | 5 | МА | base | 2020/21", Work(name));

    [Theory]
    [InlineData("выгрузка.xlsx", "неизвестно: год, класс, предмет")]
    [InlineData("МА 4.xlsx", "неизвестно: год")]
    [InlineData("2021 4 класс.xlsx", "неизвестно: предмет")]
    [InlineData("2021 математика.xlsx", "неизвестно: класс")]
    [InlineData("выгрузка из ИС 2021, 4 класс.xlsx", "неизвестно: предмет")]
    [InlineData("отчёт об 11 классе 2021.xlsx", "неизвестно: предмет")]
    public void What_nothing_tells_is_named(string name, string problem) => Assert.Equal(problem, Refused(name).Problem);

    [Fact]
    public void A_form_of_one_school_needs_the_school()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("ВПР 2026 Математика 4 класс.xlsx", VprForm.All["vpr_collection_form"].Xlsx(Pupil.Good("40001")));
        Assert.Equal("неизвестно: школа", file.Problem);
    }

    [Fact]
    public void Titles_and_the_sheet_name_go_before_file_and_folder()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("2019/ВПР 2020 история 7 класс.xlsx", VprForm.All["vpr_f1"].Xlsx(Pupil.Good("40001")));
        Assert.Equal("2026 | spring | 4 | 4 | МА | base | 2025/26", run.Scalar(WorkSql));
        Assert.Equal("год 2026 — заголовок листа; дата 20.04.2026 — заголовок листа; класс 4 — заголовок листа; максимум 6 — заголовок листа; предмет МА — заголовок листа; "
            + "уровень base — по умолчанию; волна spring — по умолчанию", Sorted(file.Sheets[0].Context!));
        Assert.Equal(Sorted(file.Sheets[0].Context!), Sorted(run.Scalar("SELECT context_source FROM staging.stg_sheet")));
    }

    [Fact]
    public void What_came_from_where_is_told()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;предмет\n*.xlsx;математика\n");
        var file = run.LoadFile("2021/4 класс.xlsx", Bare);
        Assert.Equal("год 2021 — имя папки; класс 4 — имя файла; предмет МА — manifest.csv; уровень base — по умолчанию; волна spring — по умолчанию", Sorted(file.Sheets[0].Context!));
    }

    [Fact]
    public void A_date_in_the_title_may_be_an_excel_date()
    {
        using var run = new IntakeRun();
        var rows = VprForm.All["vpr_f1"].Table(Pupil.Good("40001")).ToArray();
        rows[5] = ["Дата:", new DateOnly(2026, 4, 20)];
        run.LoadFile("Ф1.xlsx", Book.Of("МА 4", rows));
        Assert.Equal("2026-04-20", run.Scalar("SELECT work_date FROM staging.stg_sheet"));
    }

    /// <summary>The parts of a description in an order of their own: by the Russian name of what they tell.</summary>
    private static string Sorted(string context)
    {
        string[] order = ["год", "дата", "класс", "максимум", "предмет", "уровень", "волна"];
        return string.Join("; ", context.Split("; ").OrderBy(p => Array.IndexOf(order, p.Split(' ')[0])));
    }
}
