using Dapper;
using MsokoAnalytics.DuckDb;
using MsokoAnalytics.Testing;
using MsokoAnalytics.Warehouse;
using Xunit;

namespace MsokoAnalytics.Operations.Tests;

/// <summary>One writer, many readers: a reader reads what the last writer left, whole, whatever a writer does meanwhile.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => _folder.PathOf("w.duckdb");

    private string[] Copies => [.. Directory.GetFiles(_folder.FullName, "w.read-*").Select(System.IO.Path.GetFileName).OfType<string>()];

    [Fact]
    public void A_reader_sees_the_last_finished_state_while_a_writer_works()
    {
        Write(1);
        using (var writer = Open(readOnly: false))
        {
            writer.Connection.Execute("UPDATE raw.x SET n = 2");
            Assert.Equal(1, Read());
            using var reader = Open(readOnly: true);
            Assert.Equal(1, Value(reader));
        }

        Assert.Equal(2, Read());
    }

    [Fact]
    public void A_reader_keeps_its_state_after_the_next_writer_has_ended()
    {
        Write(1);
        using var reader = Open(readOnly: true);
        Write(2);
        Assert.Equal(1, Value(reader));
        Assert.Equal(2, Read());
    }

    [Fact]
    public void A_second_writer_is_told_that_it_is_busy_and_a_reader_does_not_stop_a_writer()
    {
        Write(1);
        using var reader = Open(readOnly: true);
        using var writer = Open(readOnly: false);
        var refused = Assert.Throws<WarehouseException>(() => Open(readOnly: false));
        Assert.Equal(WarehouseFault.Busy, refused.Fault);
        Assert.Contains("занято", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_copy_remains_after_many_writers_and_none_after_one_that_wants_none()
    {
        for (var i = 1; i <= 3; i++) Write(i);
        Assert.Single(Copies);
        using (Open(readOnly: false, snapshot: false))
        {
        }

        Assert.Empty(Copies);
        Assert.Equal(3, Read());
    }

    [Fact]
    public void A_warehouse_changed_or_replaced_by_another_program_is_read_itself()
    {
        Write(1);
        using (var other = new DuckDbConnection($"Data Source={Path}"))
        {
            other.Open();
            other.Execute("UPDATE raw.x SET n = 7");
        }

        Assert.Equal(7, Read());
    }

    [Fact]
    public void A_copy_left_unfinished_is_never_read_and_goes_with_the_next_one()
    {
        Write(1);
        _folder.Write("w.read-ffff-1.duckdb.part", "half");
        Assert.Equal(1, Read());
        Write(2);
        Assert.Equal(2, Read());
        Assert.DoesNotContain(Copies, c => c.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_copy_a_warehouse_is_read_itself()
    {
        Write(1);
        foreach (var copy in Copies) File.Delete(_folder.PathOf(copy));
        Assert.Equal(1, Read());
    }

    [Fact]
    public void A_warehouse_that_does_not_exist_is_missing() =>
        Assert.Equal(WarehouseFault.Missing, Assert.Throws<WarehouseException>(() => Open(readOnly: true)).Fault);

    public void Dispose() => _folder.Dispose();

    private WarehouseDatabase Open(bool readOnly, bool snapshot = true) => WarehouseDatabase.Open(new WarehouseOptions { Path = Path, ReadOnly = readOnly, Threads = 1, Snapshot = snapshot });

    private void Write(int n)
    {
        using var writer = Open(readOnly: false);
        writer.Connection.Execute($"CREATE OR REPLACE TABLE raw.x AS SELECT {n} AS n");
    }

    private int Read()
    {
        using var reader = Open(readOnly: true);
        return Value(reader);
    }

    private static int Value(WarehouseDatabase warehouse) => warehouse.Connection.ExecuteScalar<int>("SELECT n FROM raw.x");
}
