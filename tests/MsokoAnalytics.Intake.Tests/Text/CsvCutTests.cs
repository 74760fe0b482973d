namespace MsokoAnalytics.Intake.Tests.Text;

/// <summary>A text file that was not loaded to its end: its last line is told and no pupil is made of it; every line before it counts.</summary>
public sealed class CsvCutTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private static string Line(string code) => $"edu000389;Н-ский район(reg00_m010);МБОУ СОШ № 1;{code};А;1;2;1;3;6;5;4";

    private static string Head => TextTable.Text(F1.Head, ';');

    /// <param name="rest">What is left of the last line.</param>
    /// <param name="bytes">Bytes that its last letter lacks.</param>
    [Theory]
    [InlineData("utf-8", "edu0", 0)]
    [InlineData("utf-8", "edu000389;Н-ский ра", 1)]
    [InlineData("utf-8", "edu000389;Н-ский район(reg00_m010);МБОУ СОШ № 1;40003;А;1;2", 0)]
    [InlineData("utf-8", "edu000389;Н-ский район(reg00_m010);МБОУ СОШ № 1;40003;А;1;2;1;3;6;5", 0)]
    [InlineData("windows-1251", "edu000389;Н-ский ра", 0)]
    [InlineData("utf-16le", "edu000389;Н-ский ра", 1)]
    [InlineData("utf-16le", "edu000389;Н-ский район(reg00_m010);МБОУ", 0)]
    public void The_line_that_breaks_off_is_told_and_is_no_pupil(string encoding, string rest, int bytes)
    {
        using var run = new IntakeRun();
        var whole = TextTable.Encode($"{Head}{Line("40001")}\r\n{Line("40002")}\r\n{rest}", encoding);
        var file = run.LoadFile("Ф1.csv", whole[..^bytes]);
        Assert.Equal(["40001", "40002"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
        // Below eight lines of head and two pupils.
        Assert.Equal(["11 | csv.cut | row | обрыв"], run.Rows("SELECT row_no, rule, severity, value_class FROM rejects.reject"));
        Assert.DoesNotContain("\uFFFD", string.Concat(run.Rows("SELECT CAST(r AS VARCHAR) FROM raw.sheet_row AS r")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8", "")]
    [InlineData("utf-8", "\n")]
    [InlineData("windows-1251", "")]
    [InlineData("utf-16le", "")]
    public void A_whole_last_line_needs_no_line_end(string encoding, string end)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.csv", TextTable.Encode($"{Head}{Line("40001")}\r\n{Line("40002")}{end}", encoding));
        Assert.Equal((2, 0), (file.Loaded, file.Rejected));
        Assert.Empty(run.Rejects());
    }
}
