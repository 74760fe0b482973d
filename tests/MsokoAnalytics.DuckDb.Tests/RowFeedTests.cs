using System.Globalization;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>Rows made while SQL reads them, put together from a kept answer.</summary>
public sealed class RowFeedTests : IDisposable
{
    private const int Portion = 2048;
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");

    public RowFeedTests()
    {
        _connection.Open();
        Execute(
            """
            CREATE TABLE school (no INTEGER, id VARCHAR, name VARCHAR, kind ENUM('школа', 'гимназия'), founded DATE, pupils BIGINT, share DECIMAL(5,2), is_open BOOLEAN);
            INSERT INTO school SELECT i::INTEGER, lpad(i::VARCHAR, 6, '0'), 'Средняя общеобразовательная школа № ' || i, CASE WHEN i % 2 = 0 THEN 'школа' ELSE 'гимназия' END,
                DATE '1950-01-01' + i::INTEGER, 100000000000 + i, NULL, CASE WHEN i % 3 > 0 THEN i % 3 = 1 END
            FROM range(5000) AS r(i);
            CREATE TABLE pupil (row_no INTEGER, id VARCHAR, name VARCHAR, kind ENUM('школа', 'гимназия'), founded DATE, pupils BIGINT, is_open BOOLEAN, code VARCHAR, scores TINYINT[], marks BOOLEAN[]);
            """);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Portion)]
    [InlineData((3 * Portion) + 77)]
    public void RowsArePutTogetherColumnByColumn(int rows)
    {
        var schools = _connection.ReadColumns("SELECT * EXCLUDE (share) FROM school ORDER BY no");
        Assert.Equal(5000, schools.RowCount);
        Assert.Equal(["no", "id", "name", "kind", "founded", "pupils", "is_open"], Enumerable.Range(0, schools.ColumnCount).Select(schools.GetName));
        Assert.Equal(4999, schools.Span<int>(0)[4999]);
        Assert.True(schools.IsNull(6, 0));
        Assert.False(schools.IsNull(6, 1));
        var next = 0;
        using var feed = _connection.CreateRowFeed(null, "main", "pupil", f =>
        {
            var count = Math.Min(f.RowsLeft, rows - next);
            if (count == 0) return;
            int[] numbers = [.. Enumerable.Range(next, count)];
            int[] of = [.. numbers.Select(n => n * 7 % 5000)];
            f.SetColumn<int>(0, numbers);
            for (var c = 1; c <= 6; c++) f.SetColumn(c, schools, c, of);
            string[] codes = [.. numbers.Select(n => n % 5 == 0 ? string.Create(CultureInfo.InvariantCulture, $"длинный код {n}") : n.ToString(CultureInfo.InvariantCulture))];
            var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(codes));
            int[] lengths = [.. codes.Select(System.Text.Encoding.UTF8.GetByteCount)];
            int[] starts = [.. lengths.Select((_, i) => lengths[..i].Sum())];
            f.SetTexts(7, bytes, starts, lengths);
            // Lists of zero to three elements, every fourth NULL; elements divisible by three are NULL.
            int[] sizes = [.. numbers.Select(n => n % 4 == 3 ? -1 : n % 4)];
            sbyte[] elements = [.. numbers.SelectMany(n => Enumerable.Range(0, Math.Max(0, n % 4 == 3 ? 0 : n % 4)).Select(e => (sbyte)((n + e) % 100)))];
            var valid = new ulong[(elements.Length + 63) / 64];
            for (var i = 0; i < elements.Length; i++)
                if (elements[i] % 3 != 0) valid[i / 64] |= 1UL << (i % 64);
            f.SetLists<sbyte>(8, elements, valid, sizes);
            f.SetLists<bool>(9, [.. elements.Select(e => e == 1)], default, sizes);
            f.EndRows(count);
            next += count;
        });
        Execute($"INSERT INTO pupil FROM {feed.Source}");
        Assert.Equal((long)rows, Scalar("SELECT count(*) FROM pupil"));
        Assert.Equal(0L, Scalar(
            $"""
            SELECT count(*) FROM (
                FROM pupil
                EXCEPT ALL
                SELECT i::INTEGER, s.id, s.name, s.kind, s.founded, s.pupils, s.is_open, CASE WHEN i % 5 = 0 THEN 'длинный код ' || i ELSE i::VARCHAR END,
                    CASE WHEN i % 4 < 3 THEN [CASE WHEN (i + e) % 100 % 3 <> 0 THEN ((i + e) % 100)::TINYINT END FOR e IN range(i % 4)] END,
                    CASE WHEN i % 4 < 3 THEN [(i + e) % 100 = 1 FOR e IN range(i % 4)] END
                FROM range({rows}) AS r(i) JOIN school AS s ON s.no = i * 7 % 5000
            )
            """));
    }

    [Fact]
    public void AnErrorOfTheFillerIsTheErrorOfTheQueryAndNothingIsWritten()
    {
        using var feed = _connection.CreateRowFeed(null, "main", "pupil", f => f.SetColumn(0, ["не число"]));
        Assert.Throws<DuckDbException>(() => Execute($"INSERT INTO pupil FROM {feed.Source}"));
        Assert.Equal(0L, Scalar("SELECT count(*) FROM pupil"));
    }

    [Fact]
    public void WrongFillingIsRefused()
    {
        var schools = _connection.ReadColumns("SELECT id, pupils FROM school ORDER BY no LIMIT 10");
        var refused = new List<Exception>();
        using var feed = _connection.CreateRowFeed(null, "main", "pupil", f =>
        {
            refused.Add(Assert.Throws<InvalidCastException>(() => f.SetColumn(0, schools, 0, [1])));
            refused.Add(Assert.Throws<ArgumentOutOfRangeException>(() => f.SetColumn(1, schools, 0, [10])));
            refused.Add(Assert.Throws<ArgumentOutOfRangeException>(() => f.SetColumn(1, schools, 0, [3, -1])));
            refused.Add(Assert.Throws<ArgumentException>(() => f.SetTexts(7, "ab"u8, [0, 1], [1])));
            refused.Add(Assert.Throws<DuckDbException>(() => f.SetTexts(7, [0xD0], [0], [1])));
            refused.Add(Assert.Throws<InvalidCastException>(() => f.SetLists<int>(8, [1], default, [1])));
            refused.Add(Assert.Throws<ArgumentException>(() => f.SetLists<sbyte>(8, [1, 2], default, [1])));
        });
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM (FROM {feed.Source})";
        // Reading a part of the columns is refused by the feed itself.
        Assert.Contains("целиком", Assert.Throws<DuckDbException>(() => command.ExecuteScalar()).Message, StringComparison.Ordinal);
        Execute($"CREATE TABLE copy AS FROM {feed.Source}");
        Assert.Equal(7, refused.Count);
    }

    [Fact]
    public void TypesWithChildrenAreNotKept()
    {
        Assert.Contains("TINYINT[]", Assert.Throws<NotSupportedException>(() => _connection.ReadColumns("SELECT [1::TINYINT] AS scores")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => _connection.ReadColumns("SELECT 1 AS n").Span<long>(0).Length);
    }

    [Fact]
    public void TheFeedIsGoneWithItsOwner()
    {
        var feed = _connection.CreateRowFeed(null, "main", "pupil", _ => { });
        var source = feed.Source;
        feed.Dispose();
        Assert.Throws<DuckDbException>(() => Execute($"INSERT INTO pupil FROM {source}"));
    }

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
