namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>Heading and subtotal rows stand among the pupils and are none; a declared number of pupils is compared with the rows.</summary>
public sealed class GroupRowTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private static object?[] Heading(string login, int declared) => [$"МБОУ «СОШ»({login})", $"Н-ский муниципальный район(reg00_m010) Кол-во участников: {declared}"];

    [Fact]
    public void The_heading_of_a_school_is_no_data_and_its_number_agrees()
    {
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(F1.SheetName).Rows(F1.Head)
            .Row(Heading("edu000389", 2)).Row(F1.Row(Pupil.Good("40001"))).Row(F1.Row(Pupil.Good("40002")))
            .Row(Heading("edu000390", 1)).Row(F1.Row(new Pupil("40001") { Login = "edu000390" }));
        var file = run.LoadFile("Ф1.xlsx", book.ToBytes());
        // Title rows: 1, 3, 4, 5, 6, 7; header: 8; two headings.
        Assert.Equal((12, 3, 0, 9), (file.Read, file.Loaded, file.Rejected, file.NonData));
        Assert.Empty(run.Rejects());
    }

    [Fact]
    public void A_declared_number_other_than_the_rows_is_told_at_the_heading()
    {
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(F1.SheetName).Rows(F1.Head)
            .Row(Heading("edu000389", 3)).Row(F1.Row(Pupil.Good("40001"))).Row(F1.Row(Pupil.Good("40002")))
            .Row(Heading("edu000390", 1)).Row(F1.Row(new Pupil("40001") { Login = "edu000390" }))
            .Row(Heading("edu000391", 5));
        var file = run.LoadFile("Ф1.xlsx", book.ToBytes());
        Assert.Equal(["9 | ∅ | ∅ | count.declared | warning | объявлено 3, строк 2", "14 | ∅ | ∅ | count.declared | warning | объявлено 5, строк 0"], run.Rejects());
        Assert.Equal((3, 0), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void A_pupil_whose_row_is_rejected_still_counts_against_the_declared_number()
    {
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(F1.SheetName).Rows(F1.Head)
            .Row(Heading("edu000389", 4)).Row(F1.Row(Pupil.Good("40001"))).Row(F1.Row(Pupil.Good("40001"))).Row(F1.Row(new Pupil("40003") { Journal = "ж" })).Row(F1.Row(new Pupil(null)));
        run.LoadFile("Ф1.xlsx", book.ToBytes());
        Assert.Equal(["code.duplicate", "row.shifted", "code.missing"], run.Rows("SELECT rule FROM rejects.reject ORDER BY row_no"));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_subtotal_row_is_no_data_wherever_its_word_stands(string formId)
    {
        var form = VprForm.All[formId];
        var rows = new List<object?[]>();
        string[] words = ["Итого", "ИТОГО по ОО", "Всего участников", "Средний балл", "Средний % выполнения", "Максимальный балл"];
        foreach (var word in words)
        {
            var asFirst = form.Row(new Pupil(null) { Login = null, Class = null, Variant = null, Sex = null, Journal = null, Mark = null, Scores = ["1.5", "0.7", "2.9"], Total = "5.1" }).ToArray();
            for (var i = 0; i < asFirst.Length; i++)
                if (asFirst[i] is string s && s.Contains("reg00", StringComparison.Ordinal)) asFirst[i] = null;
            var atCode = asFirst.ToArray();
            asFirst[0] = word;
            atCode[form.ColumnOf(form.CodeHeader) - 1] = word;
            // In the forms that start with the municipality the word stands in the column of the login.
            if (form.LayoutId == "vpr_2020") (asFirst[0], asFirst[1]) = (null, word);
            rows.AddRange([asFirst, atCode]);
        }

        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(form.SheetName).Rows(form.Table(Pupil.Good("40001"))).Rows(rows).Row(form.Row(Pupil.Good("40002")));
        var file = run.LoadFile(form.FileName + ".xlsx", book.ToBytes());
        Assert.Equal(["40001", "40002"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Empty(run.Rejects());
        Assert.Equal((2, 0, form.Head.Count(r => r.Length > 0) + 2 * words.Length), (file.Loaded, file.Rejected, file.NonData));
    }

    [Fact]
    public void Pupils_of_a_school_whose_name_starts_like_a_subtotal_are_data()
    {
        using var run = new IntakeRun();
        var form = VprForm.All["vpr_2022"];
        var book = new XlsxFile();
        var row = form.Row(Pupil.Good("40001"));
        (row[0], row[4]) = (null, "Средняя школа № 3 (edu000389)");
        book.Sheet(form.SheetName).Rows(form.Head).Row(row);
        var file = run.LoadFile(form.FileName + ".xlsx", book.ToBytes());
        Assert.Equal("000389 | Средняя школа № 3 | 40001", run.Scalar("SELECT school_id, school_name, participant_code FROM staging.stg_vpr__result"));
        Assert.Equal(1, file.Loaded);
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void Blank_rows_between_pupils_are_no_rows(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var book = new XlsxFile();
        book.Sheet(form.SheetName).Rows(form.Head).Blank(3).Row(form.Row(Pupil.Good("40001"))).Blank(45).Row(form.Row(Pupil.Good("40002")))
            .Row([null, "", " ", "\u00A0"]).Row(" ").Blank(2);
        var file = run.LoadFile(form.FileName + ".xlsx", book.ToBytes());
        Assert.Equal([$"{form.FirstRow + 3} | 40001", $"{form.FirstRow + 49} | 40002"], run.Rows("SELECT row_no, participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal((2 + form.Head.Count(r => r.Length > 0), 2, 0), (file.Read, file.Loaded, file.Rejected));
        Assert.Empty(run.Rejects());
    }
}
