using System.Numerics;

namespace MsokoAnalytics.DuckDb.Types;

/// <summary>Which .NET type stands for which of the engine's types.</summary>
internal static class ClrTypes
{
    public static Type Of(LogicalType type) => type.Id switch
    {
        DuckDbType.List or DuckDbType.Array => typeof(List<>).MakeGenericType(Nullable(type.Children[0].ClrType)),
        DuckDbType.Map => typeof(Dictionary<,>).MakeGenericType(type.Children[0].ClrType, Nullable(type.Children[1].ClrType)),
        DuckDbType.Struct => typeof(Dictionary<string, object?>),
        _ => Of(type.Id),
    };

    public static Type Of(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => typeof(bool),
        DuckDbType.TinyInt => typeof(sbyte),
        DuckDbType.SmallInt => typeof(short),
        DuckDbType.Integer => typeof(int),
        DuckDbType.BigInt => typeof(long),
        DuckDbType.UTinyInt => typeof(byte),
        DuckDbType.USmallInt => typeof(ushort),
        DuckDbType.UInteger => typeof(uint),
        DuckDbType.UBigInt => typeof(ulong),
        DuckDbType.HugeInt or DuckDbType.UHugeInt => typeof(BigInteger),
        DuckDbType.Float => typeof(float),
        DuckDbType.Double => typeof(double),
        DuckDbType.Decimal => typeof(decimal),
        DuckDbType.Date => typeof(DateOnly),
        DuckDbType.Time or DuckDbType.TimeNs => typeof(TimeOnly),
        DuckDbType.TimeTz => typeof(DateTimeOffset),
        DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.TimestampTz => typeof(DateTime),
        DuckDbType.Interval => typeof(DuckDbInterval),
        DuckDbType.Uuid => typeof(Guid),
        DuckDbType.Blob => typeof(byte[]),
        DuckDbType.Varchar or DuckDbType.Enum or DuckDbType.Bit => typeof(string),
        _ => typeof(object),
    };

    /// <summary>The same type with room for NULL.</summary>
    private static Type Nullable(Type type) => type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;
}
