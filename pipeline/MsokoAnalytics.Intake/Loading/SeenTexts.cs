namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Whether a text has come before in the same group of rows of a sheet. May say yes of a text that has not: it compares hashes, and a text with
/// blanks, which typing may take off, counts as seen always. Never says no of one that has.
/// </summary>
internal sealed class SeenTexts
{
    private const int FewestSlots = 4096;
    private ulong[] _slots = new ulong[FewestSlots];
    private int _count;

    public void StartSheet()
    {
        Array.Clear(_slots);
        _count = 0;
    }

    /// <param name="group">Number of the group.</param>
    /// <param name="text">An empty text is none and never seen.</param>
    public bool Add(int group, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return false;
        // Everything but letters, digits and marks of ASCII: blanks may be of several bytes, and other texts are too rare to be told apart.
        if (text.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return true;
        var hash = ByteKeys.Hash(text) ^ unchecked((ulong)group * 0x9E3779B97F4A7C15);
        // 0 is a free slot.
        if (hash == 0) hash = 1;
        if (_count * 2 >= _slots.Length) Grow();
        var slot = unchecked((int)(hash >> 32)) & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (_slots[slot] == hash) return true;
        _slots[slot] = hash;
        _count++;
        return false;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (var hash in old)
        {
            if (hash == 0) continue;
            var slot = unchecked((int)(hash >> 32)) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = hash;
        }
    }
}
