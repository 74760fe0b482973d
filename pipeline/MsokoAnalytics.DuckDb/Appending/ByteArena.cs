using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb.Appending;

/// <summary>
/// Memory for the long texts of one chunk. The engine copies them while it takes the chunk over, so that they need to stay in place only
/// until then; taking memory from the engine for each text would cost three times as much.
/// </summary>
internal sealed unsafe class ByteArena
{
    private const int BlockSize = 1 << 18;

    private readonly List<byte[]> _blocks = [];
    private int _block = -1;
    private byte* _next;
    private int _left;

    /// <summary>Copies the bytes to an address that holds until <see cref="Reset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _left) Grow(bytes.Length);
        var target = _next;
        bytes.CopyTo(new Span<byte>(target, bytes.Length));
        _next += bytes.Length;
        _left -= bytes.Length;
        return target;
    }

    /// <summary>Everything copied is given up; blocks of the usual size are used again.</summary>
    public void Reset()
    {
        _blocks.RemoveAll(b => b.Length > BlockSize);
        _block = -1;
        _next = null;
        _left = 0;
    }

    private void Grow(int bytes)
    {
        if (bytes > BlockSize)
        {
            Use(Add(bytes));
            return;
        }

        while (++_block < _blocks.Count)
            if (_blocks[_block].Length == BlockSize)
            {
                Use(_blocks[_block]);
                return;
            }

        Use(Add(BlockSize));
    }

    private byte[] Add(int size)
    {
        // Pinned: the collector never moves it, and frees it when the appender is forgotten.
        var block = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        _blocks.Add(block);
        _block = _blocks.Count - 1;
        return block;
    }

    private void Use(byte[] block)
    {
        _next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(block));
        _left = block.Length;
    }
}
