using System.Numerics;
using System.Reflection;

namespace MsokoAnalytics.DuckDb.Reading;

internal delegate T VectorRead<out T>(VectorView view, long row);

/// <summary>How a value of type <typeparamref name="T"/> is read from a vector; chosen once per type.</summary>
internal static class ValueReader<T>
{
    /// <summary>Reads a value that is not NULL.</summary>
    public static readonly VectorRead<T> ReadValid = (VectorRead<T>)ValueReader.Choose(typeof(T));

    /// <summary>NULL becomes null where the type has one, otherwise it is an error.</summary>
    public static T Read(VectorView view, long row)
    {
        if (view.IsValid(row)) return ReadValid(view, row);
        return default(T) is null && typeof(T) != typeof(DBNull) ? default! : throw ScalarReader.Null(view);
    }
}

/// <summary>The choice behind <see cref="ValueReader{T}"/>.</summary>
internal static class ValueReader
{
    public static Delegate Choose(Type type)
    {
        if (Scalars.TryGetValue(type, out var scalar)) return scalar;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Make(nameof(ReadNullable), type, underlying);
        if (type.IsEnum) return Make(nameof(ReadEnum), type, type);
        if (type.IsArray && type.GetArrayRank() == 1) return Make(nameof(NestedReader.Array), type, type.GetElementType()!);
        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            var arguments = type.GetGenericArguments();
            if (definition == typeof(List<>) || definition == typeof(IList<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(IEnumerable<>)
                || definition == typeof(ICollection<>) || definition == typeof(IReadOnlyCollection<>))
                return Make(nameof(NestedReader.List), type, arguments);
            if (definition == typeof(Dictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>))
                return Make(nameof(NestedReader.Dictionary), type, arguments);
        }

        return Make(nameof(Refuse), type, type);
    }

    private static readonly Dictionary<Type, Delegate> Scalars = new()
    {
        [typeof(bool)] = (VectorRead<bool>)ScalarReader.Boolean,
        [typeof(sbyte)] = (VectorRead<sbyte>)ScalarReader.Integer<sbyte>,
        [typeof(short)] = (VectorRead<short>)ScalarReader.Integer<short>,
        [typeof(int)] = (VectorRead<int>)ScalarReader.Integer<int>,
        [typeof(long)] = (VectorRead<long>)ScalarReader.Integer<long>,
        [typeof(byte)] = (VectorRead<byte>)ScalarReader.Integer<byte>,
        [typeof(ushort)] = (VectorRead<ushort>)ScalarReader.Integer<ushort>,
        [typeof(uint)] = (VectorRead<uint>)ScalarReader.Integer<uint>,
        [typeof(ulong)] = (VectorRead<ulong>)ScalarReader.Integer<ulong>,
        [typeof(Int128)] = (VectorRead<Int128>)ScalarReader.Integer<Int128>,
        [typeof(UInt128)] = (VectorRead<UInt128>)ScalarReader.Integer<UInt128>,
        [typeof(BigInteger)] = (VectorRead<BigInteger>)ScalarReader.Integer<BigInteger>,
        [typeof(float)] = (VectorRead<float>)ScalarReader.Float,
        [typeof(double)] = (VectorRead<double>)ScalarReader.Double,
        [typeof(decimal)] = (VectorRead<decimal>)ScalarReader.Decimal,
        [typeof(DateOnly)] = (VectorRead<DateOnly>)ScalarReader.Date,
        [typeof(TimeOnly)] = (VectorRead<TimeOnly>)ScalarReader.Time,
        [typeof(DateTime)] = (VectorRead<DateTime>)ScalarReader.DateTime,
        [typeof(DateTimeOffset)] = (VectorRead<DateTimeOffset>)ScalarReader.DateTimeOffset,
        [typeof(TimeSpan)] = (VectorRead<TimeSpan>)ScalarReader.TimeSpan,
        [typeof(DuckDbInterval)] = (VectorRead<DuckDbInterval>)ScalarReader.Interval,
        [typeof(Guid)] = (VectorRead<Guid>)ScalarReader.Guid,
        [typeof(string)] = (VectorRead<string>)ScalarReader.String,
        [typeof(byte[])] = (VectorRead<byte[]>)BytesOrList,
        [typeof(Stream)] = (VectorRead<Stream>)((view, row) => new MemoryStream(ScalarReader.Blob(view, row), writable: false)),
        [typeof(object)] = (VectorRead<object?>)BoxedReader.ReadValid,
    };

    private static Delegate Make(string method, Type type, params Type[] arguments)
    {
        var definition = typeof(ValueReader).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)
            ?? typeof(NestedReader).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
        return definition.MakeGenericMethod(arguments).CreateDelegate(typeof(VectorRead<>).MakeGenericType(type));
    }

    private static byte[] BytesOrList(VectorView view, long row) =>
        view.Id == DuckDbType.Blob ? ScalarReader.Blob(view, row) : NestedReader.Array<byte>(view, row);

    private static T? ReadNullable<T>(VectorView view, long row) where T : struct => ValueReader<T>.ReadValid(view, row);

    private static T ReadEnum<T>(VectorView view, long row) where T : struct, Enum =>
        view.Id is DuckDbType.Varchar or DuckDbType.Enum
            ? Enum.Parse<T>(ScalarReader.String(view, row), ignoreCase: true)
            : (T)Enum.ToObject(typeof(T), ScalarReader.Integer<long>(view, row));

    private static T Refuse<T>(VectorView view, long row) => BoxedReader.ReadValid(view, row) is T value ? value : throw ScalarReader.Mismatch(view, typeof(T));
}
