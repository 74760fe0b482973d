namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>The primary score: the publisher's total is kept even when it is not the sum; an impossible one leaves the pupil without a score, not without a row.</summary>
public sealed class TotalTests
{
    private static readonly (object Cell, int Value)[] Other = [(5, 5), ("5.0", 5), ("5,0", 5), (" 0", 0)];

    private static readonly (object? Cell, string ValueClass)[] Unreadable = [("семь", "текст"), ("6.5", "дробное число"), (null, "пусто"), ("\u00A0", "пусто")];

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_total_other_than_the_sum_is_kept_with_a_warning(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. Other.Select((t, i) => new Pupil($"4{i:0000}") { Total = t.Cell }), Pupil.Good("50000")]);
        Assert.Equal([.. Other.Select(t => $"present | {t.Value}"), "present | 6"], run.Rows("SELECT attendance, primary_score FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(Other.Select((_, i) => $"{form.FirstRow + i} | {form.ColumnOf(form.TotalHeader)} | {form.TotalHeader} | total.differs | warning | целое число"), run.Rejects());
        Assert.Equal((Other.Length + 1, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Fact]
    public void Not_attempted_tasks_count_as_zero_in_the_sum()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_2022"].Load(run, new Pupil { Scores = ["X", 1, 3], Total = 4 }, new Pupil("40002") { Scores = ["Х", "Х", 3], Total = 4 });
        Assert.Equal(["3 | 15 | Итого баллов | total.differs | warning | целое число"], run.Rejects());
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_total_that_cannot_be_read_leaves_attendance_unknown(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. Unreadable.Select((t, i) => new Pupil($"4{i:0000}") { Total = t.Cell }), Pupil.Good("50000")]);
        Assert.Equal([.. Unreadable.Select(_ => "unknown | ∅ | [2,1,3]"), "present | 6 | [2,1,3]"], run.Rows("SELECT attendance, primary_score, task_score FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(Unreadable.Select((t, i) => $"{form.FirstRow + i} | {form.ColumnOf(form.TotalHeader)} | {form.TotalHeader} | total.unreadable | cell | {t.ValueClass}"), run.Rejects());
        Assert.Equal((Unreadable.Length + 1, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_total_outside_the_scale_is_set_aside(string formId)
    {
        var form = VprForm.All[formId];
        // The forms of 2020 and 2021 do not name a maximum; no work has more than 100 points.
        int[] totals = form.NamesMaxima ? [7, -1, 999_999_999] : [101, -1, 40_000, 999_999_999];
        using var run = new IntakeRun();
        var account = form.Load(run, [.. totals.Select((t, i) => new Pupil($"4{i:0000}") { Total = t }), Pupil.Good("50000")]);
        Assert.Equal([.. totals.Select(_ => "unknown | ∅ | 4"), "present | 6 | 4"], run.Rows("SELECT attendance, primary_score, journal_mark FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(totals.Select((_, i) => $"{form.FirstRow + i} | {form.ColumnOf(form.TotalHeader)} | {form.TotalHeader} | total.over_max | cell | целое число"), run.Rejects());
        Assert.Equal((totals.Length + 1, 0), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_total_without_task_scores_is_a_score(string formId)
    {
        using var run = new IntakeRun();
        VprForm.All[formId].Load(run, new Pupil { Scores = [null, null, null], Total = 4 }, Pupil.Good("40002"));
        Assert.Equal("present | 4 | [∅,∅,∅]", run.Rows("SELECT attendance, primary_score, task_score FROM staging.stg_vpr__result ORDER BY row_no")[0]);
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void A_given_mark_that_is_none_is_set_aside()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_f1"].Load(run, new Pupil("40001") { Mark = "6" }, new Pupil("40002") { Mark = "пять" }, new Pupil("40003") { Mark = null }, new Pupil("40004") { Mark = "3.0" });
        Assert.Equal(["6 | ∅", "6 | ∅", "6 | ∅", "6 | 3"], run.Rows("SELECT primary_score, mark_given FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(["9 | 11 | Отметка | mark.unreadable | cell | целое число", "10 | 11 | Отметка | mark.unreadable | cell | текст"], run.Rejects());
    }
}
