using System.Text;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class ChunkTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void Columns_are_read_as_spans_with_their_nulls()
    {
        using var command = _connection.Command("SELECT i::INTEGER AS i, CASE WHEN i % 5 = 0 THEN NULL ELSE i * 0.5::DOUBLE END AS d, i % 2 = 0 AS b FROM range(10000) t(i)");
        using var reader = command.ExecuteReader();
        var (rows, sum, half, nulls, even) = (0, 0L, 0d, 0, 0);
        while (reader.ReadChunk(out var chunk))
        {
            Assert.InRange(chunk.RowCount, 1, 2048);
            var numbers = chunk.Span<int>(0);
            var halves = chunk.Span<double>(1);
            var flags = chunk.Span<bool>(2);
            for (var r = 0; r < chunk.RowCount; r++)
            {
                sum += numbers[r];
                if (flags[r]) even++;
                if (chunk.IsValid(1, r)) half += halves[r];
                else nulls++;
            }

            rows += chunk.RowCount;
        }

        Assert.Equal((10_000, 49_995_000L, 5000, 2000), (rows, sum, even, nulls));
        // Sum of all minus the sum of the multiples of five, halved.
        Assert.Equal((49_995_000 - (5 * 1999 * 2000 / 2)) / 2.0, half);
    }

    [Fact]
    public void Dates_decimals_and_enums_come_as_stored()
    {
        using var command = _connection.Command("SELECT DATE '1970-01-11', TIMESTAMP '1970-01-01 00:00:01', 1.25::DECIMAL(4,2), 'б'::ENUM('а','б'), 12.5::DECIMAL(30,1), 7::HUGEINT");
        using var reader = command.ExecuteReader();
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.Equal(10, chunk.Span<int>(0)[0]);
        Assert.Equal(1_000_000, chunk.Span<long>(1)[0]);
        Assert.Equal(125, chunk.Span<short>(2)[0]);
        Assert.Equal(1, chunk.Span<byte>(3)[0]);
        Assert.Equal((Int128)125, chunk.Span<Int128>(4)[0]);
        Assert.Equal((Int128)7, chunk.Span<Int128>(5)[0]);
        Assert.False(reader.ReadChunk(out _));
    }

    [Fact]
    public void Texts_and_lists_without_copies()
    {
        using var command = _connection.Command("SELECT 'строка ' || i, CASE WHEN i = 1 THEN NULL ELSE [i, NULL, i + 1]::TINYINT[] END FROM range(3) t(i) ORDER BY i");
        using var reader = command.ExecuteReader();
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.Equal("строка 2", Encoding.UTF8.GetString(chunk.Utf8(0, 2)));
        Assert.False(chunk.IsValid(1, 1));
        var list = chunk.ListSpan<sbyte>(1, 2);
        Assert.Equal(3, list.Length);
        Assert.Equal((2, 3), (list[0], list[2]));
        Assert.False(chunk.IsElementValid(1, 2, 1));
        Assert.True(chunk.IsElementValid(1, 2, 2));
    }

    [Fact]
    public void Wrong_types_columns_and_rows_are_refused()
    {
        using var command = _connection.Command("SELECT 1::INTEGER, 'x', [1], NULL::VARCHAR");
        using var reader = command.ExecuteReader();
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.Span<long>(0).Length));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.Span<Int128>(1)[0] == 0 ? 0 : 1));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.Utf8(0, 0).Length));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.Utf8(3, 0).Length));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.ListSpan<int>(0, 0).Length));
        Assert.IsType<InvalidCastException>(Caught(chunk, c => c.ListSpan<long>(2, 0).Length));
        Assert.IsType<ArgumentOutOfRangeException>(Caught(chunk, c => c.Span<int>(4)[0]));
        Assert.IsType<ArgumentOutOfRangeException>(Caught(chunk, c => c.IsValid(0, 1) ? 0 : 1));
        Assert.IsType<ArgumentOutOfRangeException>(Caught(chunk, c => c.IsElementValid(2, 0, 1) ? 0 : 1));
    }

    [Fact]
    public void Rows_and_chunks_may_follow_each_other()
    {
        using var command = _connection.Command("SELECT range::INTEGER FROM range(5000)");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.True(reader.ReadChunk(out var chunk));
        Assert.Equal(2048, chunk.Span<int>(0)[0]);
        Assert.True(reader.Read());
        Assert.Equal(4096, reader.GetInt32(0));
    }

    [Fact]
    public void Empty_result_has_no_chunk()
    {
        using var command = _connection.Command("SELECT 1 WHERE false");
        using var reader = command.ExecuteReader();
        Assert.False(reader.ReadChunk(out var chunk));
        Assert.Equal((0, 0), (chunk.RowCount, chunk.ColumnCount));
    }

    public void Dispose() => _connection.Dispose();

    private delegate int Use(DuckDbChunk chunk);

    private static Exception? Caught(DuckDbChunk chunk, Use use)
    {
        try
        {
            use(chunk);
            return null;
        }
        catch (Exception exception) when (exception is InvalidCastException or ArgumentOutOfRangeException)
        {
            return exception;
        }
    }
}
