namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>A row without a pupil code or a school cannot be counted anywhere; a code that comes twice counts once.</summary>
public sealed class IdentityTests
{
    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void The_first_row_of_a_repeated_code_counts_and_the_others_are_rejected(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, Pupil.Good("40001"), new Pupil("40002") { Total = 6 }, new Pupil("40002") { Scores = [0, 0, 0], Total = 0 }, new Pupil(" 40002 ") { Journal = 2 }, Pupil.Good("40003"));
        Assert.Equal(["40001 | 6 | 4", "40002 | 6 | 4", "40003 | 6 | 4"], run.Rows("SELECT participant_code, primary_score, journal_mark FROM staging.stg_vpr__result ORDER BY row_no"));
        var column = $"{form.ColumnOf(form.CodeHeader)} | {form.CodeHeader}";
        Assert.Equal([$"{form.FirstRow + 2} | {column} | code.duplicate | row | повтор", $"{form.FirstRow + 3} | {column} | code.duplicate | row | повтор"], run.Rejects());
        Assert.Equal((3, 2), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Fact]
    public void The_same_code_in_two_schools_is_two_pupils()
    {
        foreach (var form in VprForm.All.Values.Where(f => f.HasLogin))
        {
            using var run = new IntakeRun();
            form.Load(run, new Pupil("40001"), new Pupil("40001") { Login = "edu000390" });
            Assert.Equal(["000389 | 40001", "000390 | 40001"], run.Rows("SELECT school_id, participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
            Assert.Empty(run.Rejects());
        }
    }

    [Fact]
    public void Logins_of_one_number_are_one_school_and_its_codes_count_once()
    {
        var form = VprForm.All["vpr_f1"];
        var book = new XlsxFile();
        book.Sheet("МА 4 Индивидуальные результаты").Rows(form.Table(Pupil.Good("40001"), new Pupil("40001") { Login = "sch000389", Total = 0, Scores = [0, 0, 0] }, new Pupil("40002") { Login = "ksh000389" }));
        book.Sheet("МА 4 Индивидуальные резуль (2)").Rows(form.Table(new Pupil("40002") { Login = "EDU000389" }, new Pupil("40003") { Login = "sch000389" }));
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.xlsx", book.ToBytes());
        Assert.Equal(["1 | 40001 | edu000389", "1 | 40002 | ksh000389", "2 | 40003 | sch000389"], run.Rows("SELECT sheet_no, participant_code, school_login FROM staging.stg_vpr__result ORDER BY sheet_no, row_no"));
        Assert.Equal([$"1 | {form.FirstRow + 1} | code.duplicate", $"2 | {form.FirstRow} | code.duplicate"], run.Rows("SELECT sheet_no, row_no, rule FROM rejects.reject ORDER BY sheet_no"));
        Assert.Equal((3, 2), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void A_code_repeated_on_another_sheet_of_the_same_work_is_rejected_too()
    {
        var form = VprForm.All["vpr_f1"];
        var book = new XlsxFile();
        book.Sheet("МА 4 Индивидуальные результаты").Rows(form.Table(Pupil.Good("40001"), Pupil.Good("40002")));
        book.Sheet("МА 4 Индивидуальные резуль (2)").Rows(form.Table(new Pupil("40002") { Total = 0, Scores = [0, 0, 0] }, Pupil.Good("40003")));
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.xlsx", book.ToBytes());
        Assert.Equal(["1 | 9 | 40001 | 6", "1 | 10 | 40002 | 6", "2 | 10 | 40003 | 6"], run.Rows("SELECT sheet_no, row_no, participant_code, primary_score FROM staging.stg_vpr__result ORDER BY sheet_no, row_no"));
        Assert.Equal(["2 | 9 | code.duplicate | row"], run.Rows("SELECT sheet_no, row_no, rule, severity FROM rejects.reject"));
        Assert.Equal((3, 1), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void The_same_codes_in_two_works_of_one_workbook_are_no_repetition()
    {
        var form = VprForm.All["vpr_f1"];
        var book = new XlsxFile();
        book.Sheet("МА 4 Индивидуальные результаты").Rows(form.Table(Pupil.Good("40001"), Pupil.Good("40002")));
        var russian = form.Table(Pupil.Good("40001"), Pupil.Good("40002")).Select(r => r.Select(c => c switch
        {
            "ВПР 2026 Математика 4 класс" => "ВПР 2026 Русский язык 4 класс",
            "Математика" => "Русский язык",
            _ => c,
        }).ToArray());
        book.Sheet("РУ 4 Индивидуальные результаты").Rows(russian);
        using var run = new IntakeRun();
        var file = run.LoadFile("Ф1.xlsx", book.ToBytes());
        Assert.Equal(["1 | МА | 2", "2 | РУ | 2"], run.Rows("SELECT sheet_no, subject, count(*) FROM staging.stg_vpr__result JOIN staging.stg_sheet USING (file_key, sheet_no) GROUP BY ALL ORDER BY sheet_no"));
        Assert.Equal((4, 0), (file.Loaded, file.Rejected));
    }

    [Theory, MemberData(nameof(VprForm.Ids), MemberType = typeof(VprForm))]
    public void A_row_with_scores_but_without_a_code_is_rejected(string formId)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, Pupil.Good("40001"), new Pupil(null), new Pupil(""), new Pupil("  "), new Pupil("\u00A0"), Pupil.Good("40003"));
        Assert.Equal(["40001", "40003"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(Enumerable.Range(1, 4).Select(i => $"{form.FirstRow + i} | {form.ColumnOf(form.CodeHeader)} | {form.CodeHeader} | code.missing | row | пусто"), run.Rejects());
        Assert.Equal((2, 4), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Theory]
    [InlineData("vpr_2020", 2, "user")]
    [InlineData("vpr_2021", 1, "логин школы")]
    [InlineData("vpr_2022", 1, "Пользователь")]
    [InlineData("vpr_f1", 1, "ОО")]
    public void A_row_without_a_school_is_rejected(string formId, int column, string header)
    {
        var form = VprForm.All[formId];
        using var run = new IntakeRun();
        var account = form.Load(run, Pupil.Good("40001"), new Pupil("40002") { Login = null }, Pupil.Good("40003"));
        Assert.Equal(["40001", "40003"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal([$"{form.FirstRow + 1} | {column} | {header} | school.missing | row | пусто"], run.Rejects());
        Assert.Equal((2, 1), (account.Sheet.Loaded, account.Sheet.Rejected));
    }

    [Fact]
    public void The_login_is_found_beside_the_name_where_its_own_column_is_empty_or_absent()
    {
        var form = VprForm.All["vpr_2022"];
        var book = new XlsxFile();
        book.Sheet("Протокол").Rows(form.Table(Pupil.Good("40001")).Select(r => r[1..]));
        using var run = new IntakeRun();
        run.LoadFile(form.FileName + ".xlsx", book.ToBytes());
        Assert.Equal("edu000389 | 000389 | МКОУ СОШ № 3", run.Scalar("SELECT school_login, school_id, school_name FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void Logins_of_every_prefix_give_six_digits()
    {
        string[] logins = ["sch000389", "edu000390", "ksh000391", "EDU000392", " edu000393 "];
        using var run = new IntakeRun();
        VprForm.All["vpr_f1"].Load(run, [.. logins.Select(l => new Pupil { Login = l })]);
        Assert.Equal(["sch000389 | 000389", "edu000390 | 000390", "ksh000391 | 000391", "edu000392 | 000392", "edu000393 | 000393"],
            run.Rows("SELECT school_login, school_id FROM staging.stg_vpr__result ORDER BY row_no"));
    }

    [Fact]
    public void The_code_of_a_region_is_not_taken_for_the_login_of_a_school()
    {
        using var run = new IntakeRun();
        var form = VprForm.All["vpr_2022"];
        var book = new XlsxFile();
        book.Sheet("Протокол").Rows(form.Head)
            .Row("reg000000", "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", "СПО Регион А", null, "40001", 1, 2, 1, 3, "А", "ж", 4, 6)
            .Row("edu000389", "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", "edu000389 | МКОУ СОШ № 3", null, "40002", 1, 2, 1, 3, "А", "ж", 4, 6);
        var file = run.LoadFile(form.FileName + ".xlsx", book.ToBytes());
        Assert.Equal(["2 | 1 | Пользователь | school.missing | row | пусто"], run.Rejects());
        Assert.Equal((1, 1), (file.Loaded, file.Rejected));
    }

    [Fact]
    public void An_unreadable_login_in_the_file_of_a_school_is_told()
    {
        using var run = new IntakeRun();
        var form = VprForm.All["vpr_2022"];
        run.Folder.Write("manifest.csv", "файл;логин ОО\n*;edu000389\n");
        object?[] Row(string? login, string code) => [login, "reg000000", "reg000000 | Регион А", "reg00_m010 | Н-ский муниципальный район", null, null, code, 1, 2, 1, 3, "А", "ж", 4, 6];
        var book = new XlsxFile();
        var sheet = book.Sheet("Протокол").Rows(form.Head);
        foreach (var row in (object?[][])[Row("edu000390", "40001"), Row("edu38", "40002"), Row(null, "40003"), Row("edu000389", "40004")]) sheet.Row(row);
        var path = run.Folder.PathOf(form.FileName + ".xlsx");
        File.WriteAllBytes(path, book.ToBytes());
        run.Load();
        // The row keeps its school where it names one; without any it is of the school of the file; what can't be read counts there and is told.
        Assert.Equal(["40001 | 000390", "40002 | 000389", "40003 | 000389", "40004 | 000389"], run.Rows("SELECT participant_code, school_id FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(["3 | 1 | Пользователь | school.of_file | warning | текст"], run.Rejects());
    }
}
