namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>The textbook stands in columns of its own (2021) or in one of the forty numbered ones (2020) and must never count as a task.</summary>
public sealed class TextbookColumnTests
{
    [Fact]
    public void Textbook_columns_of_2021_are_no_tasks()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_2021"].Load(run, Pupil.Good("40001"));
        Assert.Equal(["1 | 1", "2 | 2", "3 | 3"], run.Rows("SELECT task_no, label FROM staging.stg_sheet_task ORDER BY task_no"));
        Assert.Equal("[2,1,3]", run.Scalar("SELECT task_score FROM staging.stg_vpr__result"));
        Assert.Empty(run.Rejects());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_textbook_among_the_numbered_columns_of_2020_is_no_task(int textbookColumn)
    {
        using var run = new IntakeRun();
        var form = VprForm.All["vpr_2020"];
        object?[] Scores(object? first, object? second, object? third)
        {
            var all = new List<object?> { first, second, third };
            all.Insert(textbookColumn - 1, "Моро М.И. и др. Математика");
            return [.. all];
        }

        form.Load(run, new Pupil("40001") { Scores = Scores(2, 1, 3) }, new Pupil("40002") { Scores = Scores(0, "X", 1), Total = 1 },
            new Pupil("40003") { Scores = Scores(null, null, null), Total = 0 });
        string[] labels = textbookColumn == 3 ? ["1 | 1", "2 | 2", "3 | 4"] : ["1 | 1", "2 | 2", "3 | 3"];
        Assert.Equal(labels, run.Rows("SELECT task_no, label FROM staging.stg_sheet_task ORDER BY task_no"));
        Assert.Equal(["present | [2,1,3]", "present | [0,∅,1]", "absent | ∅"], run.Rows("SELECT attendance, task_score FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void A_task_that_nobody_attempted_stays_a_task()
    {
        using var run = new IntakeRun();
        VprForm.All["vpr_2020"].Load(run, new Pupil("40001") { Scores = [2, "Х", 3], Total = 5 }, new Pupil("40002") { Scores = [2, "X", 3], Total = 5 });
        Assert.Equal(["1", "2", "3"], run.Rows("SELECT label FROM staging.stg_sheet_task ORDER BY task_no"));
        Assert.Equal(["[2,∅,3] | [0,1,0]", "[2,∅,3] | [0,1,0]"], run.Rows("SELECT task_score, task_is_x FROM staging.stg_vpr__result ORDER BY row_no"));
    }
}
