namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>Absent pupils must neither vanish nor become a «2»; a pupil who wrote for nothing is present.</summary>
public sealed class AbsentPupilTests
{
    private static readonly object?[] NoScores = [null, null, null];

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void An_absent_pupil_is_loaded_as_absent_without_score_and_mark(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run,
            Pupil.Good("40001"),
            new Pupil("40002") { Scores = NoScores, Total = 0, Mark = null },
            new Pupil("40003") { Scores = NoScores, Total = 0, Variant = "отсутствовал", Mark = null },
            new Pupil("40004") { Scores = NoScores, Total = null, Variant = null, Mark = null },
            new Pupil("40005") { Scores = NoScores, Total = null, Variant = "Отсутствовал", Mark = null },
            new Pupil("40006") { Scores = NoScores, Total = 0, Variant = 1, Mark = 2, Journal = "нет отметки" },
            Pupil.Good("40007"));

        var head = form.Head.Count(r => r.Length > 0);
        Assert.Equal(form.LayoutId, account.Sheet.LayoutId);
        Assert.Equal((head + 7, 7, 0, head), account.Counts);
        var mark = form.HasMark ? "5" : "∅";
        Assert.Equal(
        [
            $"{form.FirstRow} | 40001 | present | 6 | {mark} | 4 | mark | [2,1,3] | [0,0,0]",
            $"{form.FirstRow + 1} | 40002 | absent | ∅ | ∅ | 4 | mark | ∅ | ∅",
            $"{form.FirstRow + 2} | 40003 | absent | ∅ | ∅ | 4 | mark | ∅ | ∅",
            $"{form.FirstRow + 3} | 40004 | absent | ∅ | ∅ | 4 | mark | ∅ | ∅",
            $"{form.FirstRow + 4} | 40005 | absent | ∅ | ∅ | 4 | mark | ∅ | ∅",
            $"{form.FirstRow + 5} | 40006 | absent | ∅ | ∅ | ∅ | none | ∅ | ∅",
            $"{form.FirstRow + 6} | 40007 | present | 6 | {mark} | 4 | mark | [2,1,3] | [0,0,0]",
        ], run.Pupils());
        Assert.Empty(run.Rejects());
        Assert.Equal(["∅"], run.Rows("SELECT DISTINCT variant FROM staging.stg_vpr__result WHERE attendance = 'absent'"));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_pupil_who_wrote_for_nothing_is_present_with_zero(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        form.Load(run, new Pupil("40001") { Scores = [0, 0, 0], Total = 0, Mark = 2, Journal = 3 }, new Pupil("40002") { Scores = ["X", "Х", "X"], Total = 0, Mark = 2, Journal = 2 }, Pupil.Good("40003"));
        var mark = form.HasMark ? "2" : "∅";
        Assert.Equal(
        [
            $"{form.FirstRow} | 40001 | present | 0 | {mark} | 3 | mark | [0,0,0] | [0,0,0]",
            $"{form.FirstRow + 1} | 40002 | present | 0 | {mark} | 2 | mark | [∅,∅,∅] | [1,1,1]",
        ], run.Pupils().Take(2));
        Assert.Empty(run.Rejects());
    }
}
