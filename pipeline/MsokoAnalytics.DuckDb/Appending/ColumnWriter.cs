using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>One vector of the chunk being filled: addresses of data and validity bits, the children, and how far a list's child is filled.</summary>
internal sealed unsafe class ColumnWriter
{
    private readonly ByteArena _arena;
    private nint _vector;
    private ulong* _validity;
    private long _childCapacity;

    public ColumnWriter(LogicalType type, string name, ByteArena arena)
    {
        _arena = arena;
        Type = type;
        Id = type.Id;
        Name = name;
        Children = type.Id switch
        {
            DuckDbType.Map => [new ColumnWriter(type, name, arena, [.. type.Children.Select(t => new ColumnWriter(t, name, arena))])],
            DuckDbType.Union => [],
            _ => [.. type.Children.Select(t => new ColumnWriter(t, name, arena))],
        };
    }

    /// <summary>The entries of a MAP: a STRUCT of key and value.</summary>
    private ColumnWriter(LogicalType map, string name, ByteArena arena, ColumnWriter[] members)
    {
        _arena = arena;
        Type = map;
        Id = DuckDbType.Struct;
        Name = name;
        Children = members;
    }

    public LogicalType Type { get; }

    public DuckDbType Id { get; }

    public string Name { get; }

    public ColumnWriter[] Children { get; }

    public byte* Data { get; private set; }

    /// <summary>The row of the chunk that was written last; -1 for none.</summary>
    public int LastRow { get; set; } = -1;

    /// <summary>Elements in the child of a LIST or MAP.</summary>
    public long ListSize { get; set; }

    public bool IsList => Id is DuckDbType.List or DuckDbType.Map;

    /// <summary>Puts the writer on a vector of an empty chunk.</summary>
    public void Attach(nint vector)
    {
        _vector = vector;
        _validity = null;
        _childCapacity = 0;
        ListSize = 0;
        LastRow = -1;
        Data = NativeMethods.VectorGetData(vector);
        if (IsList) Children[0].Attach(NativeMethods.ListVectorGetChild(vector));
        else if (Id == DuckDbType.Array) Children[0].Attach(NativeMethods.ArrayVectorGetChild(vector));
        else if (Id == DuckDbType.Struct)
            for (var i = 0; i < Children.Length; i++) Children[i].Attach(NativeMethods.StructVectorGetChild(vector, (ulong)i));
    }

    /// <summary>Tells the engine how many elements each list's child has.</summary>
    public void CommitListSizes()
    {
        if (IsList && NativeMethods.ListVectorSetSize(_vector, (ulong)ListSize) != NativeState.Success)
            throw new DuckDbException($"Столбец «{Name}»: движок не принял размер списка.", DuckDbErrorType.Internal);
        foreach (var child in Children) child.CommitListSizes();
    }

    /// <summary>Makes room for one more element of a list and gives its index in the child.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long NextElement()
    {
        if (ListSize == _childCapacity) Reserve(ListSize + 1);
        return ListSize++;
    }

    public void Reserve(long elements)
    {
        if (elements <= _childCapacity) return;
        var capacity = Math.Max(2048, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)elements));
        if (NativeMethods.ListVectorReserve(_vector, (ulong)capacity) != NativeState.Success)
            throw new DuckDbException($"Столбец «{Name}»: не хватает памяти для списка из {elements} элементов.", DuckDbErrorType.OutOfMemory);
        _childCapacity = capacity;
        Children[0].Refresh();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put<T>(long index, T value) where T : unmanaged => ((T*)Data)[index] = value;

    public void SetNull(long index)
    {
        if (_validity is null)
        {
            NativeMethods.VectorEnsureValidityWritable(_vector);
            _validity = NativeMethods.VectorGetValidity(_vector);
        }

        _validity[index >> 6] &= ~(1UL << (int)(index & 63));
        switch (Id)
        {
            case DuckDbType.Varchar or DuckDbType.Blob or DuckDbType.Bit:
                Put(index, UInt128.Zero);
                break;
            case DuckDbType.List or DuckDbType.Map:
                Put(index, new NativeListEntry { Offset = (ulong)ListSize });
                break;
            case DuckDbType.Struct:
                foreach (var child in Children) child.SetNull(index);
                break;
            case DuckDbType.Array:
                for (var i = 0; i < Type.ArraySize; i++) Children[0].SetNull((index * Type.ArraySize) + i);
                break;
        }
    }

    /// <summary>The validity bits of the first values of the vector.</summary>
    public void SetValidity(ReadOnlySpan<ulong> bits, int count)
    {
        if (count == 0) return;
        if (_validity is null)
        {
            NativeMethods.VectorEnsureValidityWritable(_vector);
            _validity = NativeMethods.VectorGetValidity(_vector);
        }

        bits[..((count + 63) >> 6)].CopyTo(new Span<ulong>(_validity, (count + 63) >> 6));
    }

    /// <summary>Takes a NULL back that was written to the same row before.</summary>
    public void SetValid(long index)
    {
        if (_validity is not null) _validity[index >> 6] |= 1UL << (int)(index & 63);
    }

    /// <summary>Writes bytes already known to be valid for the type.</summary>
    public void PutBytes(long index, ReadOnlySpan<byte> bytes)
    {
        var target = Data + (index * sizeof(NativeString));
        if (bytes.Length > NativeString.InlineLength)
        {
            *(NativeString*)target = new NativeString(_arena.Copy(bytes), bytes.Length);
            return;
        }

        PutShort((ulong*)target, bytes);
    }

    /// <summary>Adds a run of elements to a list and gives the index of the first.</summary>
    public long AddElements<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        var start = ListSize;
        Reserve(start + values.Length);
        values.CopyTo(new Span<T>((T*)Children[0].Data + start, values.Length));
        ListSize = start + values.Length;
        return start;
    }

    /// <summary>
    /// Up to 12 bytes into the 16 of an inlined string: the length in the lowest four, then the text; the unused rest must be zero, because
    /// the engine compares all 16 at once. Whole words instead of a copy by length: texts of this size are most of all cells.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutShort(ulong* target, ReadOnlySpan<byte> bytes)
    {
        ref var source = ref MemoryMarshal.GetReference(bytes);
        var length = bytes.Length;
        ulong low, high;
        if (length >= 8)
        {
            // Bytes 0..7 and the last four, which overlap them; the part that is new goes behind.
            low = Unsafe.ReadUnaligned<ulong>(ref source);
            high = length == 8 ? 0 : Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, length - 4)) >> ((12 - length) * 8);
        }
        else
        {
            high = 0;
            low = length >= 4
                ? Unsafe.ReadUnaligned<uint>(ref source) | (length == 4 ? 0 : (ulong)(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, length - 4)) >> ((8 - length) * 8)) << 32)
                : Few(ref source, length);
        }

        target[0] = (uint)length | (low << 32);
        target[1] = (low >> 32) | (high << 32);
    }

    private static ulong Few(ref byte source, int length) => length switch
    {
        0 => 0,
        1 => source,
        2 => Unsafe.ReadUnaligned<ushort>(ref source),
        _ => Unsafe.ReadUnaligned<ushort>(ref source) | ((ulong)Unsafe.Add(ref source, 2) << 16),
    };

    /// <summary>The engine may have moved the vector's memory while growing it.</summary>
    private void Refresh()
    {
        Data = NativeMethods.VectorGetData(_vector);
        if (_validity is not null) _validity = NativeMethods.VectorGetValidity(_vector);
        if (Id is DuckDbType.Struct or DuckDbType.Array)
            foreach (var child in Children) child.Refresh();
    }
}
