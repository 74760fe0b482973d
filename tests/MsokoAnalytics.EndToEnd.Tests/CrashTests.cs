using System.Diagnostics;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>
/// Whatever stops a run — kill -9, a full disk, a folder that vanishes — the same commands again give the warehouse of an undisturbed run, table by table.
/// </summary>
[Collection(DemoRun.Name)]
public sealed class CrashTests(DemoWorld demo) : IDisposable
{
    private const int Kills = 50;
    private const int KillsPerRound = 5;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Killed_at_50_random_points_a_rerun_equals_an_undisturbed_run()
    {
        var data = SmallWorld.Copy(demo, _folder);
        var undisturbed = _folder.PathOf("undisturbed.duckdb");
        string[] load = ["load", data], build = ["build"];
        var durations = new[] { Timed([.. load, "-w", undisturbed]), Timed([.. build, "-w", undisturbed]) };
        var expected = Warehouses.Content(undisturbed);

        var random = new Random(50);
        var killed = 0;
        for (var round = 0; killed < Kills; round++)
        {
            // Some end before their moment: what an earlier one did is not done again, and a machine may become faster than it was when the undisturbed run was timed.
            Assert.True(round < 4 * Kills / KillsPerRound, $"only {killed} processes lived long enough to be killed");
            var disturbed = _folder.PathOf($"disturbed{round}.duckdb");
            for (var i = 0; i < KillsPerRound && killed < Kills; i++)
            {
                // Rounds of loads, of builds over a loaded warehouse, and of both: the whole way from the first byte to the copy for readers.
                var step = round % 3 == 0 ? 0 : round % 3 == 1 ? (i == 0 ? 0 : 1) : i % 2;
                if (step == 1 && round % 3 == 1 && i == 1) Run("load", data, "-w", disturbed);
                string[] command = step == 0 ? [.. load, "-w", disturbed] : [.. build, "--force", "-w", disturbed];
                if (KilledAfter(command, durations[step] * random.NextDouble())) killed++;
            }

            Run("load", data, "-w", disturbed);
            Run("build", "-w", disturbed);
            Assert.Equal(expected, Warehouses.Content(disturbed));
            Assert.Equal("0", Msoko.Scalar(disturbed, "SELECT count(*) FROM ops.run WHERE status = 'running'"));
            foreach (var file in Directory.GetFiles(_folder.FullName, $"disturbed{round}*")) File.Delete(file);
        }
    }

    [UnlimitedFact]
    public void On_a_full_disk_it_says_so_and_a_rerun_with_room_equals_an_undisturbed_run()
    {
        var data = SmallWorld.Copy(demo, _folder);
        var undisturbed = _folder.PathOf("undisturbed.duckdb");
        Run("load", data, "-w", undisturbed);
        Run("build", "-w", undisturbed);

        // Limits on the size of a file, in KiB, so that the load, the models and the copy for readers each meet one; the disk itself is shared with others.
        var disturbed = _folder.PathOf("disturbed.duckdb");
        var refused = 0;
        foreach (var limit in (ReadOnlySpan<int>)[300, 800, 1500, 2500, 4000, 6000])
        {
            foreach (var command in (ReadOnlySpan<string>)[$"load '{data}'", "build --force"])
            {
                var run = Limited(limit, $"{command} -w '{disturbed}'");
                if (run.ExitCode == 0) continue;
                // A build of a warehouse whose load did not end says that files are to be loaded first.
                if (run.ExitCode == 8 && command.StartsWith("build", StringComparison.Ordinal)) continue;
                refused++;
                Assert.True(run.ExitCode == 7 && run.All.Contains("На диске нет места", StringComparison.Ordinal), $"{limit} KiB, {command}: {run.ExitCode} {run.All}");
                Assert.DoesNotContain("   at ", run.All, StringComparison.Ordinal);
            }
        }

        Assert.True(refused > 1, "no limit was met");
        Run("load", data, "-w", disturbed);
        Run("build", "-w", disturbed);
        Assert.Equal(Warehouses.Content(undisturbed), Warehouses.Content(disturbed));
    }

    [Fact]
    public void A_vanished_folder_is_told_and_changes_nothing()
    {
        var data = SmallWorld.Copy(demo, _folder);
        var warehouse = _folder.PathOf("w.duckdb");
        Run("load", data, "-w", warehouse);
        Run("build", "-w", warehouse);
        var before = Warehouses.Content(warehouse);
        var hidden = _folder.PathOf("elsewhere");
        Directory.Move(data, hidden);
        var vanished = Msoko.Run("load", data, "-w", warehouse);
        Assert.Equal(3, vanished.ExitCode);
        Assert.Contains($"папки «{data}» нет", vanished.All, StringComparison.Ordinal);
        Assert.Equal(before, Warehouses.Content(warehouse));
        Directory.Move(hidden, data);
        Run("load", data, "-w", warehouse);
        Run("build", "-w", warehouse);
        Assert.Equal(before, Warehouses.Content(warehouse));
    }

    [Fact]
    public async Task A_folder_that_vanishes_during_the_load_is_told_and_loaded_when_it_is_back()
    {
        var data = SmallWorld.Copy(demo, _folder);
        var undisturbed = _folder.PathOf("undisturbed.duckdb");
        var duration = Timed(["load", data, "-w", undisturbed]);
        Run("build", "-w", undisturbed);
        var expected = Warehouses.Content(undisturbed);
        var random = new Random(7);
        var disturbed = _folder.PathOf("disturbed.duckdb");
        var hidden = _folder.PathOf("elsewhere");
        for (var i = 0; i < 5; i++)
        {
            using var process = Msoko.Start("load", data, "-w", disturbed);
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(duration * random.NextDouble()));
            Directory.Move(data, hidden);
            await process.WaitForExitAsync();
            // Before anything, in the midst, or after the end: told file by file, or the folder as a whole, or there was nothing to tell.
            var said = await output + await error;
            Assert.True(process.ExitCode is 0 or 3, said);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
            Directory.Move(hidden, data);
        }

        Run("load", data, "-w", disturbed);
        Run("build", "-w", disturbed);
        Assert.Equal(expected, Warehouses.Content(disturbed));
    }

    public void Dispose() => _folder.Dispose();

    private static void Run(params string[] args)
    {
        var run = Msoko.Run(args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run.All}");
    }

    /// <returns>Milliseconds.</returns>
    private static double Timed(string[] args)
    {
        var watch = Stopwatch.StartNew();
        Run(args);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static bool KilledAfter(string[] args, double milliseconds)
    {
        using var process = Msoko.Start(args);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(TimeSpan.FromMilliseconds(milliseconds))) return false;
        process.Kill();
        process.WaitForExit();
        return true;
    }

    /// <summary>
    /// Runs the program with a limit on file sizes. The signal of the limit is ignored, so that a write fails as it does on a full disk; the runtime's own doubly
    /// mapped code would meet the limit too and is switched off.
    /// </summary>
    private static Msoko.Result Limited(int kibibytes, string command)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"trap '' XFSZ; ulimit -f {kibibytes}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "msoko.dll")}' {command}");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Msoko.Result(process.ExitCode, output, error.Result);
    }

    /// <summary>A test that needs a shell which limits file sizes.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnlimitedFactAttribute : FactAttribute
    {
        public UnlimitedFactAttribute()
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/bin/bash")) Skip = "ограничение размера файла (ulimit -f) есть только в Linux: тест пропущен";
        }
    }
}
