using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Numbers the distinct combinations of some cells of a sheet in the order of their appearance; numbers go on from sheet to sheet. Beside it, their texts are numbered
/// in the whole batch, apart for sheets that give them another meaning: schools and marks come back in every sheet.
/// </summary>
internal sealed class DistinctCells
{
    /// <summary>Length that does not fit into one byte.</summary>
    private const byte Long = 255;

    private readonly ShortKeys _short = new();
    private readonly ByteKeys _keys = new();

    /// <summary>By place in <see cref="_keys"/>.</summary>
    private readonly List<int> _numbers = [];
    private readonly ByteKeys _texts = new();
    private readonly Dictionary<string, int> _contexts = new(StringComparer.Ordinal);
    private int _context;
    private int[] _columns = [];
    private int _lastColumn;
    private byte[] _key = new byte[256];
    private byte[] _last = [];
    private int _lastLength = -1;
    private (ulong Low, ulong High) _lastShort;
    private int _lastNumber;
    private int _next;

    /// <param name="columns">Columns (0-based); −1 for a field that the sheet does not have, which is always empty.</param>
    /// <param name="context">What the sheet gives texts a meaning by.</param>
    public void StartSheet(int[] columns, string?[] context)
    {
        var said = string.Join('\n', context);
        if (!_contexts.TryGetValue(said, out _context)) _contexts[said] = _context = _contexts.Count;
        _columns = columns;
        _lastColumn = columns.Any(c => c >= 0) ? columns.Max() : int.MaxValue;
        _short.Clear();
        _keys.Clear();
        _numbers.Clear();
        (_lastLength, _lastShort) = (-1, default);
    }

    /// <summary>Number of the texts of the combination that was new last, and whether they have not occurred in the batch before.</summary>
    public (int Number, bool IsNew) Text { get; private set; }

    /// <param name="row">The row.</param>
    /// <param name="hidden">A cell that counts as empty, or −1.</param>
    /// <param name="shared">So many cells from the first on are those of the row that was asked for last, none of them hidden.</param>
    /// <param name="isNew">Whether the combination has not occurred in this sheet before; <see cref="Text"/> tells of its texts then.</param>
    public int NumberOf(RowBuffer row, int hidden, int shared, out bool isNew)
    {
        isNew = false;
        if (_lastColumn < shared) return _lastNumber;
        if (TryPack(row, hidden, out var key))
        {
            // Rows of a school or a class stand together.
            if (key == _lastShort) return _lastNumber;
            (_lastShort, _lastLength) = (key, -1);
            _lastNumber = _short.Add(key, _next, out isNew);
            if (isNew) AddText(MakeKey(row, hidden));
            return _lastNumber;
        }

        if (IsLast(row, hidden)) return _lastNumber;
        var length = MakeKey(row, hidden);
        var place = _keys.Add(_key.AsSpan(0, length), out isNew);
        if (isNew)
        {
            _numbers.Add(_next);
            AddText(length);
        }

        (_key, _last) = (_last.Length < _key.Length ? new byte[_key.Length] : _last, _key);
        (_lastLength, _lastShort) = (length, default);
        return _lastNumber = _numbers[place];
    }

    private bool TryPack(RowBuffer row, int hidden, out (ulong Low, ulong High) key)
    {
        key = default;
        var bits = 0;
        foreach (var column in _columns)
            if (!ShortKeys.TryPack(ref key, ref bits, column < 0 || column == hidden ? default : row[column])) return false;
        return true;
    }

    /// <summary>Numbers the texts of a new combination.</summary>
    private void AddText(int length)
    {
        _next++;
        if (_key.Length < length + sizeof(int)) Array.Resize(ref _key, length + sizeof(int));
        BitConverter.TryWriteBytes(_key.AsSpan(length), _context);
        Text = (_texts.Add(_key.AsSpan(0, length + sizeof(int)), out var isNew), isNew);
    }

    /// <summary>Writes the cells to <see cref="_key"/>.</summary>
    /// <returns>Bytes.</returns>
    private int MakeKey(RowBuffer row, int hidden)
    {
        var length = 0;
        foreach (var column in _columns)
        {
            var cell = column < 0 || column == hidden ? default : row[column];
            if (_key.Length < length + cell.Length + 5) Array.Resize(ref _key, Math.Max(_key.Length * 2, length + cell.Length + 5));
            // The length of every cell before it: no two combinations have the same key.
            if (cell.Length < Long)
            {
                _key[length++] = (byte)cell.Length;
            }
            else
            {
                _key[length] = Long;
                BitConverter.TryWriteBytes(_key.AsSpan(length + 1), cell.Length);
                length += 5;
            }

            cell.CopyTo(_key.AsSpan(length));
            length += cell.Length;
        }

        return length;
    }

    /// <summary>Whether the cells are those of the key that was made last.</summary>
    private bool IsLast(RowBuffer row, int hidden)
    {
        if (_lastLength < 0) return false;
        var at = 0;
        foreach (var column in _columns)
        {
            var cell = column < 0 || column == hidden ? default : row[column];
            if (cell.Length >= Long || _last[at] != cell.Length || !cell.SequenceEqual(_last.AsSpan(at + 1, cell.Length))) return false;
            at += cell.Length + 1;
        }

        return true;
    }
}
