namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>Which rows of one load are joined to one person, and what of the person is left behind: nothing.</summary>
public sealed class PersonTests
{
    private static readonly GiaForm Oge = GiaForm.All["gia_oge"];
    private static readonly GiaForm Appeal = GiaForm.All["gia_oge_appeal"];
    private const string Persons = "SELECT dense_rank() OVER (ORDER BY min_row) FROM (SELECT g.exam_date, g.row_no, g.is_appeal, min((g.exam_date, g.row_no)) OVER (PARTITION BY p.person_no) AS min_row FROM staging.stg_gia__result AS g JOIN staging.stg_person_row AS p USING (file_key, sheet_no, row_no)) ORDER BY exam_date, row_no, is_appeal";

    private static void Write(IntakeRun run, string path, GiaForm form, params Graduate[] graduates) => run.Folder.WriteBytes(path, form.Bytes("xlsx", form.Table(graduates)));

    [Fact]
    public void The_same_name_and_school_in_two_exams_is_one_person_and_a_corrected_document_does_not_part_her()
    {
        using var run = new IntakeRun();
        Write(run, "a.xlsx", Oge, new Graduate("Ежова", "Алёна", "Петровна") { Number = "1" }, new Graduate("Сочинялова") { Number = "2" });
        // «ё» as «е», blanks, letter case and zeros before the school's code make no other person; the same document with another surname is the same.
        Write(run, "b.xlsx", Oge with { Title = "Физика(2026.06.05)" }, new Graduate(" ЕЖОВА", "Алена", "Петровна ") { Number = "1", School = 101 }, new Graduate("Сочинялова-Правдина") { Number = "2" });
        run.Load();
        Assert.Equal(["1", "2", "1", "2"], run.Rows(Persons));
    }

    [Fact]
    public void An_appeal_without_a_document_finds_its_person_by_name_and_school()
    {
        using var run = new IntakeRun();
        Write(run, "a.xlsx", Oge, new Graduate { Number = "1" }, new Graduate { Number = "2", School = "0202" });
        Write(run, "b.xlsx", Appeal, new Graduate { School = "0202" });
        run.Load();
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_gia__result AS a JOIN staging.stg_person_row AS p USING (file_key, sheet_no, row_no) JOIN staging.stg_person_row AS q ON q.person_no = p.person_no AND q.file_key <> p.file_key WHERE a.is_appeal"));
    }

    [Fact]
    public void Namesakes_of_a_school_are_parted_by_document_and_what_has_none_is_ambiguous()
    {
        using var run = new IntakeRun();
        Write(run, "a.xlsx", Oge, new Graduate { Number = "1" }, new Graduate { Number = "2" });
        Write(run, "b.xlsx", Appeal, new Graduate());
        run.Load();
        Assert.Equal("3 | 1", run.Scalar("SELECT count(DISTINCT person_no), sum(is_ambiguous) FROM staging.stg_person_row"));
    }

    [Fact]
    public void Nobody_is_joined_across_years_or_levels()
    {
        using var run = new IntakeRun();
        Write(run, "2024.xlsx", Oge with { Title = "Математика(2024.06.02)" }, new Graduate());
        Write(run, "2026.xlsx", GiaForm.All["gia_ege_compact"] with { Title = "01 - Русский язык 2026.05.30" }, new Graduate());
        Write(run, "2024e.xlsx", GiaForm.All["gia_ege_compact"] with { Title = "01 - Русский язык 2024.05.30" }, new Graduate());
        run.Load();
        Assert.Equal("3", run.Scalar("SELECT count(DISTINCT person_no) FROM staging.stg_person_row"));
    }

    [Fact]
    public void A_protocol_without_names_is_joined_by_the_participant_code()
    {
        var form = Oge with { Header = ["№", "Код ОО", "Код участника", "Первичный балл", "Оценка"], Row = (n, g) => [n, g.School, g.Code, g.Primary, g.Result] };
        using var run = new IntakeRun();
        Write(run, "a.xlsx", form, new Graduate { Code = "1" }, new Graduate { Code = "2" });
        Write(run, "b.xlsx", form with { Title = "Физика(2026.06.05)" }, new Graduate { Code = "2" });
        run.Load();
        Assert.Equal(["1", "2", "2"], run.Rows(Persons));
    }

    [Fact]
    public void An_appeal_that_comes_later_finds_its_person_and_the_result_is_that_of_one_load()
    {
        using var whole = new IntakeRun();
        Write(whole, "2026/a.xlsx", Oge, new Graduate(), new Graduate("Сочинялова") { Number = "2" });
        Write(whole, "2026/апелляции/b.xlsx", Appeal, new Graduate("Сочинялова"));
        whole.Load();
        using var parts = new IntakeRun();
        Write(parts, "2026/a.xlsx", Oge, new Graduate(), new Graduate("Сочинялова") { Number = "2" });
        parts.Load();
        Write(parts, "2026/апелляции/b.xlsx", Appeal, new Graduate("Сочинялова"));
        var report = parts.Load();
        Assert.All(report.Files, f => Assert.False(f.Unchanged));
        const string Links = "SELECT * FROM staging.stg_person_row ORDER BY ALL";
        Assert.Equal(whole.Rows(Links), parts.Rows(Links));
        // Nothing new: nothing is read.
        Assert.All(parts.Load().Files, f => Assert.True(f.Unchanged));
    }

    [Fact]
    public void A_load_that_broke_off_before_its_persons_were_known_is_made_good()
    {
        using var run = new IntakeRun();
        Write(run, "a.xlsx", Oge, new Graduate());
        run.Load();
        var before = run.Rows("SELECT * FROM staging.stg_person_row");
        run.Rows("DELETE FROM staging.stg_person_row RETURNING 1");
        run.Load();
        Assert.Equal(before, run.Rows("SELECT * FROM staging.stg_person_row"));
    }

    [Fact]
    public void A_new_file_in_another_folder_leaves_the_rest_alone()
    {
        using var run = new IntakeRun();
        Write(run, "2025/a.xlsx", Oge with { Title = "Математика(2025.06.02)" }, new Graduate());
        run.Load();
        Write(run, "2026/b.xlsx", Oge, new Graduate());
        Assert.Equal([true, false], run.Load().Files.Select(f => f.Unchanged));
    }
}
