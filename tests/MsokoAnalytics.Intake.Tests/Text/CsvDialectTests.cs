using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Text;

/// <summary>Every encoding with every separator gives the same rows as the workbook.</summary>
public sealed class CsvDialectTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private static readonly Pupil[] Pupils =
        [new("40001"), new("40002") { Scores = ["Х", 0, 1.0], Total = 1, Mark = 2, Journal = "нет отметки" }, new("40003") { Scores = [null, null, null], Total = 0, Variant = "отсутствовал", Mark = null }];

    private static readonly string[] Expected =
    [
        "40001 | present | 6 | 5 | 4 | mark | [2,1,3] | [0,0,0]",
        "40002 | present | 1 | 2 | ∅ | none | [∅,0,1] | [1,0,0]",
        "40003 | absent | ∅ | ∅ | 4 | mark | ∅ | ∅",
    ];

    public static TheoryData<string, string> Dialects()
    {
        var data = new TheoryData<string, string>();
        foreach (var encoding in TextTable.Encodings)
        foreach (var separator in new[] { ";", ",", "tab", "|" })
            data.Add(encoding, separator);
        return data;
    }

    [Theory, MemberData(nameof(Dialects))]
    public void A_form_is_read_in_every_encoding_with_every_separator(string encoding, string separator)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.csv", TextTable.ToBytes(F1.Table(Pupils), separator == "tab" ? '\t' : separator[0], encoding));
        Assert.Equal((10, 3, 0, 7), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal(Expected, run.Pupils().Select(p => p[(p.IndexOf('|', StringComparison.Ordinal) + 2)..]));
        Assert.Equal("МБОУ «СОШ № 1»", run.Rows("SELECT school_name FROM staging.stg_vpr__result ORDER BY row_no")[0]);
        var name = encoding switch { "utf-8" => "UTF-8", "utf-8-bom" => "UTF-8 с BOM", "utf-16be" => "UTF-16 BE", "windows-1251" => "windows-1251", _ => "UTF-16" };
        Assert.Equal($"CSV, {name}, разделитель {(separator == "tab" ? "табуляция" : $"«{separator}»")}", file.Format);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Line_ends_of_either_kind_are_read_also_without_the_last(string newLine)
    {
        using var run = new IntakeRun();
        var text = TextTable.Text(F1.Table(Pupils), ';', newLine);
        run.LoadFile("Ф1.csv", TextTable.Encode(text[..^newLine.Length], "utf-8"));
        Assert.Equal(["9", "10", "11"], run.Rows("SELECT row_no FROM staging.stg_vpr__result ORDER BY row_no"));
    }

    [Theory]
    [InlineData("utf-8", ';')]
    [InlineData("utf-8-bom", ',')]
    [InlineData("utf-16le", '\t')]
    [InlineData("windows-1251", ';')]
    public void The_hint_line_of_excel_is_obeyed_and_is_no_row(string encoding, char separator)
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.csv", TextTable.Encode($"sep={separator}\r\n" + TextTable.Text(F1.Table(Pupils), separator), encoding));
        Assert.Equal((10, 3, 0, 7), (file.Read, file.Loaded, file.Rejected, file.NonData));
        // Line numbers are those of the file as an editor shows it.
        Assert.Equal(["10", "11", "12"], run.Rows("SELECT row_no FROM staging.stg_vpr__result ORDER BY row_no"));
    }

    [Fact]
    public void A_decimal_comma_is_no_separator_even_in_a_narrow_table_under_a_title_with_commas()
    {
        using var run = new IntakeRun();
        // Two separators a line against four commas in the title and one in every line.
        var file = run.LoadFile("a.csv", TextTable.ToBytes(
        [
            ["ВПР 2021, Математика, 4 класс, весна, сравнение отметок"],
            ["Группы участников", "Кол-во участников", "%"],
            .. Forms.AggregateFormTests.LongGroup("МБОУ СОШ № 1(sch220001)", 1, 33.33, 2, 66.67, 0, 0.00),
        ]));
        Assert.Equal((7, 5, 0, 2), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Equal("3 | school | 220001 | МБОУ СОШ № 1 | 3 | 33.33 | 1 | 66.67 | 2 | 0.00 | 0", run.Scalar(Forms.AggregateFormTests.JournalSql));
    }

    [Fact]
    public void A_single_line_of_text_is_a_table_of_one_column_and_is_told()
    {
        using var run = new IntakeRun();
        var file = run.LoadFile("a.txt", "просто текст"u8.ToArray());
        Assert.Equal((FileStatus.Unrecognised, 1, 1), (file.Status, file.Read, file.Rejected));
    }

    [Fact]
    public void A_cyrillic_text_cut_in_the_middle_of_a_letter_at_a_block_border_is_still_utf8()
    {
        // Letters of two bytes; the detector reads blocks of 64 KiB, so both phases of the border are tried.
        foreach (var shift in (string[])["", "x"])
        {
            using var run = new IntakeRun();
            var rows = F1.Table([.. Enumerable.Range(0, 1500).Select(i => new Pupil($"4{i:0000}"))]).ToArray();
            rows[0] = [shift + "Индивидуальные результаты"];
            var file = run.LoadFile("Ф1.csv", TextTable.ToBytes(rows));
            Assert.StartsWith("CSV, UTF-8,", file.Format, StringComparison.Ordinal);
            Assert.Equal(1500, file.Loaded);
        }
    }
}
