using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Reading;

/// <summary>Which .NET types have the same bytes as a stored column.</summary>
internal static class StorageTypes
{
    public static bool Match<T>(LogicalType type) where T : unmanaged => type.Storage switch
    {
        DuckDbType.Boolean => typeof(T) == typeof(bool) || typeof(T) == typeof(byte),
        DuckDbType.TinyInt => typeof(T) == typeof(sbyte),
        DuckDbType.SmallInt => typeof(T) == typeof(short),
        DuckDbType.Integer or DuckDbType.Date => typeof(T) == typeof(int),
        DuckDbType.BigInt or DuckDbType.Time or DuckDbType.TimeNs or DuckDbType.Timestamp or DuckDbType.TimestampS
            or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz => typeof(T) == typeof(long),
        DuckDbType.UTinyInt => typeof(T) == typeof(byte),
        DuckDbType.USmallInt => typeof(T) == typeof(ushort),
        DuckDbType.UInteger => typeof(T) == typeof(uint),
        DuckDbType.UBigInt => typeof(T) == typeof(ulong),
        DuckDbType.HugeInt => typeof(T) == typeof(Int128),
        DuckDbType.UHugeInt => typeof(T) == typeof(UInt128),
        DuckDbType.Float => typeof(T) == typeof(float),
        DuckDbType.Double => typeof(T) == typeof(double),
        DuckDbType.Interval => typeof(T) == typeof(DuckDbInterval),
        _ => false,
    };

    /// <summary>Bytes of a value in a vector, texts included; 0 for types with children.</summary>
    public static int Width(LogicalType type) => type.Storage switch
    {
        DuckDbType.Boolean or DuckDbType.TinyInt or DuckDbType.UTinyInt => 1,
        DuckDbType.SmallInt or DuckDbType.USmallInt => 2,
        DuckDbType.Integer or DuckDbType.Date or DuckDbType.UInteger or DuckDbType.Float => 4,
        DuckDbType.BigInt or DuckDbType.UBigInt or DuckDbType.Double or DuckDbType.Time or DuckDbType.TimeNs or DuckDbType.Timestamp or DuckDbType.TimestampS
            or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz => 8,
        DuckDbType.HugeInt or DuckDbType.UHugeInt or DuckDbType.Varchar or DuckDbType.Blob or DuckDbType.Interval => 16,
        _ => 0,
    };
}
