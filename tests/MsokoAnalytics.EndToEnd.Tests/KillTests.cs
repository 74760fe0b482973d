using System.Diagnostics;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>kill -9 at any moment, then the same command again: the warehouse is the one of an undisturbed run, table by table.</summary>
[Collection(DemoRun.Name)]
public sealed class KillTests(DemoWorld demo)
{
    [Fact]
    public void A_killed_run_is_completed_by_the_next_one()
    {
        using var folder = new TempFolder();
        var undisturbed = folder.PathOf("undisturbed.duckdb");
        var watch = Stopwatch.StartNew();
        Load(undisturbed);
        var whole = watch.Elapsed;
        var expected = Warehouses.Content(undisturbed);

        // Moments spread over the whole run, the start of the program and the build of the models included.
        var disturbed = folder.PathOf("disturbed.duckdb");
        var killed = 0;
        for (var i = 0; i < 8; i++)
        {
            using var process = Msoko.Start(i % 3 == 2 ? ["build", "-w", disturbed] : ["load", demo.Data, "-w", disturbed]);
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromMilliseconds(300 + whole.TotalMilliseconds * (i + 1) / 10))) continue;
            process.Kill();
            process.WaitForExit();
            killed++;
        }

        Assert.True(killed > 0, "no process lived long enough to be killed");
        Load(disturbed);
        Assert.Equal(expected, Warehouses.Content(disturbed));
        Assert.Equal("0", Msoko.Scalar(disturbed, "SELECT count(*) FROM ops.run WHERE status = 'running'"));

        void Load(string warehouse)
        {
            var load = Msoko.Run("load", demo.Data, "-w", warehouse);
            Assert.True(load.ExitCode is 0 or 3, load.All);
            var build = Msoko.Run("build", "-w", warehouse);
            Assert.True(build.ExitCode == 0, build.All);
        }
    }
}
