namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>Excel cuts sheet names at 31 characters; a form is known by its header, its work by whatever is left of the name.</summary>
public sealed class SheetNameTests
{
    [Theory]
    [InlineData("МА 4 Сравнение отметок с отметк", "МА", 4)]
    [InlineData("РУ 10 Сравнение отметок с отмет", "РУ", 10)]
    [InlineData("ИНФ 8 Сравнение отметок с отмет", "ИНФ", 8)]
    [InlineData("АЯ_7_Сравнение отметок с отметк", "АЯ", 7)]
    public void The_work_is_read_from_a_cut_sheet_name(string sheetName, string subject, int grade)
    {
        Assert.True(sheetName.Length <= 31);
        using var run = new IntakeRun();
        run.LoadFile("2024/выгрузка.xlsx", Book.Of(sheetName, Forms.AggregateFormTests.WideHead[7], ["МБОУ «СОШ №1»(edu200001)", 93, 55.91, 52, 39.78, 37, 4.3, 4]));
        Assert.Equal($"2024 | {grade} | {subject} | fisoko_journal_wide | {sheetName}", run.Scalar("SELECT year, grade, subject, layout_id, sheet_name FROM staging.stg_sheet"));
    }
}
