using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Types;

/// <summary>A managed copy of one of the engine's types with everything that reading and writing a vector needs.</summary>
internal sealed unsafe class LogicalType
{
    private LogicalType(DuckDbType id) => Id = id;

    public DuckDbType Id { get; }

    /// <summary>How DECIMAL and ENUM are stored; for other types the type itself.</summary>
    public DuckDbType Storage { get; private init; }

    public byte Width { get; private init; }

    public byte Scale { get; private init; }

    /// <summary>Number of elements of an ARRAY.</summary>
    public int ArraySize { get; private init; }

    public string[] EnumValues { get; private init; } = [];

    /// <summary>LIST and ARRAY: the element; MAP: key and value; STRUCT and UNION: the members.</summary>
    public LogicalType[] Children { get; private init; } = [];

    public string[] ChildNames { get; private init; } = [];

    /// <summary>The name as SQL writes it, e.g. <c>DECIMAL(5,2)</c> or <c>STRUCT(a INTEGER)[]</c>.</summary>
    public string Name => field ??= TypeNames.Of(this);

    /// <summary>What <c>GetValue</c> returns for a column of this type.</summary>
    public Type ClrType => field ??= ClrTypes.Of(this);

    /// <summary>Copies the description and frees the engine's handle.</summary>
    public static LogicalType Take(nint type)
    {
        using var handle = new LogicalTypeHandle(type);
        return Read(handle);
    }

    public static LogicalType Read(LogicalTypeHandle type)
    {
        var id = NativeMethods.GetTypeId(type);
        switch (id)
        {
            case DuckDbType.Decimal:
                return new LogicalType(id)
                {
                    Storage = NativeMethods.DecimalInternalType(type),
                    Width = NativeMethods.DecimalWidth(type),
                    Scale = NativeMethods.DecimalScale(type),
                };
            case DuckDbType.Enum:
                var values = new string[NativeMethods.EnumDictionarySize(type)];
                for (var i = 0; i < values.Length; i++) values[i] = NativeMethods.TakeText(NativeMethods.EnumDictionaryValue(type, (ulong)i))!;
                return new LogicalType(id) { Storage = NativeMethods.EnumInternalType(type), EnumValues = values };
            case DuckDbType.List:
                return new LogicalType(id) { Storage = id, Children = [Take(NativeMethods.ListTypeChildType(type))] };
            case DuckDbType.Array:
                return new LogicalType(id)
                {
                    Storage = id,
                    ArraySize = checked((int)NativeMethods.ArrayTypeArraySize(type)),
                    Children = [Take(NativeMethods.ArrayTypeChildType(type))],
                };
            case DuckDbType.Map:
                return new LogicalType(id)
                {
                    Storage = id,
                    Children = [Take(NativeMethods.MapTypeKeyType(type)), Take(NativeMethods.MapTypeValueType(type))],
                    ChildNames = ["key", "value"],
                };
            case DuckDbType.Struct:
                return Members(id, (int)NativeMethods.StructTypeChildCount(type),
                    i => NativeMethods.TakeText(NativeMethods.StructTypeChildName(type, i))!,
                    i => NativeMethods.StructTypeChildType(type, i));
            case DuckDbType.Union:
                return Members(id, (int)NativeMethods.UnionTypeMemberCount(type),
                    i => NativeMethods.TakeText(NativeMethods.UnionTypeMemberName(type, i))!,
                    i => NativeMethods.UnionTypeMemberType(type, i));
            default:
                return new LogicalType(id) { Storage = id };
        }
    }

    private static LogicalType Members(DuckDbType id, int count, Func<ulong, string> name, Func<ulong, nint> type)
    {
        var names = new string[count];
        var types = new LogicalType[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = name((ulong)i);
            types[i] = Take(type((ulong)i));
        }

        return new LogicalType(id) { Storage = id, Children = types, ChildNames = names };
    }
}
