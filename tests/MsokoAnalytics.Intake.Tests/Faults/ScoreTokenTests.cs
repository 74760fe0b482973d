namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>What stands in a task cell: a score, «не приступал» in either alphabet, nothing, or something that is none of these.</summary>
public sealed class ScoreTokenTests
{
    /// <summary>Latin and Cyrillic letters, words, blanks of both kinds.</summary>
    private static readonly string[] NotAttempted = ["X", "x", "Х", "х", "не пройд.", "НЕ ПРОЙД.", " X ", "Х\u00A0"];

    /// <summary>The score two as a number, a double, a text, a text with decimals, between blanks, with a leading zero.</summary>
    private static readonly object[] Two = [2, 2.0, "2", "2.0", "2,0", " 2 ", "2\u00A0", "02"];

    private static readonly (string Token, string ValueClass)[] Unreadable =
    [
        ("да", "текст"), ("1.5", "дробное число"), ("1,5", "дробное число"), ("-1", "целое число"), ("?", "один знак"),
        ("04.03.2022", "похоже на дату"), ("101", "целое число"), ("#ССЫЛКА!", "ошибка Excel"),
    ];

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void Not_attempted_is_kept_apart_from_zero_in_every_spelling(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. NotAttempted.Select((t, i) => new Pupil($"4{i:0000}") { Scores = [0, t, 3], Total = 3, Mark = 4 })]);
        Assert.Equal(NotAttempted.Select(_ => "present | 3 | [0,∅,3] | [0,1,0]"), run.Rows("SELECT attendance, primary_score, task_score, task_is_x FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
        Assert.Equal((NotAttempted.Length, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_whole_score_is_read_however_it_is_stored(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        form.Load(run, [.. Two.Select((t, i) => new Pupil($"4{i:0000}") { Scores = [t, 1, 3] })]);
        Assert.Equal(Two.Select(_ => "6 | [2,1,3] | [0,0,0]"), run.Rows("SELECT primary_score, task_score, task_is_x FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_cell_that_is_no_score_is_set_aside_and_the_pupil_stays(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        // More good pupils than bad cells: the form of 2020 tells a task from a textbook by what most of its cells hold.
        var pupils = Unreadable.Select((t, i) => new Pupil($"4{i:0000}") { Scores = [2, 1, t.Token] }).Concat(Enumerable.Range(0, 9).Select(i => Pupil.Good($"5{i:0000}")));
        var account = form.Load(run, [.. pupils]);
        Assert.Equal(Unreadable.Select(_ => "present | 6 | [2,1,∅] | [0,0,0]"),
            run.Rows("SELECT attendance, primary_score, task_score, task_is_x FROM staging.stg_vpr__result WHERE participant_code < '5' ORDER BY row_no"));
        Assert.Equal(Unreadable.Select((t, i) => $"{form.FirstRow + i} | {form.TaskColumn(3)} | {form.TaskHeader(3)} | score.unreadable | cell | {t.ValueClass}"), run.Rejects());
        Assert.Equal((Unreadable.Length + 9, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Fact]
    public void A_score_above_the_maximum_of_its_task_is_set_aside_and_the_total_kept()
    {
        foreach (var form in VprForm.All.Values.Where(f => f.NamesMaxima))
        {
            using var run = new IntakeRun();
            var account = form.Load(run, new Pupil { Scores = [3, 1, 3], Total = 6 }, new Pupil("40002") { Scores = [2, 1, 3], Total = 6 });
            Assert.Equal($"{form.FirstRow} | 40001 | present | 6 | {(form.HasMark ? "5" : "∅")} | 4 | mark | [∅,1,3] | [0,0,0]", run.Pupils()[0]);
            Assert.Equal([$"{form.FirstRow} | {form.TaskColumn(1)} | {form.TaskHeader(1)} | score.over_max | cell | целое число"], run.Rejects());
            Assert.Equal((2, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
        }
    }

    [Fact]
    public void Maxima_of_the_forms_that_do_not_name_them_come_from_the_catalogue()
    {
        // 4 МА 2021: 15 columns; the first task is worth one point (catalogue), so 2 is too much.
        using var run = new IntakeRun();
        object?[] header = ["логин школы", "код обучающегося", "отметка за предыдущую четверть/триместр", "всего баллов", .. Enumerable.Range(1, 15).Select(i => (object)$"балл за {i}")];
        var book = new XlsxFile();
        book.Sheet("Лист1").Row(header)
            .Row(["sch000389", "40001", 4, 15, 2, .. Enumerable.Repeat((object)1, 14)])
            .Row(["sch000389", "40002", 4, 15, .. Enumerable.Repeat((object)1, 15)]);
        run.LoadFile("ВПР 2021 МА 4 класс.xlsx", book.ToBytes());
        Assert.Equal("15", run.Scalar("SELECT count(*) FROM staging.stg_sheet_task WHERE max_score IS NOT NULL"));
        Assert.Equal(["2 | 5 | балл за 1 | score.over_max | cell | целое число"], run.Rejects());
    }

    [Fact]
    public void An_excel_error_reads_as_an_empty_cell()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_2022"].Load(run, new Pupil { Scores = [new ExcelError("#N/A"), 1, 3] }, Pupil.Good("40002"));
        Assert.Equal("[∅,1,3]", run.Rows("SELECT task_score FROM staging.stg_vpr__result ORDER BY row_no")[0]);
    }
}
