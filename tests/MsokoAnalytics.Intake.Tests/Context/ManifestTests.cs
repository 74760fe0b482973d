namespace MsokoAnalytics.Intake.Tests.Context;

/// <summary><c>manifest.csv</c> beside the files: what they do not say themselves.</summary>
public sealed class ManifestTests
{
    private static readonly byte[] Bare = VprForm.All["vpr_2021"].Xlsx(Pupil.Good("40001"));
    private static readonly byte[] Bare2 = VprForm.All["vpr_2021"].Xlsx(Pupil.Good("40002"));

    private static IReadOnlyList<string> Works(IntakeRun run) =>
        run.Rows("SELECT path, year, wave, grade, subject, level FROM staging.stg_sheet JOIN ops.source_file USING (file_key) ORDER BY path");

    [Theory]
    [InlineData("utf-8", ';')]
    [InlineData("utf-8-bom", ',')]
    [InlineData("windows-1251", ';')]
    [InlineData("utf-16le", '\t')]
    public void A_manifest_gives_what_the_file_lacks(string encoding, char separator)
    {
        using var run = new IntakeRun();
        TextTable.Save(run.Folder, "manifest.csv", [["Файл", "Год", "Класс", "Предмет", "Волна", "Уровень"], ["a.xlsx", 2021, 4, "Математика", "весна", "базовый"], ["b.xlsx", "2020", "8", "ФИ", "осень", "углублённый"]], separator, encoding);
        run.Folder.WriteBytes("a.xlsx", Bare);
        run.Folder.WriteBytes("b.xlsx", Bare2);
        Assert.False(run.Load().HasProblems);
        Assert.Equal(["a.xlsx | 2021 | spring | 4 | МА | base", "b.xlsx | 2020 | autumn | 8 | ФИ | advanced"], Works(run));
    }

