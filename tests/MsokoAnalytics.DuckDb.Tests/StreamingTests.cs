using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>Not in parallel with others: it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(StreamingTests), DisableParallelization = true)]
[Collection(nameof(StreamingTests))]
public sealed class StreamingTests
{
    private const long Rows = 20_000_000;

    [Fact]
    public void Millions_of_rows_pass_in_bounded_memory()
    {
        using var connection = Db.Memory();
        using var command = connection.Command($"SELECT range AS i, range * 2 AS k, range + 1 AS m FROM range({Rows})");
        var before = Environment.WorkingSet;
        using var reader = command.ExecuteReader();
        var peak = before;
        var (rows, sum) = (0L, 0L);
        while (reader.Read())
        {
            sum += reader.GetInt64(0) + reader.GetInt64(1) + reader.GetInt64(2);
            if (++rows % 1_000_000 == 0) peak = Math.Max(peak, Environment.WorkingSet);
        }

        Assert.Equal(Rows, rows);
        Assert.Equal((Rows * (Rows - 1) * 2) + Rows, sum);
        // All rows together are 480 MB.
        Assert.InRange(peak - before, long.MinValue, 120L << 20);
    }

    [Fact]
    public void First_rows_come_before_the_last_are_made()
    {
        using var connection = Db.Memory();
        // Hours of work if the result were made completely before the first row.
        using var command = connection.Command("SELECT range FROM range(100000000000000)");
        using (var reader = command.ExecuteReader())
        {
            for (var i = 0; i < 5000; i++)
            {
                Assert.True(reader.Read());
                Assert.Equal(i, reader.GetInt64(0));
            }
        }

        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Result_given_up_leaves_no_transaction_behind()
    {
        using var connection = Db.Memory();
        connection.Run("CREATE TABLE t AS SELECT * FROM range(100000)");
        using var command = connection.Command("SELECT * FROM t");
        using (var reader = command.ExecuteReader()) reader.Read();
        using var other = connection.Duplicate();
        // Both need that nobody looks at the table any more.
        other.Run("ALTER TABLE t ADD COLUMN x INTEGER; DROP TABLE t; CHECKPOINT");
    }

    [Fact]
    public void Result_given_up_inside_a_transaction_leaves_it_usable()
    {
        using var connection = Db.Memory();
        connection.Run("CREATE TABLE t AS SELECT * FROM range(100000)");
        using (var transaction = connection.BeginTransaction())
        {
            connection.Run("DELETE FROM t WHERE range < 10");
            using (var command = connection.Command("SELECT * FROM t"))
            using (var reader = command.ExecuteReader()) reader.Read();
            connection.Run("DELETE FROM t WHERE range < 20");
            transaction.Commit();
        }

        Assert.Equal(99_980L, connection.Scalar("SELECT count(*) FROM t"));
    }
}
