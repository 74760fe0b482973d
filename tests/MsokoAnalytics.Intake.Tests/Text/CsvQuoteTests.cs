namespace MsokoAnalytics.Intake.Tests.Text;

/// <summary>Quotes in text files: legal ones are read, broken ones cost their own line and no other.</summary>
public sealed class CsvQuoteTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private static string Line(string code, string schoolField = "МБОУ СОШ № 1") => $"edu000389;Н-ский район(reg00_m010);{schoolField};{code};А;1;2;1;3;6;5;4\r\n";

    private static string Head => TextTable.Text(F1.Head, ';');

    private static Loading.FileAccount Load(IntakeRun run, string body, string encoding = "utf-8") => run.LoadFile("Ф1.csv", TextTable.Encode(Head + body, encoding));

    [Theory]
    [InlineData("\"МБОУ \"\"СОШ № 1\"\"\"", "МБОУ \"СОШ № 1\"")]
    [InlineData("\"МБОУ; СОШ № 1\"", "МБОУ; СОШ № 1")]
    [InlineData("МБОУ \"СОШ № 1\"", "МБОУ \"СОШ № 1\"")]
    [InlineData("МБОУ \"СОШ № 1", "МБОУ \"СОШ № 1")]
    [InlineData("\"МБОУ\r\nСОШ № 1\"", "МБОУ СОШ № 1")]
    [InlineData("\"МБОУ\nСОШ\n№ 1\"", "МБОУ СОШ № 1")]
    [InlineData("\"\"", "∅")]
    public void Legal_quotes_are_read(string field, string name)
    {
        using var run = new IntakeRun();
        var file = Load(run, Line("40001") + Line("40002", field) + Line("40003"));
        Assert.Equal(["40001 | МБОУ СОШ № 1", $"40002 | {name}", "40003 | МБОУ СОШ № 1"], run.Rows("SELECT participant_code, school_name FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
        Assert.Equal((3, 0), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void Rows_after_a_quoted_line_break_keep_the_line_numbers_of_the_file()
    {
        using var run = new IntakeRun();
        Load(run, Line("40001") + Line("40002", "\"МБОУ\r\nСОШ\r\n№ 1\"") + Line("40003"));
        Assert.Equal(["9 | 40001", "10 | 40002", "13 | 40003"], run.Rows("SELECT row_no, participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1251")]
    [InlineData("utf-16le")]
    public void A_quote_that_never_closes_costs_its_own_line_only(string encoding)
    {
        using var run = new IntakeRun();
        var body = string.Concat(Enumerable.Range(0, 2000).Select(i => Line($"4{i:0000}", i == 700 ? "\"МБОУ СОШ № 1" : "МБОУ СОШ № 1")));
        var file = Load(run, body, encoding);
        Assert.Equal((1999, 1), (file.Loaded, file.Rejected));
        Assert.Equal(["709 | ∅ | ∅ | csv.quotes | row | кавычки"], run.Rejects());
        Assert.Equal("0", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result WHERE participant_code = '40700'"));
    }

    [Fact]
    public void Where_one_quote_never_closes_a_quoted_line_break_elsewhere_costs_its_lines_and_all_others_are_read()
    {
        using var run = new IntakeRun();
        var file = Load(run, Line("40001") + Line("40002", "\"МБОУ\r\nСОШ № 1\"") + Line("40003") + Line("40004", "\"МБОУ") + Line("40005"));
        Assert.Equal(["40001", "40003", "40005"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal((3, 3), (file.Loaded, file.Rejected));
        Assert.Equal(["10 | row", "11 | row", "13 | row"], run.Rows("SELECT row_no, severity FROM rejects.reject ORDER BY row_no"));
    }

    [Fact]
    public void Text_behind_a_closing_quote_spoils_the_line()
    {
        using var run = new IntakeRun();
        var file = Load(run, Line("40001") + Line("40002", "\"МБОУ\" СОШ № 1") + Line("40003"));
        Assert.Equal(["10 | ∅ | ∅ | csv.quotes | row | кавычки"], run.Rejects());
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void Broken_quotes_in_an_official_table_cost_their_line_only()
    {
        using var run = new IntakeRun();
        var text = TextTable.Text(Forms.AggregateFormTests.F3Head, ';') + "Вся выборка;1;100;25;25;25;25\r\n\"МБОУ\" СОШ(edu200001);;10;25;25;25;25\r\nРегион А;1;100;25;25;25;25\r\n";
        var file = run.LoadFile("Ф3.csv", TextTable.Encode(text, "utf-8"));
        Assert.Equal(["10 | ∅ | ∅ | csv.quotes | row | кавычки"], run.Rejects());
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void A_quoted_separator_and_an_odd_line_far_down_are_read_as_near_the_top()
    {
        // Readers that guess from a sample go wrong behind it; the sample of a well-known one ends at line 20 480.
        using var run = new IntakeRun();
        const int Late = 20_600;
        var body = string.Concat(Enumerable.Range(0, 20_700).Select(i => i switch
        {
            Late => Line($"4{i:00000}", "\"МБОУ; СОШ № 1\""),
            // An unquoted separator inside a name shifts everything behind it.
            Late + 10 => Line($"4{i:00000}", "МБОУ; СОШ № 1"),
            Late + 20 => Line($"4{i:00000}", "\"МБОУ\" СОШ"),
            Late + 30 => "\r\n",
            _ => Line($"4{i:00000}"),
        }));
        var file = Load(run, body);
        Assert.Equal((20_697, 2), (file.Loaded, file.Rejected));
        Assert.Equal("МБОУ; СОШ № 1", run.Scalar($"SELECT school_name FROM staging.stg_vpr__result WHERE participant_code = '4{Late}'"));
        Assert.Equal([$"{Late + 10 + 9} | csv.columns | row", $"{Late + 20 + 9} | csv.quotes | row"], run.Rows("SELECT row_no, rule, severity FROM rejects.reject ORDER BY row_no"));
    }

    [Theory]
    [InlineData("vpr_2020")]
    [InlineData("vpr_2022")]
    [InlineData("vpr_f1")]
    public void A_line_with_more_values_than_the_header_is_rejected_near_the_top_too(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var lines = TextTable.Text(form.Table(Pupil.Good("40001"), Pupil.Good("40002"), Pupil.Good("40003")), ';').Split("\r\n");
        lines[form.FirstRow] = "reg00_vpr_m041;" + lines[form.FirstRow] + string.Concat(Enumerable.Repeat(";1", 40));
        // Empty values behind the last column shift nothing.
        lines[form.FirstRow + 1] += new string(';', 60);
        var file = run.LoadFile(form.FileName + ".csv", TextTable.Encode(string.Join("\r\n", lines), "utf-8"));
        Assert.Equal(["40001", "40003"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal([$"{form.FirstRow + 1} | ∅ | ∅ | csv.columns | row | лишние значения"], run.Rejects());
        Assert.Equal((2, 1), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void A_note_beside_the_table_of_a_workbook_spoils_nothing()
    {
        using var run = new IntakeRun();
        var rows = F1.Table(Pupil.Good("40001"), Pupil.Good("40002")).ToArray();
        rows[9] = [.. rows[9], null, "проверено"];
        var file = run.LoadFile("Ф1.xlsx", Book.Of(F1.SheetName, rows));
        Assert.Equal((2, 0), (file.Loaded, file.Rejected));
    }
}
