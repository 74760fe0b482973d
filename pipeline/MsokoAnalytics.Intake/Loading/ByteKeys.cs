using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Numbers distinct byte strings from 0 on, without an object for each.</summary>
internal sealed class ByteKeys
{
    private const int FewestSlots = 1024;

    /// <summary>Number of a key plus one, by its hash; 0 for a free slot. A power of two, never more than half full.</summary>
    private int[] _slots = new int[FewestSlots];
    private ulong[] _hashes = new ulong[FewestSlots / 2];
    private int[] _ends = new int[FewestSlots / 2];
    private byte[] _bytes = new byte[4096];
    private int _count;

    public int Count => _count;

    public void Clear()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    public bool Contains(ReadOnlySpan<byte> key)
    {
        var hash = Hash(key);
        var slot = unchecked((int)hash) & (_slots.Length - 1);
        for (int at; (at = _slots[slot]) != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (_hashes[at - 1] == hash && key.SequenceEqual(KeyOf(at - 1))) return true;
        return false;
    }

    /// <summary>The number of a key, which is added if it is not there.</summary>
    public int Add(ReadOnlySpan<byte> key, out bool isNew)
    {
        var hash = Hash(key);
        var slot = unchecked((int)hash) & (_slots.Length - 1);
        for (int at; (at = _slots[slot]) != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_hashes[at - 1] != hash || !key.SequenceEqual(KeyOf(at - 1))) continue;
            isNew = false;
            return at - 1;
        }

        isNew = true;
        return Insert(key, hash, slot);
    }

    /// <summary>A hash of 64 bits: eight bytes at a time, folded product by product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ReadOnlySpan<byte> key)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = Odd ^ (ulong)key.Length;
        while (key.Length >= 8)
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(key), Odd);
            key = key[8..];
        }

        var rest = 0UL;
        if (key.Length >= 4)
        {
            // The first four bytes and the last four, which may overlap; the length is in the hash already.
            rest = MemoryMarshal.Read<uint>(key) | ((ulong)MemoryMarshal.Read<uint>(key[^4..]) << 32);
        }
        else
        {
            for (var i = 0; i < key.Length; i++) rest |= (ulong)key[i] << (8 * i);
        }

        return Fold(hash ^ rest, 0xD6E8FEB86659FD93);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }

    private ReadOnlySpan<byte> KeyOf(int number)
    {
        var start = number == 0 ? 0 : _ends[number - 1];
        return _bytes.AsSpan(start, _ends[number] - start);
    }

    private int Insert(ReadOnlySpan<byte> key, ulong hash, int slot)
    {
        var number = _count++;
        var start = number == 0 ? 0 : _ends[number - 1];
        if (_bytes.Length - start < key.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + key.Length));
        key.CopyTo(_bytes.AsSpan(start));
        _ends[number] = start + key.Length;
        _hashes[number] = hash;
        _slots[slot] = number + 1;
        if (_count == _hashes.Length) Grow();
        return number;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        Array.Resize(ref _hashes, _slots.Length / 2);
        Array.Resize(ref _ends, _slots.Length / 2);
        for (var i = 0; i < _count; i++)
        {
            var slot = unchecked((int)_hashes[i]) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i + 1;
        }
    }
}
