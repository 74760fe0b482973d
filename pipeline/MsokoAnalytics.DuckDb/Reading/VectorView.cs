using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Reading;

/// <summary>One column of the current chunk: addresses of its data and validity bits, and the same for its children.</summary>
internal sealed unsafe class VectorView
{
    public VectorView(LogicalType type, string name)
    {
        Type = type;
        Id = type.Id;
        Name = name;
        Children = type.Id switch
        {
            DuckDbType.Union => [new VectorView(Tag, name), .. type.Children.Select(t => new VectorView(t, name))],
            _ => [.. type.Children.Select(t => new VectorView(t, name))],
        };
    }

    private static LogicalType Tag { get; } = LogicalType.Take(NativeMethods.CreateLogicalType(DuckDbType.UTinyInt));

    public LogicalType Type { get; }

    public DuckDbType Id { get; }

    /// <summary>The result column's name, for messages.</summary>
    public string Name { get; }

    /// <summary>As in <see cref="LogicalType.Children"/>; a UNION has its tag before them.</summary>
    public VectorView[] Children { get; }

    public byte* Data { get; private set; }

    public ulong* Validity { get; private set; }

    public void Attach(nint vector)
    {
        Data = NativeMethods.VectorGetData(vector);
        Validity = NativeMethods.VectorGetValidity(vector);
        switch (Id)
        {
            case DuckDbType.List:
                Children[0].Attach(NativeMethods.ListVectorGetChild(vector));
                break;
            case DuckDbType.Array:
                Children[0].Attach(NativeMethods.ArrayVectorGetChild(vector));
                break;
            case DuckDbType.Map:
                var entries = NativeMethods.ListVectorGetChild(vector);
                Children[0].Attach(NativeMethods.StructVectorGetChild(entries, 0));
                Children[1].Attach(NativeMethods.StructVectorGetChild(entries, 1));
                break;
            case DuckDbType.Struct or DuckDbType.Union:
                for (var i = 0; i < Children.Length; i++) Children[i].Attach(NativeMethods.StructVectorGetChild(vector, (ulong)i));
                break;
        }
    }

    public void Detach()
    {
        Data = null;
        Validity = null;
        foreach (var child in Children) child.Detach();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValid(long row) => Validity is null || (Validity[row >> 6] & (1UL << (int)(row & 63))) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T At<T>(long row) where T : unmanaged => ((T*)Data)[row];

    public ReadOnlySpan<byte> Bytes(long row) => NativeString.Bytes((NativeString*)Data + row);
}
