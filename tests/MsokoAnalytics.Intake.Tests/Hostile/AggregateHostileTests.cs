using MsokoAnalytics.Intake.Loading;
using static MsokoAnalytics.Intake.Tests.Forms.AggregateFormTests;

namespace MsokoAnalytics.Intake.Tests.Hostile;

/// <summary>Official aggregates with texts that look like code, figures that contradict each other, columns that changed places; what is loaded is what the file says.</summary>
public sealed class AggregateHostileTests
{
    private const string Sheet = "МА 4 Статистика по отметкам";

    private static FileAccount Load(IntakeRun run, params object?[][] rows) => run.LoadFile("Ф3_МА_4.xlsx", Book.Of(Sheet, [.. F3Head, .. rows]));

    [Theory]
    [InlineData("=cmd' /C calc'!A0")]
    [InlineData("Регион'); DROP TABLE staging.stg_sheet; --")]
    [InlineData("Регион \u0001 с управляющим знаком")]
    [InlineData("{{task_max}} $runId")]
    public void A_text_that_looks_like_code_is_a_name(string name)
    {
        using var run = new IntakeRun();
        // XML knows no control characters: the workbook cannot hold them, a text file can.
        var file = run.LoadFile("Ф3_МА_4.csv", TextTable.ToBytes([.. F3Head, [name, 1, 100, 25, 25, 25, 25], ["Вся выборка", 1, 100, 25, 25, 25, 25]]));
        Assert.Equal((2, 0), (file.Loaded, file.Rejected));
        Assert.Equal(name, run.Scalar("SELECT scope_name FROM staging.stg_vpr__mark_statistics WHERE scope <> 'country'"));
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_sheet"));
    }

    [Fact]
    public void Percents_and_counts_that_changed_places_are_rejected()
    {
        using var run = new IntakeRun();
        var file = Load(run, ["МБОУ «СОШ №1»(edu200001)", 1, 40, 2, 10, 20, 8], ["МБОУ «СОШ №2»(edu200002)", 25, 25, 25, 25, 1, 40], ["МБОУ «СОШ №3»(edu200003)", 1, 40, 5, 25, 50, 20]);
        Assert.Equal((1, 2), (file.Loaded, file.Rejected));
        Assert.Equal(["edu200003"], run.Rows("SELECT 'edu' || scope_id FROM staging.stg_vpr__mark_statistics"));
    }

    [Fact]
    public void A_broken_and_an_empty_figure_reject_their_row_only()
    {
        using var run = new IntakeRun();
        var file = Load(run, ["Вся выборка", 1, 100, 25, 25, 25, 25], ["МБОУ «СОШ №1»(edu200001)", 1, new ExcelError("#DIV/0!"), 25, 25, 25, 25], ["МБОУ «СОШ №2»(edu200002)", 1, 40, 25, 25, 25, null], ["МБОУ «СОШ №3»(edu200003)", 1, 40, 25, 25, 25, "25%"]);
        Assert.Equal((2, 2), (file.Loaded, file.Rejected));
        Assert.Equal(["10 | row", "11 | row"], run.Rows("SELECT row_no, severity FROM rejects.reject ORDER BY row_no"));
    }
}
