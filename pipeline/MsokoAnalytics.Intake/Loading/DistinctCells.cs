using System.Diagnostics.CodeAnalysis;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Numbers the distinct combinations of some cells of a sheet in the order of their appearance; numbers go on from sheet to sheet.</summary>
internal sealed class DistinctCells
{
    private readonly Dictionary<byte[], int> _numbers = new(Bytes.Comparer);
    private int[] _columns = [];
    private byte[] _key = new byte[256];
    private byte[] _last = [];
    private int _lastNumber = -1;
    private int _next;

    /// <param name="columns">Columns (0-based); −1 for a field that the sheet does not have, which is always empty.</param>
    public void StartSheet(int[] columns)
    {
        _columns = columns;
        _numbers.Clear();
        _lastNumber = -1;
    }

    /// <param name="row">The row.</param>
    /// <param name="hidden">A cell that counts as empty, or −1.</param>
    /// <param name="isNew">Whether the combination has not occurred in this sheet before.</param>
    public int NumberOf(RowBuffer row, int hidden, out bool isNew)
    {
        isNew = false;
        var length = 0;
        foreach (var column in _columns)
        {
            var cell = column < 0 || column == hidden ? default : row[column];
            if (_key.Length < length + cell.Length + 4) Array.Resize(ref _key, Math.Max(_key.Length * 2, length + cell.Length + 4));
            // The length of every cell before it: no two combinations have the same key.
            BitConverter.TryWriteBytes(_key.AsSpan(length), cell.Length);
            cell.CopyTo(_key.AsSpan(length + 4));
            length += cell.Length + 4;
        }

        var key = _key.AsSpan(0, length);
        // Rows of a school or a class stand together.
        if (_lastNumber >= 0 && key.SequenceEqual(_last)) return _lastNumber;
        if (!_numbers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var actual, out var number))
        {
            actual = key.ToArray();
            number = _next++;
            _numbers.Add(actual, number);
            isNew = true;
        }

        _last = actual;
        return _lastNumber = number;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Bytes Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
