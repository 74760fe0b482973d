using System.Text;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class AppenderTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void Every_setter_writes_its_type()
    {
        _connection.Run(
            "CREATE TABLE t(a TINYINT, b SMALLINT, c INTEGER, d BIGINT, e UTINYINT, f USMALLINT, g UINTEGER, h UBIGINT, i HUGEINT, j UHUGEINT, k FLOAT, l DOUBLE, m BOOLEAN, "
            + "n DECIMAL(4,1), o DECIMAL(9,2), p DECIMAL(18,3), q DECIMAL(38,4), r VARCHAR, s BLOB, t DATE, u TIME, v TIMESTAMP, w TIMESTAMP_S, x TIMESTAMP_MS, y TIMESTAMP_NS, z TIMESTAMPTZ, "
            + "aa INTERVAL, ab UUID, ac ENUM('да','нет'))");
        var moment = new DateTime(2021, 4, 5, 6, 7, 8);
        var guid = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        using (var app = _connection.CreateAppender(null, "t"))
        {
            app.SetSByte(0, -1);
            app.SetInt16(1, -2);
            app.SetInt32(2, -3);
            app.SetInt64(3, -4);
            app.SetByte(4, 5);
            app.SetUInt16(5, 6);
            app.SetUInt32(6, 7);
            app.SetUInt64(7, 8);
            app.SetInt128(8, Int128.MinValue);
            app.SetUInt128(9, UInt128.MaxValue);
            app.SetFloat(10, 1.5f);
            app.SetDouble(11, -2.5);
            app.SetBoolean(12, true);
            app.SetDecimal(13, 999.9m);
            app.SetDecimal(14, -1234567.895m);
            app.SetDecimal(15, 1.0005m);
            app.SetDecimal(16, 12345678901234567890.1234m);
            app.SetString(17, "текст подлиннее двенадцати");
            app.SetBlob(18, [0, 255]);
            app.SetDate(19, new DateOnly(2021, 4, 5));
            app.SetTime(20, new TimeOnly(6, 7, 8));
            app.SetTimestamp(21, moment);
            app.SetTimestamp(22, moment);
            app.SetTimestamp(23, moment);
            app.SetTimestamp(24, moment);
            app.SetTimestamp(25, moment);
            app.SetInterval(26, new DuckDbInterval(1, 2, 3));
            app.SetGuid(27, guid);
            app.SetString(28, "нет"u8);
            app.EndRow();
            app.EndRow();
            Assert.Equal(2, app.RowCount);
            app.Close();
        }

        _connection.Run("SET timezone = 'UTC'");
        // The engine prints the values itself: nothing of the reader takes part.
        Assert.Equal(
            "-1|-2|-3|-4|5|6|7|8|-170141183460469231731687303715884105728|340282366920938463463374607431768211455|1.5|-2.5|true|999.9|-1234567.90|1.001|12345678901234567890.1234|текст подлиннее двенадцати|\\x00\\xFF|2021-04-05|06:07:08|"
            + "2021-04-05 06:07:08|2021-04-05 06:07:08|2021-04-05 06:07:08|2021-04-05 06:07:08|2021-04-05 06:07:08+00|1 month 2 days 00:00:00.000003|00112233-4455-6677-8899-aabbccddeeff|нет",
            _connection.Scalar("SELECT concat_ws('|', *COLUMNS(*)) FROM t WHERE a IS NOT NULL"));
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t WHERE a IS NULL AND r IS NULL AND ac IS NULL AND q IS NULL AND aa IS NULL"));
    }

    [Fact]
    public void Rows_pass_the_borders_of_chunks_and_portions()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, s VARCHAR, l INTEGER[])");
        const int rows = (2048 * 205) + 17;
        using (var app = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < rows; i++)
            {
                app.SetInt32(0, i);
                if (i % 3 != 0) app.SetString(1, new string('ж', i % 20));
                app.BeginList(2);
                for (var k = 0; k < i % 4; k++) app.AppendListInt32(i + k);
                app.EndList();
                app.EndRow();
            }

            app.Close();
        }

        Assert.Equal((long)rows, _connection.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t WHERE s IS DISTINCT FROM (CASE WHEN i % 3 = 0 THEN NULL ELSE repeat('ж', i % 20) END) OR l IS DISTINCT FROM list_transform(range(i % 4), k -> (i + k)::INTEGER)"));
    }

    /// <summary>Each length around the 12 bytes that lie inside of the engine's string, and long ones.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 18), 300, 5000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Texts_of_each_length_by_each_way(int length)
    {
        _connection.Run("CREATE TABLE t(a VARCHAR, b VARCHAR, c VARCHAR, l VARCHAR[])");
        var ascii = new string('q', length);
        var text = new string('я', length);
        using (var app = _connection.CreateAppender("t"))
        {
            app.SetString(0, Encoding.UTF8.GetBytes(ascii));
            app.SetString(1, text.AsSpan());
            app.SetString(2, (string?)null);
            app.BeginList(3);
            app.AppendListString(Encoding.UTF8.GetBytes(text));
            app.AppendListNull();
            app.AppendListString(ascii.AsSpan());
            app.EndList();
            app.EndRow();
            app.Close();
        }

        Assert.Equal(true, _connection.Scalar($"SELECT a = repeat('q', {length}) AND b = repeat('я', {length}) AND c IS NULL AND l = [b, NULL, a] AND a IN (SELECT repeat('q', {length})) FROM t"));
    }

    [Fact]
    public void Lists_of_every_element()
    {
        _connection.Run("CREATE TABLE t(a TINYINT[], b BOOLEAN[], c SMALLINT[], d BIGINT[], e UTINYINT[], f DOUBLE[], g DATE[], h VARCHAR[], i USMALLINT[], j UINTEGER[], k UBIGINT[], l FLOAT[], m ENUM('x','y')[])");
        using (var app = _connection.CreateAppender("t"))
        {
            app.BeginList(0); app.AppendListInt8(-5); app.AppendListNull(); app.AppendListInt8(2); app.EndList();
            app.BeginList(1); app.AppendListBoolean(true); app.AppendListNull(); app.AppendListBoolean(false); app.EndList();
            app.BeginList(2); app.AppendListInt16(-300); app.EndList();
            app.BeginList(3); app.AppendListInt64(long.MinValue); app.EndList();
            app.BeginList(4); app.AppendListUInt8(255); app.EndList();
            app.BeginList(5); app.AppendListDouble(0.5); app.EndList();
            app.BeginList(6); app.AppendListDate(new DateOnly(2020, 2, 29)); app.EndList();
            app.BeginList(7); app.EndList();
            app.BeginList(8); app.AppendListUInt16(65535); app.EndList();
            app.BeginList(9); app.AppendListUInt32(7); app.EndList();
            app.BeginList(10); app.AppendListUInt64(8); app.EndList();
            app.BeginList(11); app.AppendListFloat(1.5f); app.EndList();
            app.BeginList(12); app.AppendListString("y"); app.AppendListValue("x"); app.EndList();
            app.EndRow();
            app.Close();
        }

        Assert.Equal("[-5, NULL, 2]|[true, NULL, false]|[-300]|[-9223372036854775808]|[255]|[0.5]|[2020-02-29]|[]|[65535]|[7]|[8]|[1.5]|[y, x]", _connection.Scalar("SELECT concat_ws('|', *COLUMNS(*)) FROM t"));
    }

    [Fact]
    public void Whole_lists_at_once()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, a TINYINT[], b BOOLEAN[])");
        using (var app = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < 5000; i++)
            {
                var length = i % 9;
                app.SetInt32(0, i);
                app.SetList(1, Enumerable.Range(0, length).Select(k => (sbyte)k).ToArray(), Enumerable.Range(0, length).Select(k => k != 3).ToArray());
                app.SetList<bool>(2, Enumerable.Range(0, length).Select(k => (i + k) % 2 == 0).ToArray());
                app.EndRow();
            }

            Assert.Throws<InvalidCastException>(() => app.SetList<int>(1, [1]));
            Assert.Throws<InvalidCastException>(() => app.SetList<int>(0, [1]));
            Assert.Throws<ArgumentException>(() => app.SetList<sbyte>(1, [1], [true, false]));
            app.EndRow();
            app.Close();
        }

        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t WHERE i IS NULL AND a IS NULL AND b IS NULL"));
        Assert.Equal(5000L, _connection.Scalar("SELECT count(*) FROM t WHERE a = [CASE WHEN k = 3 THEN NULL ELSE k END FOR k IN range(i % 9)]::TINYINT[] AND b = [(i + k) % 2 = 0 FOR k IN range(i % 9)]"));
    }

    [Fact]
    public void Very_long_texts_among_short_ones()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, s VARCHAR)");
        using (var app = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < 3000; i++)
            {
                app.SetInt32(0, i);
                app.SetString(1, new string((char)('a' + (i % 26)), i % 500 == 0 ? 400_000 : (i * 7) % 3000));
                app.EndRow();
            }

            app.Close();
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t WHERE s <> repeat(chr(97 + i % 26), CASE WHEN i % 500 = 0 THEN 400000 ELSE i * 7 % 3000 END)"));
    }

    [Fact]
    public void Lists_outgrow_their_first_room()
    {
        _connection.Run("CREATE TABLE t(l VARCHAR[], m INTEGER[])");
        using (var app = _connection.CreateAppender("t"))
        {
            for (var row = 0; row < 50; row++)
            {
                app.BeginList(0);
                for (var k = 0; k < 1000; k++)
                {
                    if (k % 10 == 9) app.AppendListNull();
                    else app.AppendListString(Encoding.UTF8.GetBytes($"значение {row} {k}"));
                }

                app.EndList();
                app.BeginList(1);
                for (var k = 0; k < 3000; k++) app.AppendListInt32(row * k);
                app.EndList();
                app.EndRow();
            }
        }

        Assert.Equal(50L * 900, _connection.Scalar("SELECT count(*) FROM (SELECT unnest(l) AS v FROM t) WHERE v LIKE 'значение %'"));
        // Σ row × Σ k = (49·50/2)·(2999·3000/2)
        Assert.Equal(1225L * 4_498_500, _connection.Value<long>("SELECT sum(list_sum(m)) FROM t"));
    }

    [Fact]
    public void Nested_values_of_all_sorts()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, s STRUCT(a INTEGER, b VARCHAR[]), m MAP(VARCHAR, DOUBLE), r INTEGER[3], n INTEGER[][], ls STRUCT(x DATE)[], ar STRUCT(y INTEGER)[2])");
        const int rows = 5000;
        using (var app = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < rows; i++)
            {
                app.SetInt32(0, i);
                app.SetValue(1, i % 5 == 0 ? null : new Dictionary<string, object?> { ["a"] = i, ["B"] = new[] { "длинный текст номер " + i, null } });
                app.SetValue(2, new Dictionary<string, double> { ["k" + i] = i / 2.0, ["x"] = 1 });
                app.SetValue(3, i % 7 == 0 ? null : new int?[] { i, null, i + 2 });
                app.SetValue(4, new List<int[]> { new[] { i }, Array.Empty<int>(), new[] { 1, 2, 3 } });
                app.SetValue(5, new[] { new Dictionary<string, object?> { ["x"] = new DateOnly(2020, 1, 1).AddDays(i) }, null });
                app.SetValue(6, new[] { new Dictionary<string, object?> { ["y"] = i }, new Dictionary<string, object?>() });
                app.EndRow();
            }

            app.Close();
        }

        Assert.Equal(0L, _connection.Scalar(
            "SELECT count(*) FROM t WHERE s IS DISTINCT FROM (CASE WHEN i % 5 = 0 THEN NULL ELSE {a: i, b: ['длинный текст номер ' || i, NULL]} END) "
            + "OR m <> MAP {'k' || i: i / 2.0, 'x': 1.0} OR r IS DISTINCT FROM (CASE WHEN i % 7 = 0 THEN NULL ELSE [i, NULL, i + 2] END)::INTEGER[3] "
            + "OR n <> [[i], [], [1, 2, 3]] OR ls IS DISTINCT FROM [{x: DATE '2020-01-01' + i}, NULL] OR ar IS DISTINCT FROM [{y: i}, {y: NULL}]::STRUCT(y INTEGER)[2]"));
    }

    [Fact]
    public void Whole_columns_at_once()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, d DOUBLE, s VARCHAR, missing BIGINT)");
        const int rows = 10_000;
        var numbers = Enumerable.Range(0, rows).ToArray();
        var doubles = numbers.Select(i => i / 4.0).ToArray();
        var valid = numbers.Select(i => i % 3 != 0).ToArray();
        var texts = numbers.Select(i => i % 5 == 0 ? null : "т" + i).ToArray();
        using (var app = _connection.CreateAppender("t"))
        {
            for (var start = 0; start < rows;)
            {
                var count = Math.Min(app.RowsLeft, Math.Min(rows - start, 1500));
                app.SetColumn(0, numbers.AsSpan(start, count));
                app.SetColumn(1, doubles.AsSpan(start, count), valid.AsSpan(start, count));
                app.SetColumn(2, texts.AsSpan(start, count));
                app.EndRows(count);
                start += count;
            }

            app.Close();
        }

        Assert.Equal((long)rows, _connection.Scalar("SELECT count(DISTINCT i) FROM t"));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t WHERE missing IS NOT NULL OR d IS DISTINCT FROM (CASE WHEN i % 3 = 0 THEN NULL ELSE i / 4.0 END) OR s IS DISTINCT FROM (CASE WHEN i % 5 = 0 THEN NULL ELSE 'т' || i END)"));
    }

    [Fact]
    public void Whole_columns_of_wrong_length_or_type_are_refused()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, j INTEGER)");
        using var app = _connection.CreateAppender("t");
        Assert.Throws<ArgumentException>(() => app.SetColumn(0, new int[app.RowsLeft + 1].AsSpan()));
        Assert.Throws<InvalidCastException>(() => app.SetColumn(0, new long[1].AsSpan()));
        app.SetColumn(0, [1, 2]);
        app.SetColumn(1, [1]);
        Assert.Throws<InvalidOperationException>(() => app.EndRows(2));
        Assert.Throws<InvalidOperationException>(app.Close);
        app.Dispose();
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Named_columns_and_defaults()
    {
        _connection.Run("CREATE TABLE t(a INTEGER DEFAULT 7, b VARCHAR DEFAULT 'нет', c INTEGER)");
        using (var app = _connection.CreateAppender(null, "main", "t", ["c", "b"]))
        {
            Assert.Equal((2, "c", 1), (app.ColumnCount, app.GetName(0), app.GetOrdinal("B")));
            Assert.Equal("INTEGER", app.GetDataTypeName(0));
            app.SetInt32(0, 1);
            app.SetString(1, "x");
            app.EndRow();
            app.SetInt32(0, 2);
            app.SetDefault(1);
            app.EndRow();
            Assert.Throws<ArgumentException>(() => app.GetOrdinal("нет"));
        }

        Assert.Equal(["7x1", "7нет2"], _connection.Column<string>("SELECT a || b || c FROM t ORDER BY c"));
    }

    [Fact]
    public void Value_set_twice_counts_once()
    {
        _connection.Run("CREATE TABLE t(a INTEGER, b VARCHAR)");
        using (var app = _connection.CreateAppender("t"))
        {
            app.SetNull(0);
            app.SetInt32(0, 1);
            app.SetInt32(0, 2);
            app.SetString(1, "было");
            app.SetNull(1);
            app.EndRow();
        }

        Assert.Equal("2-", _connection.Scalar("SELECT a || '-' || coalesce(b, '') FROM t"));
    }

    [Fact]
    public void Flush_makes_rows_visible_and_goes_on()
    {
        _connection.Run("CREATE TABLE t(a INTEGER)");
        using var other = _connection.Duplicate();
        using var app = _connection.CreateAppender("t");
        app.SetInt32(0, 1);
        app.EndRow();
        app.Flush();
        Assert.Equal(1L, other.Scalar("SELECT count(*) FROM t"));
        app.SetInt32(0, 2);
        app.EndRow();
        app.Close();
        Assert.Equal(2L, other.Scalar("SELECT count(*) FROM t"));
    }

    public void Dispose() => _connection.Dispose();
}
