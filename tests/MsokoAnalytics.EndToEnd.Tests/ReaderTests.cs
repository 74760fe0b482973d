using System.Globalization;
using Dapper;
using MsokoAnalytics.Testing;
using MsokoAnalytics.Warehouse;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Two processes on one warehouse: readers go on through a load and a build; a second writer is refused.</summary>
[Collection(DemoRun.Name)]
public sealed class ReaderTests(DemoWorld demo)
{
    [Fact]
    public void Readers_are_answered_all_through_a_load_and_a_build()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        Assert.Equal(0, Msoko.Run("load", SmallWorld.Copy(demo, folder), "-w", warehouse).ExitCode);
        Assert.Equal(0, Msoko.Run("build", "-w", warehouse).ExitCode);
        var (first, files) = Read(warehouse);

        var seen = new List<(long Results, long Files)>();
        foreach (var command in (string[][])[["load", demo.Data, "-w", warehouse], ["build", "-w", warehouse]])
        {
            using var writer = Msoko.Start(command);
            _ = writer.StandardOutput.ReadToEndAsync();
            _ = writer.StandardError.ReadToEndAsync();
            var answered = 0;
            while (!writer.HasExited)
            {
                // Throws when a reader is refused.
                seen.Add(Read(warehouse));
                answered++;
            }

            // A reader that had to wait for the writer would have been answered once.
            Assert.True(answered > 3, $"{command[0]}: {answered} answers");
        }

        var (last, allFiles) = Read(warehouse);
        Assert.True(last > first && allFiles > files);
        // Only finished states are seen, one after another: before, loaded, built.
        Assert.Empty(seen.Distinct().Except([(first, files), (first, allFiles), (last, allFiles)]));
        Assert.Equal(seen.OrderBy(s => s.Files).ThenBy(s => s.Results), seen);
    }

    [Fact]
    public void While_one_writes_a_query_is_answered_and_a_second_writer_gets_code_4()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        var data = SmallWorld.Copy(demo, folder);
        Assert.Equal(0, Msoko.Run("load", data, "-w", warehouse).ExitCode);
        var before = Msoko.Scalar(warehouse, "SELECT count(*) FROM staging.stg_vpr__result");
        using var writer = WarehouseDatabase.Open(new WarehouseOptions { Path = warehouse });
        writer.Connection.Execute("DELETE FROM staging.stg_vpr__row");
        Assert.Equal(before, Msoko.Scalar(warehouse, "SELECT count(*) FROM staging.stg_vpr__result"));
        foreach (var command in (string[][])[["load", data], ["build"], ["run", data]])
        {
            var second = Msoko.Run([.. command, "-w", warehouse]);
            Assert.Equal(4, second.ExitCode);
            Assert.Contains("занято", second.All, StringComparison.Ordinal);
        }
    }

    private static (long Results, long Files) Read(string warehouse)
    {
        using var reader = WarehouseDatabase.Open(new WarehouseOptions { Path = warehouse, ReadOnly = true, Threads = 1 });
        var files = reader.Connection.ExecuteScalar<long>("SELECT count(*) FROM ops.source_file");
        var results = long.Parse(reader.Connection.ExecuteScalar<string>("SELECT count(*)::VARCHAR FROM core.fct_participant_result")!, CultureInfo.InvariantCulture);
        return (results, files);
    }
}
