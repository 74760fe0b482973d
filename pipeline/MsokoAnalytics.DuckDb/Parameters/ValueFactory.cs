using System.Data;
using System.Numerics;
using System.Text;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Parameters;

/// <summary>Makes the engine's values from .NET values.</summary>
internal static unsafe class ValueFactory
{
    public static ValueHandle Create(object? value, DbType dbType = DbType.Object)
    {
        if (dbType == DbType.Date && value is DateTime moment) value = DateOnly.FromDateTime(moment);
        return NestedValueFactory.TryCreate(value) ?? new ValueHandle(CreateScalar(value));
    }

    private static nint CreateScalar(object? value) => value switch
    {
        null or DBNull => NativeMethods.CreateNullValue(),
        bool v => NativeMethods.CreateBool(v ? (byte)1 : (byte)0),
        sbyte v => NativeMethods.CreateInt8(v),
        byte v => NativeMethods.CreateUInt8(v),
        short v => NativeMethods.CreateInt16(v),
        ushort v => NativeMethods.CreateUInt16(v),
        int v => NativeMethods.CreateInt32(v),
        uint v => NativeMethods.CreateUInt32(v),
        long v => NativeMethods.CreateInt64(v),
        ulong v => NativeMethods.CreateUInt64(v),
        Int128 v => NativeMethods.CreateHugeInt(new NativeHugeInt(v)),
        UInt128 v => NativeMethods.CreateUHugeInt(new NativeUHugeInt(v)),
        BigInteger v => Big(v),
        float v => NativeMethods.CreateFloat(v),
        double v => NativeMethods.CreateDouble(v),
        decimal v => NativeMethods.CreateDecimal(DecimalConverter.ToNative(v)),
        string v => Varchar(v),
        char v => Varchar(v.ToString()),
        DateOnly v => NativeMethods.CreateDate(EpochTime.Days(v)),
        TimeOnly v => NativeMethods.CreateTime(v.Ticks / TimeSpan.TicksPerMicrosecond),
        DateTime v => NativeMethods.CreateTimestamp(EpochTime.Microseconds(v)),
        DateTimeOffset v => NativeMethods.CreateTimestampTz(EpochTime.Microseconds(v.UtcDateTime)),
        TimeSpan v => NativeMethods.CreateInterval(DuckDbInterval.FromTimeSpan(v)),
        DuckDbInterval v => NativeMethods.CreateInterval(v),
        Guid v => NativeMethods.CreateUuid(new NativeUHugeInt(UuidConverter.ToNumber(v))),
        byte[] v => Blob(v),
        ReadOnlyMemory<byte> v => Blob(v.Span),
        Memory<byte> v => Blob(v.Span),
        Stream v => Blob(ReadAll(v)),
        Enum v => CreateScalar(Convert.ChangeType(v, Enum.GetUnderlyingType(v.GetType()), System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"Значение типа {value.GetType()} нельзя передать параметром DuckDB."),
    };

    /// <summary>HUGEINT, or UHUGEINT for what only it holds.</summary>
    private static nint Big(BigInteger value) => value <= (BigInteger)Int128.MaxValue
        ? NativeMethods.CreateHugeInt(new NativeHugeInt(checked((Int128)value)))
        : NativeMethods.CreateUHugeInt(new NativeUHugeInt(checked((UInt128)value)));

    private static nint Varchar(string value)
    {
        byte none = 0;
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* pointer = bytes) return NativeMethods.CreateVarchar(pointer is null ? &none : pointer, (ulong)bytes.Length);
    }

    private static nint Blob(ReadOnlySpan<byte> value)
    {
        // An empty span has no address; the engine wants one even for a length of zero.
        byte none = 0;
        fixed (byte* pointer = value) return NativeMethods.CreateBlob(pointer is null ? &none : pointer, (ulong)value.Length);
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