    [Fact]
    public void Masks_add_up_and_later_lines_and_nearer_folders_have_the_last_word()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет\n*.xlsx;2020;9;история\nвесна/*;2021;;\nвесна\\a*;;4;\n");
        run.Folder.Write("весна/manifest.csv", "файл;предмет\n*.xlsx;математика\n");
        run.Folder.WriteBytes("весна/a.xlsx", Bare);
        run.Folder.WriteBytes("прочее/b.xlsx", Bare2);
        Assert.False(run.Load().HasProblems);
        Assert.Equal(["весна/a.xlsx | 2021 | spring | 4 | МА | base", "прочее/b.xlsx | 2020 | spring | 9 | ИС | base"], Works(run));
    }

    [Fact]
    public void A_manifest_of_a_folder_says_nothing_of_its_neighbours()
    {
        using var run = new IntakeRun();
        run.Folder.Write("a/manifest.csv", "файл;год;класс;предмет\n*;2021;4;МА\n");
        run.Folder.WriteBytes("ab/a.xlsx", Bare);
        Assert.Equal("неизвестно: год, класс, предмет", Assert.Single(run.Load().Problems).Problem);
    }

    [Fact]
    public void Where_file_and_manifest_differ_the_file_wins_and_it_is_told()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет\nФ1.xlsx;2025;5;математика\n");
        var file = run.LoadFile("Ф1.xlsx", VprForm.All["vpr_f1"].Xlsx(Pupil.Good("40001")));
        Assert.Equal(["Ф1.xlsx | 2026 | spring | 4 | МА | base"], Works(run));
        Assert.Equal(
        [
            "лист «МА 4 Индивидуальные результаты»: год: в файле 2026, в manifest.csv 2025; использовано то, что в файле",
            "лист «МА 4 Индивидуальные результаты»: класс: в файле 4, в manifest.csv 5; использовано то, что в файле",
        ], file.Notes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("4 класс", "2021 год")]
    [InlineData("4-й", "2020/2021")]
    [InlineData(" 4 ", "2021.0")]
    public void Values_in_words_are_understood(string grade, string year)
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", $"файл;год;класс;предмет\na.xlsx;{year};{grade};МА\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        run.Load();
        Assert.Equal(["a.xlsx | 2021 | spring | 4 | МА | base"], Works(run));
    }

    [Theory]
    [InlineData("12;4;МА", "неизвестно: год")]
    [InlineData("скоро;4;МА", "неизвестно: год")]
    [InlineData("2021;14;МА", "неизвестно: класс")]
    [InlineData("2021;старший;МА", "неизвестно: класс")]
    [InlineData("2021;4;чистописание", "неизвестно: предмет")]
    public void A_value_that_makes_no_sense_is_as_good_as_none(string values, string problem)
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", $"файл;год;класс;предмет\na.xlsx;{values}\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        Assert.Equal(problem, Assert.Single(run.Load().Problems).Problem);
    }

    [Theory]
    [InlineData("edu000389")]
    [InlineData("EDU000389")]
    [InlineData("000389")]
    [InlineData("389")]
    public void The_school_of_a_form_may_be_given_by_login_or_digits(string school)
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", $"файл;логин ОО\n*;{school}\n");
        run.LoadFile("ВПР 2026 Математика 4 класс.xlsx", VprForm.All["vpr_collection_form"].Xlsx(Pupil.Good("40001")));
        Assert.Equal("edu000389 | 000389 | 00", run.Scalar("SELECT school_login, school_id, region_code FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void The_municipality_may_be_given()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет;код муниципалитета\n*;2021;4;МА;reg22_m010\n");
        run.LoadFile("a.xlsx", Bare);
        Assert.Equal("22_m010", run.Scalar("SELECT municipality_id FROM staging.stg_vpr__result"));
    }

    [Theory]
    [InlineData("да", true)]
    [InlineData("1", true)]
    [InlineData("x", true)]
    [InlineData("нет", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void A_file_may_be_left_out(string skip, bool left)
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", $"файл;год;класс;предмет;пропустить\n*;2021;4;МА;{skip}\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        var report = run.Load();
        Assert.False(report.HasProblems);
        Assert.Equal(left ? 0 : 1, report.Files.Single().Loaded);
        if (left) Assert.Equal("пропущен по manifest.csv", report.Files.Single().Problem);
    }

    [Fact]
    public void A_file_left_out_later_leaves_the_warehouse_and_comes_back()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет;пропустить\n*;2021;4;МА;\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        run.Load();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет;пропустить\n*;2021;4;МА;да\n");
        Assert.Equal("пропущен по manifest.csv", run.Load().Files.Single().Problem);
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет;пропустить\n*;2021;4;МА;нет\n");
        run.Load();
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void A_corrected_manifest_is_taken_up_though_the_file_is_the_same()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет\n*;2021;4;МА\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        run.Load();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет\n*;2021;4;РУ\n");
        Assert.False(run.Load().Files.Single().Unchanged);
        Assert.Equal(["a.xlsx | 2021 | spring | 4 | РУ | base"], Works(run));
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        Assert.True(run.Load().Files.Single().Unchanged);
    }

    [Fact]
    public void A_manifest_without_the_column_of_files_is_told_and_the_rest_is_loaded()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "имя;год\na.xlsx;2021\n");
        run.Folder.WriteBytes("МА 4 2021.xlsx", Bare);
        var report = run.Load();
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("manifest.csv", "manifest.header", "в manifest.csv нет столбца «файл»"), (problem.Path, problem.ProblemRule, problem.Problem));
        Assert.Equal(["МА 4 2021.xlsx | 2021 | spring | 4 | МА | base"], Works(run));
    }

    [Fact]
    public void An_unbalanced_quote_in_a_manifest_spoils_its_line_only()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет\n\"b.xlsx;2021;5;РУ\na.xlsx;2021;4;МА\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        var problem = Assert.Single(run.Load().Problems);
        Assert.Equal(("manifest.csv", "manifest.quotes", "в manifest.csv нарушены кавычки, пропущены строки: 2"), (problem.Path, problem.ProblemRule, problem.Problem));
        Assert.Equal(["a.xlsx | 2021 | spring | 4 | МА | base"], Works(run));
    }

    [Fact]
    public void A_manifest_that_is_no_table_is_told_and_the_rest_is_loaded()
    {
        foreach (var content in (byte[][])[[], "%PDF-1.7"u8.ToArray(), OleFile.Create("EncryptedPackage", new byte[5000])])
        {
            using var run = new IntakeRun();
            run.Folder.WriteBytes("manifest.csv", content);
            run.Folder.WriteBytes("МА 4 2021.xlsx", Bare);
            var report = run.Load();
            Assert.Equal("manifest.csv", Assert.Single(report.Problems).Path);
            Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        }
    }

    [Theory]
    [InlineData("Manifest.csv")]
    [InlineData("MANIFEST.CSV")]
    public void A_manifest_is_found_under_any_case_of_its_name(string name)
    {
        using var run = new IntakeRun();
        run.Folder.Write(name, "файл;год;класс;предмет\n*;2021;4;МА\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        Assert.False(run.Load().HasProblems);
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void The_date_of_issue_decides_between_two_files_of_the_same_pupils()
    {
        using var run = new IntakeRun();
        run.Folder.Write("manifest.csv", "файл;год;класс;предмет;дата выгрузки\na.xlsx;2021;4;МА;20.05.2021\nb.xlsx;2021;4;МА;19.05.2021 10:00\n");
        run.Folder.WriteBytes("a.xlsx", Bare);
        run.Folder.WriteBytes("b.xlsx", VprForm.All["vpr_2021"].Xlsx(new Pupil("40001") { Total = 5 }));
        var overlap = Assert.Single(run.Load().Overlaps);
        Assert.Equal(("a.xlsx", "b.xlsx"), (overlap.KeptPath, overlap.OtherPath));
        Assert.Equal(["a.xlsx | 2021-05-20", "b.xlsx | 2021-05-19 10:00:00"], run.Rows("SELECT path, issued_at FROM staging.stg_sheet JOIN ops.source_file USING (file_key) ORDER BY path"));
    }
}
