using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>
/// Wrong use of an appender is an exception with names and never a crash, also when Dispose follows (DuckDB.NET issue 355: a value of
/// another type and then Dispose killed the process).
/// </summary>
public sealed class AppenderFaultTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    public static TheoryData<string> SetterNames => [.. Setters.Keys];

    private static Dictionary<string, (string Type, Action<DuckDbAppender> Set)> Setters { get; } = new()
    {
        ["sbyte"] = ("TINYINT", a => a.SetSByte(0, 1)),
        ["short"] = ("SMALLINT", a => a.SetInt16(0, 1)),
        ["int"] = ("INTEGER", a => a.SetInt32(0, 1)),
        ["long"] = ("BIGINT", a => a.SetInt64(0, 1)),
        ["byte"] = ("UTINYINT", a => a.SetByte(0, 1)),
        ["ushort"] = ("USMALLINT", a => a.SetUInt16(0, 1)),
        ["uint"] = ("UINTEGER", a => a.SetUInt32(0, 1)),
        ["ulong"] = ("UBIGINT", a => a.SetUInt64(0, 1)),
        ["Int128"] = ("HUGEINT", a => a.SetInt128(0, 1)),
        ["UInt128"] = ("UHUGEINT", a => a.SetUInt128(0, 1)),
        ["float"] = ("FLOAT", a => a.SetFloat(0, 1)),
        ["double"] = ("DOUBLE", a => a.SetDouble(0, 1)),
        ["bool"] = ("BOOLEAN", a => a.SetBoolean(0, true)),
        ["Decimal"] = ("DECIMAL(5,2)", a => a.SetDecimal(0, 1)),
        ["String"] = ("VARCHAR", a => a.SetString(0, "строка длиннее двенадцати")),
        ["utf8"] = ("VARCHAR", a => a.SetString(0, "x"u8)),
        ["byte[]"] = ("BLOB", a => a.SetBlob(0, [1])),
        ["DateOnly"] = ("DATE", a => a.SetDate(0, DateOnly.MinValue)),
        ["TimeOnly"] = ("TIME", a => a.SetTime(0, TimeOnly.MinValue)),
        ["DateTime"] = ("TIMESTAMP", a => a.SetTimestamp(0, DateTime.MinValue)),
        ["Interval"] = ("INTERVAL", a => a.SetInterval(0, default)),
        ["Guid"] = ("UUID", a => a.SetGuid(0, Guid.Empty)),
        ["list"] = ("INTEGER[]", a =>
        {
            a.BeginList(0);
            a.AppendListInt32(1);
            a.EndList();
        }),
    };

    private static string[] Types { get; } =
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT", "FLOAT", "DOUBLE", "BOOLEAN", "DECIMAL(5,2)", "VARCHAR", "BLOB", "DATE", "TIME",
            "TIMESTAMP", "INTERVAL", "UUID", "INTEGER[]", "VARCHAR[]", "STRUCT(a INTEGER)", "MAP(INTEGER, INTEGER)", "INTEGER[2]"];

    [Theory]
    [MemberData(nameof(SetterNames))]
    public void Setter_takes_its_own_type_and_refuses_all_others(string name)
    {
        var (own, set) = Setters[name];
        foreach (var type in Types)
        {
            _connection.Run($"CREATE OR REPLACE TABLE t(колонка {type})");
            var app = _connection.CreateAppender("t");
            if (type == own)
            {
                set(app);
                app.EndRow();
                app.Close();
                Assert.Equal(1L, _connection.Scalar("SELECT count(колонка) FROM t"));
            }
            else
            {
                var error = Record.Exception(() => set(app));
                Assert.IsType<InvalidCastException>(error);
                Assert.Contains("«колонка»", error.Message, StringComparison.Ordinal);
                Assert.Contains(type, error.Message, StringComparison.Ordinal);
            }

            app.Dispose();
            app.Dispose();
        }

        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Mismatch_after_good_rows_writes_nothing_when_disposed()
    {
        _connection.Run("CREATE TABLE t(a INTEGER, b VARCHAR)");
        Assert.Throws<InvalidCastException>(() =>
        {
            using var app = _connection.CreateAppender("t");
            for (var i = 0; i < 3000; i++)
            {
                app.SetInt32(0, i);
                app.SetString(1, "строка длиннее двенадцати байтов");
                app.EndRow();
            }

            app.SetInt64(0, 1);
        });
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Row_may_be_mended_after_a_bad_value()
    {
        _connection.Run("CREATE TABLE t(a DECIMAL(3,1), b VARCHAR, c INTEGER[])");
        using (var app = _connection.CreateAppender("t"))
        {
            Assert.Equal(DuckDbErrorType.OutOfRange, Assert.Throws<DuckDbException>(() => app.SetDecimal(0, 100m)).ErrorType);
            Assert.Equal(DuckDbErrorType.InvalidInput, Assert.Throws<DuckDbException>(() => app.SetString(1, [0xC3, 0x28])).ErrorType);
            app.SetString(1, "исправлено");
            Assert.Throws<InvalidCastException>(() => app.SetValue(2, new object[] { 1, "два" }));
            app.EndRow();
            app.Close();
        }

        Assert.Equal("NULL|исправлено|NULL", _connection.Scalar("SELECT coalesce(a::VARCHAR, 'NULL') || '|' || b || '|' || coalesce(c::VARCHAR, 'NULL') FROM t"));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF5, 0x80, 0x80, 0x80, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65, 65 })]
    public void Broken_utf8_is_refused(byte[] bytes)
    {
        _connection.Run("CREATE TABLE t(a VARCHAR, b VARCHAR[])");
        using var app = _connection.CreateAppender("t");
        Assert.Contains("«a»", Assert.Throws<DuckDbException>(() => app.SetString(0, bytes)).Message, StringComparison.Ordinal);
        app.SetNull(0);
        app.BeginList(1);
        app.AppendListString("хорошо");
        Assert.Throws<DuckDbException>(() => app.AppendListString(bytes));
        app.EndList();
        app.EndRow();
        app.Close();
        Assert.Equal("[хорошо]", _connection.Scalar("SELECT b::VARCHAR FROM t"));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_a_replacement_character()
    {
        _connection.Run("CREATE TABLE t(a VARCHAR)");
        using (var app = _connection.CreateAppender("t"))
        {
            app.SetString(0, "x\uD800y");
            app.EndRow();
        }

        Assert.Equal("x\uFFFDy", _connection.Scalar("SELECT a FROM t"));
    }

    [Fact]
    public void Constraint_is_reported_by_close_and_dispose_is_quiet()
    {
        _connection.Run("CREATE TABLE t(a INTEGER PRIMARY KEY, b VARCHAR NOT NULL)");
        using (var app = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < 2; i++)
            {
                app.SetInt32(0, 1);
                app.SetString(1, "x");
                app.EndRow();
            }

            Assert.Equal(DuckDbErrorType.Constraint, Assert.Throws<DuckDbException>(app.Close).ErrorType);
            Assert.Throws<ObjectDisposedException>(app.EndRow);
        }

        using (var app = _connection.CreateAppender("t"))
        {
            app.SetInt32(0, 2);
            app.EndRow();
            Assert.Contains("NOT NULL", Assert.Throws<DuckDbException>(app.Flush).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
        Assert.Equal(1, _connection.Run("INSERT INTO t VALUES (1, 'y')"));
    }

    [Fact]
    public void Constraint_on_dispose_is_not_hushed_up()
    {
        _connection.Run("CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
        var app = _connection.CreateAppender("t");
        app.SetInt32(0, 1);
        app.EndRow();
        Assert.Throws<DuckDbException>(app.Dispose);
        app.Dispose();
    }

    [Fact]
    public void Abandoned_rows_are_gone()
    {
        _connection.Run("CREATE TABLE t(a INTEGER)");
        using (var app = _connection.CreateAppender("t"))
        {
            app.SetInt32(0, 1);
            app.EndRow();
            app.Abandon();
            Assert.Throws<ObjectDisposedException>(() => app.SetInt32(0, 1));
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Unfinished_row_or_list_can_not_be_closed()
    {
        _connection.Run("CREATE TABLE t(a INTEGER, b INTEGER[])");
        using var app = _connection.CreateAppender("t");
        app.SetInt32(0, 1);
        Assert.Throws<InvalidOperationException>(app.Close);
        app.BeginList(1);
        Assert.Throws<InvalidOperationException>(() => app.SetInt32(0, 1));
        Assert.Throws<InvalidOperationException>(() => app.BeginList(1));
        Assert.Throws<InvalidOperationException>(app.EndRow);
        Assert.Throws<InvalidCastException>(() => app.AppendListString("x"));
        Assert.Throws<InvalidCastException>(() => app.AppendListInt64(1));
        app.EndList();
        Assert.Throws<InvalidOperationException>(app.EndList);
        Assert.Throws<InvalidOperationException>(() => app.AppendListInt32(1));
        app.EndRow();
        app.Close();
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t WHERE a = 1 AND b = []"));
    }

    [Fact]
    public void Wrong_columns_and_tables_are_named()
    {
        _connection.Run("CREATE TABLE t(a INTEGER); CREATE VIEW v AS SELECT 1 AS a");
        using (var app = _connection.CreateAppender("t"))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => app.SetInt32(1, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => app.SetInt32(-1, 1));
        }

        Assert.Contains("нет_такой", Assert.Throws<DuckDbException>(() => _connection.CreateAppender("нет_такой")).Message, StringComparison.Ordinal);
        Assert.Throws<DuckDbException>(() => _connection.CreateAppender("v"));
        Assert.Throws<DuckDbException>(() => _connection.CreateAppender(null, null, "t", ["нет"]));
        Assert.Throws<ArgumentException>(() => _connection.CreateAppender(""));
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Enum_value_that_does_not_exist_is_refused()
    {
        _connection.Run("CREATE TABLE t(a ENUM('да','нет'))");
        using var app = _connection.CreateAppender("t");
        Assert.Equal(DuckDbErrorType.Conversion, Assert.Throws<DuckDbException>(() => app.SetString(0, "может быть")).ErrorType);
    }

    [Theory]
    [InlineData("TINYINT", 128)]
    [InlineData("UTINYINT", -1)]
    [InlineData("DATE", 1)]
    [InlineData("VARCHAR", 1)]
    [InlineData("BOOLEAN", 1)]
    [InlineData("UNION(a INTEGER)", 1)]
    public void Converting_setter_refuses_what_would_be_lost(string type, int value)
    {
        _connection.Run($"CREATE TABLE t(a {type})");
        using var app = _connection.CreateAppender("t");
        var error = Record.Exception(() => app.SetValue(0, value));
        Assert.True(error is InvalidCastException or DuckDbException { ErrorType: DuckDbErrorType.OutOfRange }, error?.ToString());
        Assert.Contains("«a»", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_dropped_meanwhile_is_an_error_of_close()
    {
        _connection.Run("CREATE TABLE t(a INTEGER)");
        using var other = _connection.Duplicate();
        var app = _connection.CreateAppender("t");
        app.SetInt32(0, 1);
        app.EndRow();
        other.Run("DROP TABLE t");
        Assert.Throws<DuckDbException>(app.Close);
        app.Dispose();
    }

    public void Dispose() => _connection.Dispose();
}
