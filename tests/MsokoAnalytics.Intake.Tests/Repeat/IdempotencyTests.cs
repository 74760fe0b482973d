using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Repeat;

/// <summary>Loading again changes nothing; what has changed on the disk, and only that, changes in the warehouse.</summary>
public sealed class IdempotencyTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    [Fact]
    public void The_same_folder_twice_leaves_the_same_tables()
    {
        using var run = new IntakeRun();
        MixedFolder.Write(run.Folder);
        var first = run.Load();
        var tables = WarehouseDump.Of(run);
        var second = run.Load();
        WarehouseDump.AssertEqual(tables, WarehouseDump.Of(run));
        Assert.Equal(first.Files.Select(f => (f.Path, f.Status, f.Read, f.Loaded, f.Rejected, f.NonData, f.ProblemRule, f.Problem, f.Advice, f.Format)),
            second.Files.Select(f => (f.Path, f.Status, f.Read, f.Loaded, f.Rejected, f.NonData, f.ProblemRule, f.Problem, f.Advice, f.Format)));
        Assert.Equal(first.Rejects, second.Rejects);
        Assert.All(second.Files, f => Assert.Equal(f.Status == FileStatus.Loaded, f.Unchanged));
        Assert.All(first.Files, f => Assert.False(f.Unchanged));
        Assert.Empty(second.Reissues);
        Assert.Equal(9, second.Files.Count(f => f.Unchanged));
    }

    [Fact]
    public void The_number_of_workers_and_the_order_of_files_change_nothing()
    {
        using var folder = new TempFolder();
        MixedFolder.Write(folder);
        using var one = new IntakeRun(workers: 1);
        using var many = new IntakeRun(workers: 6);
        one.Load(folder.FullName);
        many.Load(folder.FullName);
        WarehouseDump.AssertEqual(WarehouseDump.Of(one), WarehouseDump.Of(many));
    }

    [Fact]
    public void A_reissued_file_replaces_its_rows_and_the_difference_is_counted()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new("40001"), new("40002"), new("40003"), new("40004") { Login = "edu000390" }));
        Assert.Empty(run.Load().Reissues);
        // 40001 as before, 40002 another total, 40003 gone, 40004 another journal mark, 40005 and 40006 new, the code 40001 in another school is new too.
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new("40001"), new("40002") { Total = 5 }, new("40004") { Login = "edu000390", Journal = "нет отметки" }, new("40005"), new("40006"), new("40001") { Login = "edu000391" }));
        var report = run.Load();
        Assert.Equal([new Reissue("Ф1.xlsx", Same: 1, Changed: 2, Added: 3, Removed: 1)], report.Reissues);
        Assert.Equal(["000389 40001", "000389 40002", "000390 40004", "000389 40005", "000389 40006", "000391 40001"],
            run.Rows("SELECT school_id || ' ' || participant_code FROM staging.stg_vpr__result ORDER BY row_no"));
        Assert.Equal(["loaded", "replaced"], run.Rows("SELECT status FROM ops.source_file ORDER BY status"));
        // The next run tells nothing of it any more.
        Assert.Empty(run.Load().Reissues);
        Assert.Equal("1 | 2 | 3 | 1", run.Scalar("SELECT pupils_same, pupils_changed, pupils_added, pupils_removed FROM ops.reissue"));
    }

    [Fact]
    public void The_difference_is_counted_by_work_where_a_workbook_holds_several()
    {
        byte[] Two(int totalOfRussian)
        {
            var book = new XlsxFile();
            book.Sheet("МА 4 Индивидуальные результаты").Rows(F1.Table(new("40001"), new("40002")));
            book.Sheet("РУ 4 Индивидуальные результаты").Rows(F1.Table(new("40001") { Total = totalOfRussian }, new("40002")).Select(r => r.Select(c => c is string s ? s.Replace("Математика", "Русский язык", StringComparison.Ordinal) : c).ToArray()));
            return book.ToBytes();
        }

        using var run = new IntakeRun();
        run.Folder.WriteBytes("Ф1.xlsx", Two(6));
        run.Load();
        run.Folder.WriteBytes("Ф1.xlsx", Two(5));
        Assert.Equal([new Reissue("Ф1.xlsx", Same: 3, Changed: 1, Added: 0, Removed: 0)], run.Load().Reissues);
    }

    [Fact]
    public void An_earlier_content_that_comes_back_is_loaded_again()
    {
        using var run = new IntakeRun();
        var first = F1.Xlsx(new Pupil("40001"));
        run.Folder.WriteBytes("Ф1.xlsx", first);
        run.Load();
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new Pupil("40002")));
        run.Load();
        run.Folder.WriteBytes("Ф1.xlsx", first);
        Assert.Equal([new Reissue("Ф1.xlsx", 0, 0, 1, 1)], run.Load().Reissues);
        Assert.Equal(["40001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void A_copy_under_another_name_is_told_and_counted_once()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("б/Ф1.xlsx", F1.Xlsx(new Pupil("40001")));
        run.Load();
        run.Folder.WriteBytes("а/копия.xlsx", F1.Xlsx(new Pupil("40001")));
        var report = run.Load();
        Assert.Equal([("а/копия.xlsx", FileStatus.Copy), ("б/Ф1.xlsx", FileStatus.Loaded)], report.Files.Select(f => (f.Path, f.Status)));
        Assert.Equal("то же содержимое, что в «б/Ф1.xlsx»", report.Files[0].Problem);
        Assert.True(report.Files[1].Unchanged);
        Assert.False(report.HasProblems);
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        Assert.Equal(["а/копия.xlsx"], run.Rows("SELECT path FROM ops.source_copy"));
        // The original goes: the copy takes its place without a second pupil.
        File.Delete(run.Folder.PathOf("б/Ф1.xlsx"));
        Assert.Equal([("а/копия.xlsx", FileStatus.Loaded)], run.Load().Files.Select(f => (f.Path, f.Status)));
        Assert.Equal("1 | а/копия.xlsx", run.Scalar("SELECT count(*), any_value(path) FROM staging.stg_vpr__result JOIN ops.source_file USING (file_key)"));
    }

    [Fact]
    public void A_renamed_file_whose_old_name_is_taken_by_a_new_one_keeps_its_rows()
    {
        using var run = new IntakeRun();
        var old = F1.Xlsx(new Pupil("40001"));
        run.Folder.WriteBytes("Ф1.xlsx", old);
        run.Load();
        run.Folder.WriteBytes("Ф1 (2).xlsx", old);
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new Pupil("50001")));
        var report = run.Load();
        Assert.Empty(report.Reissues);
        Assert.Equal(["Ф1 (2).xlsx | 40001", "Ф1.xlsx | 50001"], run.Rows("SELECT path, participant_code FROM staging.stg_vpr__result JOIN ops.source_file USING (file_key) ORDER BY path"));
        var tables = WarehouseDump.Of(run);
        Assert.All(run.Load().Files, f => Assert.True(f.Unchanged));
        WarehouseDump.AssertEqual(tables, WarehouseDump.Of(run));
    }

    [Fact]
    public void Two_files_that_swap_their_names_keep_their_rows()
    {
        using var run = new IntakeRun();
        byte[] a = F1.Xlsx(new Pupil("40001")), b = F1.Xlsx(new Pupil("50001"));
        run.Folder.WriteBytes("a.xlsx", a);
        run.Folder.WriteBytes("b.xlsx", b);
        run.Load();
        run.Folder.WriteBytes("a.xlsx", b);
        run.Folder.WriteBytes("b.xlsx", a);
        run.Load();
        Assert.Equal(["a.xlsx | 50001", "b.xlsx | 40001"], run.Rows("SELECT path, participant_code FROM staging.stg_vpr__result JOIN ops.source_file USING (file_key) ORDER BY path"));
    }

    [Fact]
    public void A_file_of_another_work_under_the_same_name_in_another_folder_replaces_nothing()
    {
        // Folders of two years are loaded one after the other; in both the report has the name the system gives it.
        using var year2025 = new TempFolder();
        using var year2026 = new TempFolder();
        year2025.WriteBytes("Ф1_Индивидуальные результаты.xlsx", Book.Of(F1.SheetName, [.. F1.Table(new Pupil("40001")).Select(r => r.Select(c => c is string s ? s.Replace("2026", "2025", StringComparison.Ordinal) : c).ToArray())]));
        year2026.WriteBytes("Ф1_Индивидуальные результаты.xlsx", F1.Xlsx(new Pupil("50001")));
        using var run = new IntakeRun();
        run.Load(year2025.FullName);
        var report = run.Load(year2026.FullName);
        Assert.Empty(report.Reissues);
        Assert.Equal(["2025 | 40001", "2026 | 50001"], run.Rows("SELECT year, participant_code FROM staging.stg_vpr__result JOIN staging.stg_sheet USING (file_key, sheet_no) ORDER BY year"));
        Assert.True(Assert.Single(run.Load(year2025.FullName).Files).Unchanged);
        Assert.True(Assert.Single(run.Load(year2026.FullName).Files).Unchanged);
    }

    [Fact]
    public void A_failed_file_replaced_by_a_good_one_leaves_no_trace_of_the_failure()
    {
        using var run = new IntakeRun();
        var good = F1.Xlsx([.. Enumerable.Range(0, 50).Select(i => new Pupil($"4{i:0000}"))]);
        run.Folder.WriteBytes("Ф1.xlsx", good[..1000]);
        Assert.True(run.Load().HasProblems);
        run.Folder.WriteBytes("Ф1.xlsx", good);
        var report = run.Load();
        Assert.False(report.HasProblems);
        // Nothing was there before, so nothing was reissued.
        Assert.Empty(report.Reissues);
        Assert.Equal("50", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        using var fresh = new IntakeRun();
        fresh.Load(run.Folder.FullName);
        WarehouseDump.AssertEqual(WarehouseDump.Of(fresh, replaced: false), WarehouseDump.Of(run, replaced: false));
    }

    [Fact]
    public void A_good_file_replaced_by_a_broken_one_keeps_its_rows_until_a_good_one_comes()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new Pupil("40001")));
        run.Load();
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new Pupil("40002"))[..900]);
        Assert.Equal("file.damaged", Assert.Single(run.Load().Problems).ProblemRule);
        Assert.Equal(["40001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result"));
        // A reissue that is no longer recognised is no better.
        run.Folder.WriteBytes("Ф1.xlsx", Book.Of("Лист1", ["иное", "содержимое"]));
        Assert.Equal("sheet.unrecognised", Assert.Single(run.Load().Problems).ProblemRule);
        Assert.Equal(["40001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result"));
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new Pupil("40001"), new Pupil("40003")));
        Assert.Equal([new Reissue("Ф1.xlsx", 1, 0, 1, 0)], run.Load().Reissues);
        Assert.Equal(["40001", "40003"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY 1"));
        Assert.Equal(["loaded"], run.Rows("SELECT status FROM ops.source_file WHERE status <> 'replaced'"));
    }

    [Fact]
    public void The_same_pupils_in_two_files_are_told_with_the_one_that_counts()
    {
        using var run = new IntakeRun();
        // The school's own form and the official results of the same work: 40001 the same, 40002 different, 40003 only in the form, 40004 only official.
        run.Folder.WriteBytes("я edu000389 ВПР 2026 Математика 4 класс.xlsx", VprForm.All["vpr_collection_form"].Xlsx(new("40001"), new("40002") { Total = 5 }, new("40003")));
        run.Folder.WriteBytes("Ф1.xlsx", F1.Xlsx(new("40001") { Mark = null }, new("40002") { Mark = null }, new("40004"), new("40001") { Login = "edu000999" }));
        var overlap = Assert.Single(run.Load().Overlaps);
        Assert.Equal(new Overlap("Ф1.xlsx", "я edu000389 ВПР 2026 Математика 4 класс.xlsx", Schools: 1, Same: 1, Changed: 1, OnlyKept: 1, OnlyOther: 1), overlap);
        // Both stay in staging; which counts is decided by the models.
        Assert.Equal("7", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Fact]
    public void Between_files_of_one_form_the_later_issue_counts_and_then_the_later_name()
    {
        using var run = new IntakeRun();
        var a = run.Folder.WriteBytes("a.xlsx", F1.Xlsx(new Pupil("40001")));
        var b = run.Folder.WriteBytes("b.xlsx", F1.Xlsx(new Pupil("40001") { Total = 5 }));
        File.SetLastWriteTimeUtc(a, new DateTime(2026, 5, 21, 10, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(b, new DateTime(2026, 5, 20, 10, 0, 0, DateTimeKind.Utc));
        Assert.Equal(("a.xlsx", "b.xlsx"), (run.Load().Overlaps[0].KeptPath, run.Load().Overlaps[0].OtherPath));

        using var even = new IntakeRun();
        foreach (var name in (string[])["a.xlsx", "b.xlsx"])
            File.SetLastWriteTimeUtc(even.Folder.WriteBytes(name, File.ReadAllBytes(run.Folder.PathOf(name))), new DateTime(2026, 5, 20, 10, 0, 0, DateTimeKind.Utc));
        Assert.Equal("b.xlsx", even.Load().Overlaps[0].KeptPath);
    }

    [Fact]
    public void Overlaps_are_counted_by_work_where_workbooks_hold_several()
    {
        byte[] Two(int totalOfRussian)
        {
            var book = new XlsxFile();
            book.Sheet("МА 4 Индивидуальные результаты").Rows(F1.Table(new("40001"), new("40002")));
            book.Sheet("РУ 4 Индивидуальные результаты").Rows(F1.Table(new("40001") { Total = totalOfRussian }, new("40002")).Select(r => r.Select(c => c is string s ? s.Replace("Математика", "Русский язык", StringComparison.Ordinal) : c).ToArray()));
            return book.ToBytes();
        }

        using var run = new IntakeRun();
        run.Folder.WriteBytes("a.xlsx", Two(6));
        run.Folder.WriteBytes("b.xlsx", Two(5));
        var overlap = Assert.Single(run.Load().Overlaps);
        Assert.Equal((1, 3, 1, 0, 0), (overlap.Schools, overlap.Same, overlap.Changed, overlap.OnlyKept, overlap.OnlyOther));
    }

    [Fact]
    public void Changed_descriptions_make_every_file_be_read_again()
    {
        using var run = new IntakeRun();
        MixedFolder.Write(run.Folder, pupils: 10);
        run.Load();
        var tables = WarehouseDump.Of(run);
        using var sources = new SourcesCopy().Append("rules.yml", "\n# a remark\n");
        var changed = sources.Load();
        Assert.All(run.Load(setup: changed).Files, f => Assert.False(f.Unchanged));
        var again = WarehouseDump.Of(run);
        foreach (var table in tables.Keys.Where(t => t != "ops.source_file")) Assert.Equal(tables[table], again[table]);
        Assert.Contains(run.Load(setup: changed).Files, f => f.Unchanged);
    }

    [Fact]
    public void A_new_description_makes_an_unknown_file_known()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("ВПР 2021 математика 4 класс.xlsx", Book.Of("Лист1", ["логин школы", "код обучающегося", "отметка за предыдущую четверть/триместр", "всего баллов", "балл за 1", "Учитель-эксперт"], ["sch000389", "40001", 4, 1, 1, "да"]));
        Assert.True(run.Load().HasProblems);
        using var sources = new SourcesCopy().Replace("vpr/layouts/vpr_2021.yml", "headers: [номер обучающегося]", "headers: [номер обучающегося, Учитель-эксперт]");
        var report = run.Load(setup: sources.Load());
        Assert.False(report.HasProblems);
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }
}
