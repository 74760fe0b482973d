using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>Rows in memory that SQL reads in place.</summary>
public sealed class RowsTests
{
    private static DuckDbConnection Open()
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE TEMP TABLE shape (id INTEGER, name VARCHAR, scores TINYINT[])");
        return connection;
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static DuckDbRows Fill(DuckDbConnection connection, int n)
    {
        var rows = connection.CreateRows("temp", "main", "shape");
        for (var i = 0; i < n; i++)
        {
            rows.SetInt32(0, i);
            if (i % 3 == 0) rows.SetNull(1);
            else rows.SetString(1, i % 3 == 1 ? FormattableString.Invariant($"короткий {i}") : FormattableString.Invariant($"текст длиннее двенадцати байтов {i}"));
            rows.SetList<sbyte>(2, [(sbyte)(i % 5), -1], [true, i % 2 == 0]);
            rows.EndRow();
        }

        rows.Complete();
        return rows;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(200_001)]
    public void EveryRowIsReadOnceByEachQuery(int n)
    {
        using var connection = Open();
        using var rows = Fill(connection, n);
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal((long)n, Scalar(connection, $"SELECT count(*) FROM {rows.Source}"));
            Assert.Equal((long)n, Scalar(connection, $"SELECT count(DISTINCT id) FROM {rows.Source}"));
            // The same rows made by SQL alone.
            Assert.Equal(0L, Scalar(connection, $"""
                SELECT count(*) FROM (
                    FROM {rows.Source}
                    EXCEPT ALL
                    SELECT i::INTEGER, CASE i % 3 WHEN 1 THEN 'короткий ' || i WHEN 2 THEN 'текст длиннее двенадцати байтов ' || i END,
                        [(i % 5)::TINYINT, CASE WHEN i % 2 = 0 THEN -1::TINYINT END]
                    FROM range({n}) AS r(i))
                """));
        }

        Assert.Equal(0L, Scalar(connection, "SELECT count(*) FROM shape"));
    }

    [Fact]
    public void ColumnsAreReadInAnyOrderAndNumber()
    {
        using var connection = Open();
        using var rows = Fill(connection, 5000);
        Assert.Equal("короткий 4999", Scalar(connection, $"SELECT name FROM {rows.Source} WHERE id = 4999"));
        Assert.Equal(5000L, Scalar(connection, $"SELECT (sum(len(scores)) // 2)::BIGINT FROM {rows.Source}"));
        Assert.Equal(5000L, Scalar(connection, $"SELECT count(*) FROM {rows.Source} AS a JOIN {rows.Source} AS b USING (id) WHERE a.scores = b.scores"));
    }

    [Fact]
    public void RowsWrittenLaterBecomeVisibleToo()
    {
        using var connection = Open();
        using var rows = Fill(connection, 10);
        rows.SetInt32(0, 10);
        rows.EndRow();
        rows.Complete();
        Assert.Equal(11L, Scalar(connection, $"SELECT count(*) FROM {rows.Source}"));
        Assert.Equal(10, Scalar(connection, $"SELECT id FROM {rows.Source} WHERE scores IS NULL"));
    }

    [Fact]
    public void AnotherConnectionReadsThemWithinItsTransaction()
    {
        using var connection = Open();
        using var other = connection.Duplicate();
        using var transaction = other.BeginTransaction();
        Assert.Equal(1, Scalar(other, "SELECT 1"));
        using var rows = Fill(connection, 3);
        Assert.Equal(3L, Scalar(other, $"SELECT count(*) FROM {rows.Source}"));
    }

    [Fact]
    public void ThePlanReadsACopyInATableNotTheRows()
    {
        using var connection = Open();
        var rows = Fill(connection, 4097);
        Execute(connection, $"CREATE TABLE kept AS FROM {rows.Source}");
        rows.Dispose();
        Assert.Equal(4097L, Scalar(connection, "SELECT count(*) FROM kept WHERE scores[1] = id % 5"));
        Assert.Equal("текст длиннее двенадцати байтов 4094", Scalar(connection, "SELECT name FROM kept WHERE id = 4094"));
    }

    [Fact]
    public void RowsThatAreGoneAreAnError()
    {
        using var connection = Open();
        var rows = Fill(connection, 1);
        var source = rows.Source;
        rows.Dispose();
        rows.Dispose();
        var e = Assert.Throws<DuckDbException>(() => Scalar(connection, $"SELECT * FROM {source}"));
        Assert.Contains("нет строк с номером", e.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => rows.Complete());
    }

    [Fact]
    public void AnUnfinishedRowIsNotMadeVisible()
    {
        using var connection = Open();
        using var rows = connection.CreateRows("temp", "main", "shape");
        rows.SetInt32(0, 1);
        Assert.Throws<InvalidOperationException>(rows.Complete);
    }

    [Fact]
    public void ClosingTheConnectionFreesTheRows()
    {
        var connection = Open();
        var rows = Fill(connection, 1);
        connection.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rows.Complete());
    }
}
