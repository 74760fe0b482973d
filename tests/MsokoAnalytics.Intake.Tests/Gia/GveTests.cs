namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>ГВЭ: protocols, those who did not come, resits in September and a list of appeals, as one year of a school has them. Expected rows are read off the tables by hand.</summary>
public sealed class GveTests
{
    private static readonly GiaForm Protocol = GiaForm.All["gia_oge"];
    private static readonly GiaForm Appeals = GiaForm.All["gia_oge_appeal"];
    private static readonly Graduate First = new() { Number = "700001", Code = "100000000001", Short = null, Long = null };
    private static readonly Graduate Second = new("Сочинялова", "Анна", "Олеговна") { Number = "700002", Code = "100000000002", Short = null, Long = null };
    private static readonly Graduate Third = new("Небывальцев", "Олег", "Иванович") { Number = "700003", Code = "100000000003", Short = null, Long = null };

    private static void Write(IntakeRun run, string path, GiaForm form, params Graduate[] graduates) => run.Folder.WriteBytes(path, form.Bytes("xlsx", form.Table(graduates)));

    private static void WriteYear(IntakeRun run)
    {
        Write(run, "ГИА 2026/ГВЭ/Основной период/русский.xlsx", Protocol with { Title = "51 - Русский язык 2026.06.04" },
            First with { Primary = 12, Result = 4 }, Second with { Primary = 3, Result = 2 }, Third with { Primary = null, Result = "не явился" });
        Write(run, "ГИА 2026/ГВЭ/Основной период/математика.xlsx", Protocol with { Title = "52 - Математика 2026.06.09" }, First with { Primary = 9, Result = 5 });
        Write(run, "ГИА 2026/ГВЭ/Дополнительный период/русский.xlsx", Protocol with { Title = "51 - Русский язык 2026.09.08" }, Second with { Primary = 8, Result = 3 }, Third with { Primary = 7, Result = 3 });
        Write(run, "ГИА 2026/ГВЭ/апелляции.xlsx", Appeals, First with { Exam = "ГВЭ Русский язык(2026.06.04)", Primary = 14, Result = 5 }, Second with { Exam = "ГВЭ Русский язык(2026.06.04)", Appeal = "отклонена", Primary = 3, Result = 2 });
    }

    [Fact]
    public void Protocols_resits_and_appeals_of_a_year()
    {
        using var run = new IntakeRun();
        WriteYear(run);
        var report = run.Load();
        Assert.Equal((8, 0), (report.Files.Sum(f => f.Loaded), report.Files.Sum(f => f.Rejected)));
        Assert.Equal(
        [
            "51 | РУ | 2026-06-04 | main | 0 | ∅ | present | 12 | 4", "51 | РУ | 2026-06-04 | main | 0 | ∅ | present | 3 | 2", "51 | РУ | 2026-06-04 | main | 0 | ∅ | absent | ∅ | ∅",
            "∅ | РУ | 2026-06-04 | ∅ | 1 | granted | present | 14 | 5", "∅ | РУ | 2026-06-04 | ∅ | 1 | declined | present | 3 | 2",
            "52 | МА | 2026-06-09 | main | 0 | ∅ | present | 9 | 5",
            "51 | РУ | 2026-09-08 | additional | 0 | ∅ | present | 8 | 3", "51 | РУ | 2026-09-08 | additional | 0 | ∅ | present | 7 | 3",
        ], run.Rows("SELECT exam_code, subject, exam_date, period, is_appeal, appeal_outcome, status, primary_score, mark FROM staging.stg_gia__result ORDER BY exam_date, is_appeal, row_no"));
        Assert.Equal("ГВЭ | 9 | 0101", run.Scalar("SELECT DISTINCT procedure, grade, school_code FROM staging.stg_gia__result"));
    }

    [Fact]
    public void A_resit_and_an_appeal_belong_to_the_person_of_the_protocol()
    {
        using var run = new IntakeRun();
        WriteYear(run);
        run.Load();
        // Rows of each person: two exams and an appeal; an exam, a resit and an appeal; an absence and a resit.
        Assert.Equal(["12,14,9", "3,3,8", "∅,7"], run.Rows("SELECT string_agg(coalesce(primary_score::VARCHAR, '∅'), ',' ORDER BY exam_date, is_appeal) FROM staging.stg_gia__result JOIN staging.stg_person_row USING (file_key, sheet_no, row_no) GROUP BY person_no ORDER BY 1"));
        Assert.Equal("0", run.Scalar("SELECT sum(is_ambiguous) FROM staging.stg_person_row"));
    }

    [Fact]
    public void An_appeal_of_an_exam_of_another_kind_is_no_GVE()
    {
        using var run = new IntakeRun();
        Write(run, "ГИА 2026/апелляции.xlsx", Appeals, First with { Exam = "ГВЭ Русский язык(2026.06.04)" }, Second with { Exam = "ОГЭ Русский язык(2026.06.04)" });
        run.Load();
        Assert.Equal(["ГВЭ", "ОГЭ"], run.Rows("SELECT procedure FROM staging.stg_gia__result ORDER BY row_no"));
    }

    [Fact]
    public void A_mark_outside_the_scale_and_a_test_score_are_set_aside()
    {
        using var run = new IntakeRun();
        Write(run, "ГВЭ/русский.xlsx", Protocol with { Title = "51 - Русский язык 2026.06.04" }, First with { Primary = 12, Result = 7 }, Second with { Primary = 300, Result = 4 });
        var file = Assert.Single(run.Load().Files);
        Assert.Equal((2, 0), (file.Loaded, file.Rejected));
        Assert.Equal(["3 | 15 | Оценка | mark.unreadable | cell | целое число", "4 | 14 | Первичный балл | total.over_max | cell | целое число"], run.Rejects());
    }
}
