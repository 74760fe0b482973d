using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

/// <summary>What goes in as a parameter or through an appender comes out as it was, for any value of the type.</summary>
public sealed class RoundTripProperties : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void Integers()
    {
        Holds<bool>(ArbMap.Default.GeneratorFor<bool>());
        Holds<sbyte>(ArbMap.Default.GeneratorFor<sbyte>());
        Holds<byte>(ArbMap.Default.GeneratorFor<byte>());
        Holds<short>(ArbMap.Default.GeneratorFor<short>());
        Holds<ushort>(ArbMap.Default.GeneratorFor<ushort>());
        Holds<int>(Bits.Select(b => unchecked((int)b)));
        Holds<uint>(Bits.Select(b => unchecked((uint)b)));
        Holds<long>(Bits.Select(b => unchecked((long)b)));
        Holds<ulong>(Bits);
        Holds<Int128>(from high in Bits from low in Bits select new Int128(high, low));
        Holds<UInt128>(from high in Bits from low in Bits select new UInt128(high, low));
        Holds<BigInteger>(from high in Bits from low in Bits select (BigInteger)new Int128(high, low));
    }

    [Fact]
    public void Floating_and_decimal_numbers()
    {
        Holds<double>(Bits.Select(b => BitConverter.UInt64BitsToDouble(b)));
        Holds<float>(Bits.Select(b => BitConverter.UInt32BitsToSingle(unchecked((uint)b))));
        Holds<decimal>(Decimals);
    }

    [Fact]
    public void Texts_and_bytes()
    {
        Holds<string>(Texts);
        Holds<byte[]>(ArbMap.Default.GeneratorFor<byte[]>().Where(b => b is not null));
        Holds<Guid>(from high in Bits from low in Bits select new Guid([.. BitConverter.GetBytes(high), .. BitConverter.GetBytes(low)]));
    }

    [Fact]
    public void Dates_and_times()
    {
        Holds<DateOnly>(Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber));
        Holds<TimeOnly>(Bits.Select(b => new TimeOnly((long)(b % 86_400_000_000UL) * 10)));
        Holds<DateTime>(Bits.Select(b => new DateTime((long)(b % (ulong)(DateTime.MaxValue.Ticks / 10)) * 10)));
        Holds<DateTimeOffset>(Bits.Select(b => new DateTimeOffset((long)(b % (ulong)(DateTime.MaxValue.Ticks / 10)) * 10, TimeSpan.Zero)));
        Holds<TimeSpan>(Bits.Select(b => new TimeSpan(unchecked((long)b) / 10 * 10)));
        Holds<DuckDbInterval>(from m in Gen.Choose(-1000, 1000) from d in Gen.Choose(-1000, 1000) from u in Bits select new DuckDbInterval(m, d, unchecked((long)u) >> 8));
    }

    [Fact]
    public void Lists_and_maps()
    {
        Holds<int?[]>(ArbMap.Default.GeneratorFor<int?[]>().Where(a => a is not null));
        Holds<List<string?>>(Gen.ListOf(Gen.OneOf(Texts.Select(t => (string?)t), Gen.Constant((string?)null))).Select(l => l.ToList()));
        Holds<List<decimal>>(Gen.ListOf(Decimals.Where(d => Math.Abs(d) < 1_000_000_000m && d.Scale < 9)).Select(l => l.ToList()));
        Holds<Dictionary<int, string>>(
            from keys in Gen.ListOf(Gen.Choose(-50, 50))
            from value in Texts
            select keys.Distinct().ToDictionary(k => k, k => value + k.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Holds<List<List<long>>>(Gen.ListOf(Gen.ListOf(Bits.Select(b => unchecked((long)b))).Select(l => l.ToList())).Select(l => l.ToList()));
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Edge values and numbers of all lengths: uniform 64-bit numbers would nearly never be small.</summary>
    private static Gen<ulong> Bits { get; } =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 63)
        from flip in Gen.Elements(0UL, ulong.MaxValue)
        select unchecked(((((ulong)(uint)high << 32) | (uint)low) >> shift)) ^ flip;

    private static Gen<decimal> Decimals { get; } =
        from low in Bits
        from high in Bits
        from scale in Gen.Choose(0, 9)
        from negative in Gen.Elements(false, true)
        from small in Gen.Elements(false, true)
        select new decimal(unchecked((int)low), unchecked((int)(low >> 32)), small ? 0 : unchecked((int)high), negative, (byte)scale);

    /// <summary>Any text without halves of surrogate pairs, which no encoding has; around the 12 bytes where storage changes.</summary>
    private static Gen<string> Texts { get; } =
        from runes in Gen.ListOf(Gen.OneOf(Gen.Choose(0, 0x7F), Gen.Choose(0x400, 0x4FF), Gen.Choose(0x1F600, 0x1F64F), Gen.Choose(0xE000, 0xFFFF)))
        select string.Concat(runes.Select(r => char.ConvertFromUtf32(r)));

    private void Holds<T>(Gen<T> values)
    {
        Prop.ForAll(Gen.NonEmptyListOf(values).ToArbitrary(), list =>
        {
            foreach (var value in list) Assert.Equal(value, _connection.Value<T>("SELECT $1", value));
            AppendedRowsComeBack([.. list]);
        }).Check(Properties.Cases(60).WithEndSize(25));
    }

    private void AppendedRowsComeBack<T>(T[] values)
    {
        var type = ColumnType(values);
        _connection.Run($"CREATE OR REPLACE TABLE t(i INTEGER, v {type})");
        using (var appender = _connection.CreateAppender("t"))
        {
            for (var i = 0; i < values.Length; i++)
            {
                appender.SetInt32(0, i);
                appender.SetValue(1, values[i]);
                appender.EndRow();
            }

            appender.Close();
        }

        Assert.Equal(values, _connection.Column<T>("SELECT v FROM t ORDER BY i"));
    }

    /// <summary>
    /// The type the engine gave a parameter; for decimals the largest scale, at most 9: with 29 digits of a mantissa all of them fit 38.
    /// </summary>
    private string ColumnType<T>(T[] values)
    {
        if (values is not decimal[] decimals) return values is List<decimal>[] ? "DECIMAL(38,9)[]" : (string)_connection.Scalar("SELECT typeof($1)", values[0])!;
        var scale = decimals.Max(d => d.Scale);
        return $"DECIMAL(38,{scale})";
    }
}
