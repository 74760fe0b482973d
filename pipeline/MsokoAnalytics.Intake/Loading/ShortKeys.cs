using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Numbers of combinations of short cells, as keys of two machine words: a variant, a sex, two marks and a total, most of what differs from row to row.</summary>
internal sealed class ShortKeys
{
    private const int FewestSlots = 1024;

    /// <summary>Place of an entry plus one; 0 for a free slot. A power of two, never more than half full.</summary>
    private int[] _slots = new int[FewestSlots];
    private Entry[] _entries = new Entry[FewestSlots / 2];
    private int _count;

    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    /// <summary>Puts a cell behind those of a key.</summary>
    /// <param name="key">The key; zero is of no cell.</param>
    /// <param name="bits">How many of its bits are taken.</param>
    /// <param name="cell">The cell.</param>
    /// <returns>Whether there was room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPack(ref (ulong Low, ulong High) key, ref int bits, ReadOnlySpan<byte> cell)
    {
        // Its length and one before it: a cell without text is not the same as none.
        if (cell.Length > 2) return TryPackLonger(ref key, ref bits, cell);
        var value = cell.Length == 0 ? 1 : cell.Length == 1 ? 2 | ((uint)cell[0] << 8) : 3 | ((uint)MemoryMarshal.Read<ushort>(cell) << 8);
        return Put(ref key, ref bits, value, (cell.Length + 1) * 8);
    }

    /// <summary>The number of a key; a new one gets the next.</summary>
    /// <param name="key">The key.</param>
    /// <param name="next">The number that a new key gets.</param>
    public int Add((ulong Low, ulong High) key, int next, out bool isNew)
    {
        var hash = unchecked((int)(ulong)(((UInt128)(key.Low ^ 0x9E3779B97F4A7C15) * (key.High ^ 0xD6E8FEB86659FD93)) >> 32));
        var slot = hash & (_slots.Length - 1);
        for (int at; (at = _slots[slot]) != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var entry = ref _entries[at - 1];
            if (entry.Low != key.Low || entry.High != key.High) continue;
            isNew = false;
            return entry.Number;
        }

        isNew = true;
        _entries[_count++] = new Entry { Low = key.Low, High = key.High, Number = next, Hash = hash };
        _slots[slot] = _count;
        if (_count == _entries.Length) Grow();
        return next;
    }

    private static bool TryPackLonger(ref (ulong Low, ulong High) key, ref int bits, ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 7) return false;
        var value = (ulong)cell.Length + 1;
        for (var i = 0; i < cell.Length; i++) value |= (ulong)cell[i] << (8 * (i + 1));
        return Put(ref key, ref bits, value, (cell.Length + 1) * 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Put(ref (ulong Low, ulong High) key, ref int bits, ulong value, int width)
    {
        // What does not fit into the first word begins the second.
        if (bits < 64 && bits + width > 64) bits = 64;
        if (bits + width > 128) return false;
        if (bits < 64) key.Low |= value << bits;
        else key.High |= value << (bits - 64);
        bits += width;
        return true;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        Array.Resize(ref _entries, _slots.Length / 2);
        for (var i = 0; i < _count; i++)
        {
            var slot = _entries[i].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public ulong Low;
        public ulong High;
        public int Number;
        public int Hash;
    }
}
