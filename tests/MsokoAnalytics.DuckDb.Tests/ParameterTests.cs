using System.Numerics;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class ParameterTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void Question_marks_and_numbers_take_nameless_parameters()
    {
        Assert.Equal("2-1", _connection.Scalar("SELECT $2 || '-' || $1", "1", "2"));
        Assert.Equal("1-2", _connection.Scalar("SELECT ? || '-' || ?", "1", "2"));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("$id")]
    [InlineData("@id")]
    [InlineData(":ID")]
    public void Names_are_matched_without_prefix_and_case(string name)
    {
        using var command = _connection.Command("SELECT $id + $id");
        command.Parameters.Add(new DuckDbParameter(name, 21));
        Assert.Equal(42, Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Named_parameters_in_order_serve_question_marks()
    {
        using var command = _connection.Command("SELECT ? - ?");
        command.Parameters.AddWithValue("a", 5);
        command.Parameters.AddWithValue("b", 3);
        Assert.Equal(2, command.ExecuteScalar());
    }

    [Fact]
    public void Each_statement_takes_the_parameters_it_names()
    {
        using var command = _connection.Command("CREATE TABLE t(a INTEGER, b VARCHAR); INSERT INTO t VALUES ($a, $b); INSERT INTO t VALUES ($a + 1, 'c'); SELECT string_agg(a || b, ',' ORDER BY a) FROM t WHERE b <> $b OR a = $a");
        command.Parameters.AddWithValue("b", "б");
        command.Parameters.AddWithValue("a", 1);
        Assert.Equal("1б,2c", command.ExecuteScalar());
    }

    [Fact]
    public void Missing_value_is_named()
    {
        using var command = _connection.Command("SELECT $first, $second");
        command.Parameters.AddWithValue("first", 1);
        Assert.Contains("second", Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT ?, ?", 1));
    }

    [Fact]
    public void Superfluous_nameless_parameter_is_an_error()
    {
        Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT ?", 1, 2));
        Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT 1", 1));
        // The engine's interface can't bind $3 when there's no $2.
        Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT $1 + $3", 3, 4, 5));
    }

    public static TheoryData<object, string> Values => new()
    {
        { true, "BOOLEAN" },
        { sbyte.MinValue, "TINYINT" },
        { byte.MaxValue, "UTINYINT" },
        { short.MinValue, "SMALLINT" },
        { ushort.MaxValue, "USMALLINT" },
        { int.MinValue, "INTEGER" },
        { uint.MaxValue, "UINTEGER" },
        { long.MinValue, "BIGINT" },
        { ulong.MaxValue, "UBIGINT" },
        { new BigInteger(-5), "HUGEINT" },
        { BigInteger.Pow(2, 128) - 1, "UHUGEINT" },
        { 1.25f, "FLOAT" },
        { -1e300, "DOUBLE" },
        { "", "VARCHAR" },
        { "строка с\0нулём", "VARCHAR" },
        { new byte[] { 0, 1, 255 }, "BLOB" },
        { Array.Empty<byte>(), "BLOB" },
        { new DateOnly(2020, 2, 29), "DATE" },
        { new TimeOnly(1, 2, 3, 4, 5), "TIME" },
        { new DateTime(1999, 12, 31, 23, 59, 59).AddMicroseconds(7), "TIMESTAMP" },
        { new DuckDbInterval(1, -2, 3), "INTERVAL" },
        { new Guid("00112233-4455-6677-8899-aabbccddeeff"), "UUID" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_arrives_with_its_own_type(object value, string typeName)
    {
        Assert.Equal(typeName, _connection.Scalar("SELECT typeof($1)", value));
        Assert.Equal(value, _connection.Scalar("SELECT $1", value));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.001")]
    [InlineData("-0.05")]
    [InlineData("1.50")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335")]
    [InlineData("99.99")]
    [InlineData("100")]
    public void Decimal_keeps_all_digits(string text)
    {
        // DuckDB.NET issue 303: a scale above the number of digits made an invalid DECIMAL.
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(value, _connection.Scalar("SELECT $1", value));
        Assert.Equal(text, _connection.Scalar("SELECT $1::VARCHAR", value));
    }

    [Fact]
    public void Decimal_goes_into_a_narrower_column_and_compares()
    {
        _connection.Run("CREATE TABLE t(d DECIMAL(5,2))");
        _connection.Run("INSERT INTO t VALUES ($1), ($2), ($3)", 1.25m, 0.001m, -999.99m);
        Assert.Equal([-999.99m, 0.00m, 1.25m], _connection.Column<decimal>("SELECT d FROM t ORDER BY d"));
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t WHERE d = $1", 1.25m));
        Assert.Throws<DuckDbException>(() => _connection.Run("INSERT INTO t VALUES ($1)", 1000m));
    }

    [Fact]
    public void Null_in_its_two_forms()
    {
        Assert.Equal(DBNull.Value, _connection.Scalar("SELECT $1", [null]));
        Assert.Equal(DBNull.Value, _connection.Scalar("SELECT $1::INTEGER", DBNull.Value));
        _connection.Run("CREATE TABLE t(i INTEGER, d DATE, l INTEGER[])");
        Assert.Equal(1, _connection.Run("INSERT INTO t VALUES ($1, $2, $3)", null, DBNull.Value, null));
        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t WHERE i IS NULL AND d IS NULL AND l IS NULL"));
    }

    [Fact]
    public void Dotnet_types_that_share_an_engine_type()
    {
        Assert.Equal("TIMESTAMP WITH TIME ZONE", _connection.Scalar("SELECT typeof($1)", DateTimeOffset.UnixEpoch));
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.FromHours(5)), _connection.Value<DateTimeOffset>("SELECT $1", new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.FromHours(5))));
        Assert.Equal(TimeSpan.FromMinutes(-90), _connection.Value<TimeSpan>("SELECT $1", TimeSpan.FromMinutes(-90)));
        Assert.Equal((Int128)long.MaxValue * 5, _connection.Value<Int128>("SELECT $1", (Int128)long.MaxValue * 5));
        Assert.Equal(UInt128.MaxValue, _connection.Value<UInt128>("SELECT $1", UInt128.MaxValue));
        Assert.Equal("ы", _connection.Scalar("SELECT $1", 'ы'));
        Assert.Equal(3, _connection.Scalar("SELECT $1", DayOfWeek.Wednesday));
        Assert.Equal(new byte[] { 1, 2 }, _connection.Scalar("SELECT $1", new ReadOnlyMemory<byte>([1, 2])));
    }

    [Fact]
    public void Date_hint_turns_a_moment_into_a_date()
    {
        using var command = _connection.Command("SELECT typeof($1)");
        command.Parameters.Add(new DuckDbParameter(new DateTime(2020, 1, 2, 3, 4, 5)) { DbType = System.Data.DbType.Date });
        Assert.Equal("DATE", command.ExecuteScalar());
    }

    [Fact]
    public void Lists_of_every_sort()
    {
        Assert.Equal(new List<int?> { 1, 2, 3 }, _connection.Scalar("SELECT $1", new[] { 1, 2, 3 }));
        Assert.Equal(new List<string> { "а", "длиннее двенадцати байтов", null! }, _connection.Scalar("SELECT $1", new List<string?> { "а", "длиннее двенадцати байтов", null }));
        Assert.Equal("INTEGER[]", _connection.Scalar("SELECT typeof($1)", Array.Empty<int>()));
        Assert.Equal(new List<int?>(), _connection.Scalar("SELECT $1", Array.Empty<int>()));
        Assert.Equal(new List<int?> { null, 7 }, _connection.Scalar("SELECT $1", new int?[] { null, 7 }));
        Assert.Equal(new List<decimal?> { 1.5m, 100m, 0.001m }, _connection.Scalar("SELECT $1", new[] { 1.5m, 100m, 0.001m }));
        Assert.Equal([[1, 2], [], [3]], _connection.Value<List<List<int>>>("SELECT $1", new List<int[]> { new[] { 1, 2 }, Array.Empty<int>(), new[] { 3 } }));
        Assert.Equal([DateOnly.MinValue, DateOnly.MaxValue], _connection.Value<List<DateOnly>>("SELECT $1", new[] { DateOnly.MinValue, DateOnly.MaxValue }));
        Assert.Equal([2L, 4L], _connection.Column<long>("SELECT range FROM range(10) WHERE list_contains($1, range) ORDER BY 1", new[] { 4L, 2L }));
        Assert.Throws<NotSupportedException>(() => _connection.Scalar("SELECT $1", [new object[] { 1, "x" }]));
    }

    [Fact]
    public void Structures_and_maps()
    {
        var inner = new Dictionary<string, object?> { ["a"] = 1, ["б"] = new[] { "x", "y" }, ["n"] = null };
        var back = Assert.IsType<Dictionary<string, object?>>(_connection.Scalar("SELECT $1", new Dictionary<string, object?> { ["внутри"] = inner, ["d"] = 2.50m }));
        Assert.Equal(2.50m, back["d"]);
        var backInner = Assert.IsType<Dictionary<string, object?>>(back["внутри"]);
        Assert.Equal(1, backInner["a"]);
        Assert.Equal(new List<string> { "x", "y" }, backInner["б"]);
        Assert.Null(backInner["n"]);
        Assert.Equal("x", _connection.Scalar("SELECT $1['внутри']['б'][1]", new Dictionary<string, object?> { ["внутри"] = inner }));
        Assert.Equal(new Dictionary<int, string> { [1] = "один", [2] = "два" }, _connection.Scalar("SELECT $1", new Dictionary<int, string> { [1] = "один", [2] = "два" }));
        Assert.Equal("MAP(INTEGER, VARCHAR)", _connection.Scalar("SELECT typeof($1)", new Dictionary<int, string>()));
        Assert.Throws<NotSupportedException>(() => _connection.Scalar("SELECT $1", new Dictionary<string, object?>()));
    }

    [Fact]
    public void Unknown_types_and_impossible_values_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => _connection.Scalar("SELECT $1", new Uri("http://example.org")));
        Assert.Throws<OverflowException>(() => _connection.Scalar("SELECT $1", BigInteger.Pow(2, 128)));
    }

    [Fact]
    public void Collection_finds_replaces_and_removes()
    {
        using var command = _connection.CreateCommand();
        var parameters = command.Parameters;
        parameters.AddWithValue("a", 1);
        parameters.AddWithValue("$b", 2);
        Assert.Equal(1, parameters.IndexOf("b"));
        Assert.True(parameters.Contains("@A"));
        parameters["b"].Value = 3;
        Assert.Equal(3, parameters[1].Value);
        parameters.RemoveAt("a");
        Assert.Single(parameters);
        Assert.Throws<ArgumentException>(() => parameters["zzz"]);
        Assert.Throws<NotSupportedException>(() => parameters[0].Direction = System.Data.ParameterDirection.Output);
    }

    public void Dispose() => _connection.Dispose();
}
