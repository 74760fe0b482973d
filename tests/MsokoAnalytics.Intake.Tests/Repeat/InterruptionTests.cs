using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Repeat;

/// <summary>A load that is stopped anywhere leaves whole files only; the next one ends where an undisturbed load ends.</summary>
public sealed class InterruptionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_load_cancelled_at_random_moments_and_repeated_ends_as_an_undisturbed_one(int seed)
    {
        using var folder = new TempFolder();
        MixedFolder.Write(folder, pupils: 300);
        using var undisturbed = new IntakeRun();
        undisturbed.Load(folder.FullName);

        var random = new Random(seed);
        using var run = new IntakeRun();
        var stops = 0;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            using var cancel = new CancellationTokenSource();
            cancel.CancelAfter(random.Next(1, 400));
            try
            {
                await run.LoadAsync(folder.FullName, null, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                stops++;
                AssertWholeFilesOnly(run);
            }
        }

        // The first stop comes within 400 ms of a load of fifteen files; were it too late, the test would prove nothing.
        if (stops == 0)
        {
            using var cancel = new CancellationTokenSource();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.LoadAsync(folder.FullName, null, cancel.Token));
        }

        run.Load(folder.FullName);
        WarehouseDump.AssertEqual(WarehouseDump.Of(undisturbed), WarehouseDump.Of(run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_load_cancelled_after_some_files_keeps_exactly_these(int files)
    {
        using var folder = new TempFolder();
        MixedFolder.Write(folder);
        using var run = new IntakeRun(workers: 1) { BatchBytes = 0 };
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.LoadAsync(folder.FullName, new CancelAfter(files, cancel), cancel.Token));
        AssertWholeFilesOnly(run);
        Assert.Equal($"{files}", run.Scalar("SELECT count(*) FROM ops.source_file"));
        run.Load(folder.FullName);
        using var undisturbed = new IntakeRun();
        undisturbed.Load(folder.FullName);
        WarehouseDump.AssertEqual(WarehouseDump.Of(undisturbed), WarehouseDump.Of(run));
    }

    [Fact]
    public async Task A_load_cancelled_between_batches_keeps_exactly_the_files_it_has_reported()
    {
        using var folder = new TempFolder();
        MixedFolder.Write(folder);
        // Four small files a batch.
        using var run = new IntakeRun(workers: 1) { BatchBytes = 512 << 10 };
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAfter(1, cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.LoadAsync(folder.FullName, progress, cancel.Token));
        AssertWholeFilesOnly(run);
        Assert.True(progress.Done > 1, "the first batch has one file only");
        Assert.Equal($"{progress.Done}", run.Scalar("SELECT count(*) FROM ops.source_file"));
        run.Load(folder.FullName);
        using var undisturbed = new IntakeRun { BatchBytes = 0 };
        undisturbed.Load(folder.FullName);
        WarehouseDump.AssertEqual(WarehouseDump.Of(undisturbed), WarehouseDump.Of(run));
    }

    [Fact]
    public async Task A_reissue_that_is_cancelled_keeps_the_old_rows()
    {
        var form = VprForm.All["vpr_f1"];
        using var run = new IntakeRun(workers: 1);
        run.Folder.WriteBytes("a.xlsx", form.Xlsx([.. Enumerable.Range(0, 300).Select(i => new Pupil($"4{i:0000}"))]));
        run.Folder.WriteBytes("b.xlsx", form.Xlsx(new Pupil("50001")));
        run.Load();
        run.Folder.WriteBytes("a.xlsx", form.Xlsx([.. Enumerable.Range(0, 301).Select(i => new Pupil($"4{i:0000}"))]));
        run.Folder.WriteBytes("b.xlsx", form.Xlsx(new Pupil("50002")));
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.LoadAsync(null, new CancelAfter(1, cancel), cancel.Token));
        Assert.Equal(["301", "50001"], run.Rows("SELECT count(*)::VARCHAR FROM staging.stg_vpr__result WHERE participant_code < '5' UNION ALL SELECT participant_code FROM staging.stg_vpr__result WHERE participant_code > '5' ORDER BY 1"));
        Assert.Equal([new Reissue("b.xlsx", 0, 0, 1, 1)], run.Load().Reissues);
    }

    /// <summary>Every row belongs to a file that is in the register, and the account of every sheet still holds.</summary>
    private static void AssertWholeFilesOnly(IntakeRun run) => LoadInvariants.Check(run, new LoadReport([], [], [], [], [], TimeSpan.Zero));

    private sealed class CancelAfter(int files, CancellationTokenSource source) : IProgress<LoadProgress>
    {
        public int Done { get; private set; }

        public void Report(LoadProgress value)
        {
            if (++Done == files) source.Cancel();
        }
    }
}
