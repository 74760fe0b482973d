using System.Numerics;
using System.Text;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Reading;

/// <summary>Reads one valid (not NULL) value of a vector as the .NET type asked for; conversions that lose anything are refused.</summary>
internal static class ScalarReader
{
    /// <summary>Any of the integer types as any other; overflow is an error.</summary>
    public static T Integer<T>(VectorView view, long row) where T : INumberBase<T> => view.Id switch
    {
        DuckDbType.TinyInt => T.CreateChecked(view.At<sbyte>(row)),
        DuckDbType.SmallInt => T.CreateChecked(view.At<short>(row)),
        DuckDbType.Integer => T.CreateChecked(view.At<int>(row)),
        DuckDbType.BigInt => T.CreateChecked(view.At<long>(row)),
        DuckDbType.UTinyInt => T.CreateChecked(view.At<byte>(row)),
        DuckDbType.USmallInt => T.CreateChecked(view.At<ushort>(row)),
        DuckDbType.UInteger => T.CreateChecked(view.At<uint>(row)),
        DuckDbType.UBigInt => T.CreateChecked(view.At<ulong>(row)),
        DuckDbType.HugeInt => T.CreateChecked(view.At<Int128>(row)),
        DuckDbType.UHugeInt => T.CreateChecked(view.At<UInt128>(row)),
        DuckDbType.Decimal when view.Type.Scale == 0 => T.CreateChecked(Unscaled(view, row)),
        _ => throw Mismatch(view, typeof(T)),
    };

    public static double Double(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Double => view.At<double>(row),
        DuckDbType.Float => view.At<float>(row),
        DuckDbType.Decimal => DecimalConverter.ToDouble(Unscaled(view, row), view.Type.Scale),
        _ => Integer<double>(view, row),
    };

    public static float Float(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Float => view.At<float>(row),
        _ => throw Mismatch(view, typeof(float)),
    };

    public static decimal Decimal(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Decimal => DecimalConverter.ToDecimal(Unscaled(view, row), view.Type.Scale),
        DuckDbType.Float => (decimal)view.At<float>(row),
        DuckDbType.Double => (decimal)view.At<double>(row),
        _ => Integer<decimal>(view, row),
    };

    public static bool Boolean(VectorView view, long row) =>
        view.Id == DuckDbType.Boolean ? view.At<byte>(row) != 0 : throw Mismatch(view, typeof(bool));

    public static string String(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Varchar => Encoding.UTF8.GetString(view.Bytes(row)),
        DuckDbType.Enum => view.Type.EnumValues[EnumIndex(view, row)],
        DuckDbType.Bit => BitString(view.Bytes(row)),
        _ => throw Mismatch(view, typeof(string)),
    };

    public static byte[] Blob(VectorView view, long row) =>
        view.Id == DuckDbType.Blob ? view.Bytes(row).ToArray() : throw Mismatch(view, typeof(byte[]));

    public static Guid Guid(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Uuid => UuidConverter.FromStored(view.At<UInt128>(row)),
        DuckDbType.Varchar => System.Guid.Parse(String(view, row)),
        _ => throw Mismatch(view, typeof(Guid)),
    };

    public static DateOnly Date(VectorView view, long row)
    {
        if (view.Id == DuckDbType.Date) return EpochTime.Date(view.At<int>(row));
        var moment = IsTimestamp(view.Id) ? DateTime(view, row) : throw Mismatch(view, typeof(DateOnly));
        return moment.TimeOfDay == System.TimeSpan.Zero ? DateOnly.FromDateTime(moment) : throw Mismatch(view, typeof(DateOnly));
    }

    public static DateTime DateTime(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Date => EpochTime.Date(view.At<int>(row)).ToDateTime(TimeOnly.MinValue),
        DuckDbType.TimestampTz => EpochTime.Timestamp(view.At<long>(row), 1_000_000, DateTimeKind.Utc),
        _ when IsTimestamp(view.Id) => EpochTime.Timestamp(view.At<long>(row), EpochTime.UnitsPerSecond(view.Id)),
        _ => throw Mismatch(view, typeof(DateTime)),
    };

    /// <summary>TIMESTAMP without a zone counts as UTC; TIME WITH TIME ZONE gets the first of January of year 1.</summary>
    public static DateTimeOffset DateTimeOffset(VectorView view, long row)
    {
        if (view.Id != DuckDbType.TimeTz) return new DateTimeOffset(System.DateTime.SpecifyKind(DateTime(view, row), DateTimeKind.Utc));
        var bits = view.At<ulong>(row);
        const int maxOffset = (16 * 60 * 60) - 1;
        var offset = System.TimeSpan.FromSeconds(maxOffset - (int)(bits & 0xFF_FFFF));
        // Two days later than the first day, so that an offset never leads before year 1.
        return new DateTimeOffset(new DateTime(1, 1, 3, 0, 0, 0, DateTimeKind.Unspecified).AddTicks((long)(bits >> 24) * System.TimeSpan.TicksPerMicrosecond), offset);
    }

    public static TimeOnly Time(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Time => EpochTime.Time(view.At<long>(row)),
        DuckDbType.TimeNs => EpochTime.Time(view.At<long>(row) / 1000),
        _ => throw Mismatch(view, typeof(TimeOnly)),
    };

    public static TimeSpan TimeSpan(VectorView view, long row) => view.Id switch
    {
        DuckDbType.Interval => view.At<DuckDbInterval>(row).ToTimeSpan(),
        DuckDbType.Time => new TimeSpan(view.At<long>(row) * System.TimeSpan.TicksPerMicrosecond),
        _ => throw Mismatch(view, typeof(TimeSpan)),
    };

    public static DuckDbInterval Interval(VectorView view, long row) =>
        view.Id == DuckDbType.Interval ? view.At<DuckDbInterval>(row) : throw Mismatch(view, typeof(DuckDbInterval));

    /// <summary>The scaled integer of a DECIMAL.</summary>
    public static Int128 Unscaled(VectorView view, long row) => view.Type.Storage switch
    {
        DuckDbType.SmallInt => view.At<short>(row),
        DuckDbType.Integer => view.At<int>(row),
        DuckDbType.BigInt => view.At<long>(row),
        _ => view.At<Int128>(row),
    };

    public static int EnumIndex(VectorView view, long row) => view.Type.Storage switch
    {
        DuckDbType.UTinyInt => view.At<byte>(row),
        DuckDbType.USmallInt => view.At<ushort>(row),
        _ => checked((int)view.At<uint>(row)),
    };

    public static bool IsTimestamp(DuckDbType type) =>
        type is DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz;

    public static InvalidCastException Mismatch(VectorView view, Type target) =>
        new($"Столбец «{view.Name}» типа {view.Type.Name} не читается как {target.Name}.");

    public static InvalidCastException Null(VectorView view) => new($"В столбце «{view.Name}» пустое значение (NULL).");

    // The first byte tells how many leading bits of the next one are padding.
    private static string BitString(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 8);
        for (var i = 8 + bytes[0]; i < bytes.Length * 8; i++) text.Append((bytes[i >> 3] >> (7 - (i & 7)) & 1) == 0 ? '0' : '1');
        return text.ToString();
    }
}
