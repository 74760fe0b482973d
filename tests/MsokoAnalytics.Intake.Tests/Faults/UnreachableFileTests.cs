using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Faults;

/// <summary>Files that are there and cannot be read, or were there a moment ago.</summary>
public sealed class UnreachableFileTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    [Fact]
    public void A_file_held_by_another_program_is_told_and_loaded_the_next_time()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("good.xlsx", F1.Xlsx(Pupil.Good("40001")));
        var path = run.Folder.WriteBytes("held.xlsx", F1.Xlsx(Pupil.Good("40002")));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var report = run.Load();
            var held = Assert.Single(report.Problems);
            Assert.Equal(("held.xlsx", "file.locked"), (held.Path, held.ProblemRule));
            Assert.Contains("закройте файл в Excel", held.Advice, StringComparison.Ordinal);
            Assert.Equal(["40001"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result"));
        }

        Assert.False(run.Load().HasProblems);
        Assert.Equal(["40001", "40002"], run.Rows("SELECT participant_code FROM staging.stg_vpr__result ORDER BY participant_code"));
    }

    [UnprivilegedFact]
    public void A_file_without_the_right_to_read_is_told()
    {
        using var run = new IntakeRun();
        var path = run.Folder.WriteBytes("secret.xlsx", F1.Xlsx(Pupil.Good("40002")));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Equal("file.locked", Assert.Single(run.Load().Problems).ProblemRule);
    }

    [Fact]
    public async Task A_file_that_vanishes_during_the_load_is_told_and_the_others_are_loaded()
    {
        using var run = new IntakeRun(workers: 1) { BatchBytes = 0 };
        // The largest file is read first; when it is done, the others go.
        run.Folder.WriteBytes("a.xlsx", F1.Xlsx([.. Enumerable.Range(0, 500).Select(i => new Pupil($"4{i:0000}"))]));
        var victim = run.Folder.WriteBytes("b.xlsx", F1.Xlsx(Pupil.Good("50001")));
        var report = await run.LoadAsync(null, new DeleteAfterFirst(victim), CancellationToken.None);
        LoadInvariants.Check(run, report);
        var account = Assert.Single(report.Problems);
        Assert.Equal(("b.xlsx", "file.vanished", FileStatus.Failed), (account.Path, account.ProblemRule, account.Status));
        Assert.Equal("500", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_told()
    {
        using var run = new IntakeRun();
        var e = await Assert.ThrowsAsync<IntakeException>(() => run.LoadAsync(run.Folder.PathOf("нет такой"), null, CancellationToken.None));
        Assert.Equal("folder.missing", e.Rule);
        Assert.Contains("нет такой", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_files_and_marks_of_file_managers_are_passed_over_and_other_files_are_counted()
    {
        using var run = new IntakeRun();
        run.Folder.WriteBytes("good.xlsx", F1.Xlsx(Pupil.Good("40001")));
        run.Folder.Write("~$good.xlsx", "lock");
        run.Folder.Write(".DS_Store", "x");
        run.Folder.Write("Thumbs.db", "x");
        run.Folder.Write("письмо.pdf", "x");
        run.Folder.Write("вложено/приказ.docx", "x");
        var report = run.Load();
        Assert.False(report.HasProblems);
        Assert.Equal(["good.xlsx"], report.Files.Select(f => f.Path));
        Assert.Equal(["вложено/приказ.docx", "письмо.pdf"], report.IgnoredFiles);
    }

    private sealed class DeleteAfterFirst(string path) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => File.Delete(path);
    }
}
