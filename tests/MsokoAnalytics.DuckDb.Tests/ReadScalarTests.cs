using System.Numerics;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>What the engine writes for SQL literals must be the .NET value a reader of the SQL would write down.</summary>
public sealed class ReadScalarTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    public static TheoryData<string, object, string> Literals => new()
    {
        { "true", true, "BOOLEAN" },
        { "false", false, "BOOLEAN" },
        { "(-128)::TINYINT", sbyte.MinValue, "TINYINT" },
        { "32767::SMALLINT", short.MaxValue, "SMALLINT" },
        { "(-2147483648)::INTEGER", int.MinValue, "INTEGER" },
        { "9223372036854775807::BIGINT", long.MaxValue, "BIGINT" },
        { "255::UTINYINT", byte.MaxValue, "UTINYINT" },
        { "65535::USMALLINT", ushort.MaxValue, "USMALLINT" },
        { "4294967295::UINTEGER", uint.MaxValue, "UINTEGER" },
        { "18446744073709551615::UBIGINT", ulong.MaxValue, "UBIGINT" },
        { "'-170141183460469231731687303715884105728'::HUGEINT", BigInteger.Negate(BigInteger.Pow(2, 127)), "HUGEINT" },
        { "'340282366920938463463374607431768211455'::UHUGEINT", BigInteger.Pow(2, 128) - 1, "UHUGEINT" },
        { "1.5::FLOAT", 1.5f, "FLOAT" },
        { "0.1::DOUBLE", 0.1d, "DOUBLE" },
        { "'-Infinity'::DOUBLE", double.NegativeInfinity, "DOUBLE" },
        { "'NaN'::DOUBLE", double.NaN, "DOUBLE" },
        { "12.34::DECIMAL(4,2)", 12.34m, "DECIMAL(4,2)" },
        { "-123456.789::DECIMAL(9,3)", -123456.789m, "DECIMAL(9,3)" },
        { "1234567890123.45::DECIMAL(18,2)", 1234567890123.45m, "DECIMAL(18,2)" },
        { "-1234567890123456789012345.678::DECIMAL(38,3)", -1234567890123456789012345.678m, "DECIMAL(38,3)" },
        { "0::DECIMAL(1,0)", 0m, "DECIMAL(1,0)" },
        { "'привет'", "привет", "VARCHAR" },
        { "''", "", "VARCHAR" },
        { "'двенадцать б'", "двенадцать б", "VARCHAR" },
        { "'123456789012'", "123456789012", "VARCHAR" },
        { "'1234567890123'", "1234567890123", "VARCHAR" },
        { "'😀 эмодзи и ещё текст'", "😀 эмодзи и ещё текст", "VARCHAR" },
        { "'\\x00\\xFFa'::BLOB", new byte[] { 0, 255, 97 }, "BLOB" },
        { "DATE '2021-03-15'", new DateOnly(2021, 3, 15), "DATE" },
        { "DATE '0001-01-01'", DateOnly.MinValue, "DATE" },
        { "DATE '9999-12-31'", DateOnly.MaxValue, "DATE" },
        { "TIME '23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999), "TIME" },
        { "TIMESTAMP '2022-04-05 06:07:08.123456'", new DateTime(2022, 4, 5, 6, 7, 8, 123, 456), "TIMESTAMP" },
        { "TIMESTAMP '1901-02-03 04:05:06'", new DateTime(1901, 2, 3, 4, 5, 6), "TIMESTAMP" },
        { "TIMESTAMP_S '2022-04-05 06:07:08'", new DateTime(2022, 4, 5, 6, 7, 8), "TIMESTAMP_S" },
        { "TIMESTAMP_MS '2022-04-05 06:07:08.125'", new DateTime(2022, 4, 5, 6, 7, 8, 125), "TIMESTAMP_MS" },
        { "TIMESTAMP_NS '1960-04-05 06:07:08.1234567'", new DateTime(1960, 4, 5, 6, 7, 8).AddTicks(1234567), "TIMESTAMP_NS" },
        { "TIMESTAMPTZ '2022-04-05 06:07:08+03:00'", new DateTime(2022, 4, 5, 3, 7, 8, DateTimeKind.Utc), "TIMESTAMP WITH TIME ZONE" },
        { "UUID '01234567-89ab-cdef-0123-456789abcdef'", new Guid("01234567-89ab-cdef-0123-456789abcdef"), "UUID" },
        { "UUID 'fedcba98-7654-3210-fedc-ba9876543210'", new Guid("fedcba98-7654-3210-fedc-ba9876543210"), "UUID" },
        { "'б'::ENUM('а','б','в')", "б", "ENUM('а', 'б', 'в')" },
        { "INTERVAL '14 months 3 days 4 seconds'", new DuckDbInterval(14, 3, 4_000_000), "INTERVAL" },
        { "'010110001'::BIT", "010110001", "BIT" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void Literal_is_read_as_its_value(string sql, object expected, string typeName)
    {
        using var command = _connection.Command($"SELECT {sql} AS v, NULL::{TypeOf(sql)} AS n");
        using var reader = command.ExecuteReader();
        Assert.Equal(typeName, reader.GetDataTypeName(0));
        Assert.Equal(expected.GetType(), reader.GetFieldType(0));
        Assert.True(reader.Read());
        Assert.Equal(expected, reader.GetValue(0));
        Assert.Equal(expected, reader.GetFieldValue<object>(0));
        Assert.False(reader.IsDBNull(0));
        Assert.True(reader.IsDBNull(1));
        Assert.Equal(DBNull.Value, reader.GetValue(1));
        Assert.False(reader.Read());
    }

    [Fact]
    public void Kinds_of_dates_tell_the_time_zone()
    {
        Assert.Equal(DateTimeKind.Unspecified, _connection.Value<DateTime>("SELECT TIMESTAMP '2020-01-01'").Kind);
        Assert.Equal(DateTimeKind.Utc, _connection.Value<DateTime>("SELECT TIMESTAMPTZ '2020-01-01 00:00:00+00'").Kind);
        Assert.Equal(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(7)), _connection.Value<DateTimeOffset>("SELECT TIMESTAMPTZ '2020-01-01 00:00:00+07'"));
    }

    [Fact]
    public void Time_with_zone_keeps_its_offset()
    {
        var value = _connection.Value<DateTimeOffset>("SELECT TIMETZ '10:20:30+03:30'");
        Assert.Equal(TimeSpan.FromHours(3.5), value.Offset);
        Assert.Equal(new TimeSpan(10, 20, 30), value.TimeOfDay);
    }

    [Fact]
    public void Integers_are_widened_and_narrowed_with_a_check()
    {
        using var command = _connection.Command("SELECT 200::INTEGER, 5::TINYINT, 7::HUGEINT, 3::DECIMAL(5,0), 70000::BIGINT");
        using var reader = command.ExecuteReader();
        reader.Read();
        Assert.Equal(200L, reader.GetInt64(0));
        Assert.Equal((byte)200, reader.GetByte(0));
        Assert.Equal(5, reader.GetInt32(1));
        Assert.Equal(5d, reader.GetDouble(1));
        Assert.Equal(5m, reader.GetDecimal(1));
        Assert.Equal(7L, reader.GetInt64(2));
        Assert.Equal((Int128)7, reader.GetFieldValue<Int128>(2));
        Assert.Equal(3, reader.GetInt32(3));
        Assert.Throws<OverflowException>(() => reader.GetInt16(4));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<sbyte>(0));
    }

    [Fact]
    public void Getters_refuse_other_types_and_name_the_column()
    {
        using var command = _connection.Command("SELECT 'x' AS текст, 1.5::DOUBLE AS d, NULL::INTEGER AS n");
        using var reader = command.ExecuteReader();
        reader.Read();
        Assert.Contains("текст", Assert.Throws<InvalidCastException>(() => reader.GetInt32(0)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => reader.GetInt64(1));
        Assert.Throws<InvalidCastException>(() => reader.GetGuid(1));
        Assert.Contains("«n»", Assert.Throws<InvalidCastException>(() => reader.GetInt32(2)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<int>(2));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<string>(2));
        Assert.Null(reader.GetFieldValue<int?>(2));
    }

    [Theory]
    [InlineData("12345678901234567890123456789012345678::DECIMAL(38,0)")]
    [InlineData("0.12345678901234567890123456789012345678::DECIMAL(38,38)")]
    public void Decimal_of_more_digits_than_dotnet_has_is_refused_clearly(string sql)
    {
        var error = Assert.Throws<OverflowException>(() => _connection.Scalar("SELECT " + sql));
        Assert.Contains("28", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_decimal_with_few_digits_is_read() =>
        Assert.Equal(1.5m, _connection.Value<decimal>("SELECT 1.5::DECIMAL(38,36)"));

    [Theory]
    [InlineData("DATE 'infinity'")]
    [InlineData("TIMESTAMP '-infinity'")]
    [InlineData("DATE '10000-01-01'")]
    [InlineData("TIMESTAMP '0001-01-01 (BC) 00:00:00'")]
    [InlineData("TIME '24:00:00'")]
    public void Dates_that_dotnet_lacks_are_refused_clearly(string sql) =>
        Assert.Throws<InvalidCastException>(() => _connection.Scalar("SELECT " + sql));

    [Fact]
    public void Interval_becomes_a_time_span_unless_it_has_months()
    {
        Assert.Equal(new TimeSpan(1, 2, 3, 4, 5), _connection.Value<TimeSpan>("SELECT INTERVAL '1 day 2 hours 3 minutes 4.005 seconds'"));
        Assert.Throws<InvalidCastException>(() => _connection.Value<TimeSpan>("SELECT INTERVAL '1 month'"));
    }

    [Fact]
    public void Enums_of_each_width_are_read()
    {
        foreach (var size in (int[])[3, 300, 70_000])
        {
            using var create = _connection.Command($"CREATE TYPE e{size} AS ENUM (SELECT 'v' || range FROM range({size}))");
            create.ExecuteNonQuery();
            Assert.Equal($"v{size - 1}", _connection.Value<string>($"SELECT 'v{size - 1}'::e{size}"));
        }
    }

    [Fact]
    public void Text_of_an_enum_becomes_a_dotnet_enum()
    {
        Assert.Equal(DayOfWeek.Friday, _connection.Value<DayOfWeek>("SELECT 'Friday'"));
        Assert.Equal(DayOfWeek.Friday, _connection.Value<DayOfWeek>("SELECT 5"));
    }

    [Fact]
    public void Bytes_and_chars_are_read_in_parts()
    {
        using var command = _connection.Command("SELECT '\\x01\\x02\\x03\\x04'::BLOB, 'абвгд', 'я'");
        using var reader = command.ExecuteReader();
        reader.Read();
        var bytes = new byte[4];
        Assert.Equal(4, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetBytes(0, 2, bytes, 1, 10 - 7));
        Assert.Equal([0, 3, 4, 0], bytes);
        Assert.Equal(0, reader.GetBytes(0, 9, bytes, 0, 1));
        var chars = new char[2];
        Assert.Equal(2, reader.GetChars(1, 3, chars, 0, 2));
        Assert.Equal("гд", new string(chars));
        Assert.Equal('я', reader.GetChar(2));
        Assert.Throws<InvalidCastException>(() => reader.GetChar(1));
        using var stream = reader.GetStream(0);
        Assert.Equal(1, stream.ReadByte());
        using var text = reader.GetTextReader(1);
        Assert.Equal("абвгд", text.ReadToEnd());
        Assert.Equal("абвгд"u8.ToArray(), reader.GetUtf8(1).ToArray());
    }

    [Fact]
    public void Types_without_a_dotnet_form_say_what_to_do()
    {
        var error = Assert.Throws<NotSupportedException>(() => _connection.Scalar("SELECT 123456789012345678901234567890123456789012345::BIGNUM"));
        Assert.Contains("VARCHAR", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _connection.Dispose();

    // NULL of the same type: everything before a "::" cast's type, or the leading keyword of a typed literal.
    private static string TypeOf(string sql)
    {
        var cast = sql.LastIndexOf("::", StringComparison.Ordinal);
        if (cast >= 0) return sql[(cast + 2)..];
        var quote = sql.IndexOf('\'', StringComparison.Ordinal);
        return quote > 0 ? sql[..quote].Trim() : quote == 0 ? "VARCHAR" : "BOOLEAN";
    }
}
