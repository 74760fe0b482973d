using System.Numerics;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Parameters;

/// <summary>The engine's type for an element of a list when only the .NET type is known (empty lists, lists of NULL).</summary>
internal static class ParameterTypes
{
    private static readonly Dictionary<Type, DuckDbType> Types = new()
    {
        [typeof(bool)] = DuckDbType.Boolean,
        [typeof(sbyte)] = DuckDbType.TinyInt,
        [typeof(byte)] = DuckDbType.UTinyInt,
        [typeof(short)] = DuckDbType.SmallInt,
        [typeof(ushort)] = DuckDbType.USmallInt,
        [typeof(int)] = DuckDbType.Integer,
        [typeof(uint)] = DuckDbType.UInteger,
        [typeof(long)] = DuckDbType.BigInt,
        [typeof(ulong)] = DuckDbType.UBigInt,
        [typeof(Int128)] = DuckDbType.HugeInt,
        [typeof(UInt128)] = DuckDbType.UHugeInt,
        [typeof(BigInteger)] = DuckDbType.HugeInt,
        [typeof(float)] = DuckDbType.Float,
        [typeof(double)] = DuckDbType.Double,
        [typeof(string)] = DuckDbType.Varchar,
        [typeof(char)] = DuckDbType.Varchar,
        [typeof(DateOnly)] = DuckDbType.Date,
        [typeof(TimeOnly)] = DuckDbType.Time,
        [typeof(DateTime)] = DuckDbType.Timestamp,
        [typeof(DateTimeOffset)] = DuckDbType.TimestampTz,
        [typeof(TimeSpan)] = DuckDbType.Interval,
        [typeof(DuckDbInterval)] = DuckDbType.Interval,
        [typeof(Guid)] = DuckDbType.Uuid,
        [typeof(byte[])] = DuckDbType.Blob,
    };

    /// <summary>null when the .NET type says nothing (object, decimal, nested lists): then the values decide.</summary>
    public static LogicalTypeHandle? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) type = Enum.GetUnderlyingType(type);
        if (Types.TryGetValue(type, out var id)) return new LogicalTypeHandle(NativeMethods.CreateLogicalType(id));
        if (ElementType(type) is not { } element) return null;
        using var child = Of(element);
        return child is null ? null : new LogicalTypeHandle(NativeMethods.CreateListType(child));
    }

    /// <summary>What an array or a list holds; null for anything else, and for dictionaries.</summary>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        if (typeof(System.Collections.IDictionary).IsAssignableFrom(type)) return null;
        IEnumerable<Type> candidates = type.IsInterface ? [type, .. type.GetInterfaces()] : type.GetInterfaces();
        return candidates.FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }
}
