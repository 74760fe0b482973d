using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>
/// The cells of one row as UTF-8 text in one reused buffer, so that a sheet of any size is read without a string per cell.
/// An empty cell has length 0. Spans are valid until the next row is read.
/// </summary>
public sealed class RowBuffer
{
    private byte[] _bytes = new byte[4096];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];
    private int _length;
    private int _lastText = -1;

    /// <summary>The record that the row is, as long as it stands there as it was read.</summary>
    private int _recordLength;
    private int _recordCells;
    private object? _recordOf;

    /// <summary>Number of cells, trailing empty cells included as the source gave them.</summary>
    public int Count { get; private set; }

    /// <summary>1-based row of the sheet, or line of the text file where the record starts.</summary>
    public int RowNumber { get; set; }

    /// <summary>Whether the source row is damaged (for example unbalanced quotes) and can only be rejected; the reason code, or null.</summary>
    public string? Damage { get; set; }

    /// <summary>Grows with every row.</summary>
    public long Serial { get; private set; }

    /// <summary>So many cells from the first on are the same as those of the row before it (<see cref="Serial"/> less by one); more of them may be.</summary>
    public int Shared { get; private set; }

    /// <summary>Whether no cell has text.</summary>
    public bool IsBlank => _lastText < 0;

    public ReadOnlySpan<byte> this[int cell]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => cell < Count ? _bytes.AsSpan(_starts[cell], _ends[cell] - _starts[cell]) : default;
    }

    /// <summary>Whether a cell at this place or behind it has text.</summary>
    public bool HasTextFrom(int cell) => _lastText >= cell;

    /// <summary>The next cell from <paramref name="cell"/> on with more than so many bytes, or −1.</summary>
    public int NextLonger(int cell, int bytes)
    {
        var (starts, ends) = (_starts, _ends);
        var limit = Vector256.Create(bytes);
        for (; cell + Vector256<int>.Count <= Count; cell += Vector256<int>.Count)
        {
            var longer = Vector256.GreaterThan(Vector256.Create(ends, cell) - Vector256.Create(starts, cell), limit);
            if (longer != Vector256<int>.Zero) return cell + BitOperations.TrailingZeroCount(longer.ExtractMostSignificantBits());
        }

        for (; cell < Count; cell++)
            if (ends[cell] - starts[cell] > bytes) return cell;
        return -1;
    }

    public string Text(int cell) => Encoding.UTF8.GetString(this[cell]);

    public void Clear()
    {
        Serial++;
        Shared = 0;
        _recordOf = null;
        Count = 0;
        _length = 0;
        _lastText = -1;
        Damage = null;
    }

    /// <summary>Puts other cells in place of those of the row, which stays the same row with the same damage.</summary>
    public void Refill(IReadOnlyList<string> cells)
    {
        var damage = Damage;
        Clear();
        foreach (var cell in cells) Add(cell);
        Damage = damage;
    }

    /// <summary>
    /// Makes a whole record the row: its bytes are copied at once, and the cells are told as parts of them. Written by the caller, who goes from cell to cell anyway.
    /// </summary>
    /// <param name="utf8">The record; it becomes the first bytes of the row.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="reader">Whose record it is: records of one reader that begin with the same bytes begin with the same cells. Null for one that is not as it stands in its source.</param>
    /// <returns>Takes where each cell from its <see cref="RowParts.First"/> on begins and ends in the row, and the place of the last one with text.</returns>
    public RowParts AddRecord(ReadOnlySpan<byte> utf8, int cells, object? reader)
    {
        var shared = reader is not null && ReferenceEquals(reader, _recordOf) ? SharedWith(utf8, cells) : 0;
        Clear();
        Shared = shared;
        (_recordOf, _recordLength, _recordCells) = (reader, utf8.Length, cells);
        Reserve(utf8.Length);
        utf8.CopyTo(_bytes);
        _length = utf8.Length;
        while (_ends.Length < cells) Grow();
        Count = cells;
        return new RowParts(this, _starts.AsSpan(0, cells), _ends.AsSpan(0, cells), shared);
    }

    /// <summary>How many cells a record begins with that the record before it has too: school, municipality and region repeat from row to row.</summary>
    private int SharedWith(ReadOnlySpan<byte> utf8, int cells)
    {
        var same = utf8.CommonPrefixLength(_bytes.AsSpan(0, _recordLength));
        var shared = 0;
        // A cell that begins within what is the same has the end of the one before it there too. Empty cells do not tell where they are.
        for (var i = 0; i < _recordCells && i < cells && _starts[i] <= same; i++)
            if (_starts[i] > 0) shared = i;
        return shared;
    }

    /// <summary>Where cells from <paramref name="first"/> on begin and end in <see cref="Bytes"/>; only cells that are there.</summary>
    public void PartsOf(int first, int count, out ReadOnlySpan<int> starts, out ReadOnlySpan<int> ends)
    {
        count = Math.Clamp(Count - first, 0, count);
        starts = count == 0 ? default : _starts.AsSpan(first, count);
        ends = count == 0 ? default : _ends.AsSpan(first, count);
    }

    /// <summary>The bytes of all cells.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Adds a text; one of blanks alone says nothing and becomes an empty cell.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        var start = _length;
        if (!IsBlankText(utf8))
        {
            Reserve(utf8.Length);
            utf8.CopyTo(_bytes.AsSpan(_length));
            _length += utf8.Length;
        }

        EndCell(start);
    }

    public void Add(string? text)
    {
        var start = _length;
        if (!string.IsNullOrEmpty(text))
        {
            Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
            var written = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
            if (!IsBlankText(_bytes.AsSpan(_length, written))) _length += written;
        }

        EndCell(start);
    }

    /// <summary>Adds a number the shortest way that reads back exactly; whole numbers without a decimal point.</summary>
    public void Add(double value)
    {
        var start = _length;
        Reserve(32);
        int written;
        if (value is >= -9e15 and <= 9e15 && Math.Floor(value) == value)
            Utf8Formatter.TryFormat((long)value, _bytes.AsSpan(_length), out written);
        else
            value.TryFormat(_bytes.AsSpan(_length), out written, "R", CultureInfo.InvariantCulture);
        _length += written;
        EndCell(start);
    }

    public void AddEmpty() => EndCell(_length);

    /// <summary>ASCII blanks, no-break spaces (U+00A0, U+202F), zero-width spaces and byte order marks.</summary>
    private static bool IsBlankText(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            if (utf8[0] <= 0x20) utf8 = utf8[1..];
            else if (utf8.StartsWith("\u00A0"u8)) utf8 = utf8[2..];
            else if (utf8.StartsWith("\u202F"u8) || utf8.StartsWith("\u200B"u8) || utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
            else return false;
        }

        return true;
    }

    /// <summary>Whether a text is one of blanks alone; most texts tell by their first byte that they are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBlankCell(ReadOnlySpan<byte> utf8) => utf8[0] is not (> 0x20 and not (0xC2 or 0xE2 or 0xEF)) && IsBlankText(utf8);

    private void EndCell(int start)
    {
        if (Count == _ends.Length) Grow();
        if (_length > start) _lastText = Count;
        _starts[Count] = start;
        _ends[Count++] = _length;
    }

    private void Grow()
    {
        Array.Resize(ref _starts, _starts.Length * 2);
        Array.Resize(ref _ends, _ends.Length * 2);
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length >= bytes) return;
        Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
    }

    /// <summary>The cells of a record while they are told apart.</summary>
    public ref struct RowParts
    {
        private readonly RowBuffer _row;
        private readonly Span<int> _starts;
        private readonly Span<int> _ends;
        private int _lastText;

        internal RowParts(RowBuffer row, Span<int> starts, Span<int> ends, int first)
        {
            _row = row;
            _starts = starts;
            _ends = ends;
            First = first;
            _lastText = first - 1;
            while (_lastText >= 0 && starts[_lastText] == ends[_lastText]) _lastText--;
        }

        /// <summary>The first cell that has to be set; those before it are known from the record before.</summary>
        public int First { get; }

        /// <summary>A cell that is a part of the record.</summary>
        /// <param name="cell">Its place.</param>
        /// <param name="text">Its bytes.</param>
        /// <param name="start">Where they begin in the record.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Set(int cell, ReadOnlySpan<byte> text, int start)
        {
            _starts[cell] = start;
            _ends[cell] = start;
            if (text.IsEmpty || IsBlankCell(text)) return;
            _ends[cell] = start + text.Length;
            _lastText = cell;
        }

        /// <summary>A cell that is not in the record as it stands.</summary>
        public void SetOther(int cell, ReadOnlySpan<byte> text)
        {
            var start = _row._length;
            _row._recordOf = null;
            _row.Reserve(text.Length);
            text.CopyTo(_row._bytes.AsSpan(start));
            _row._length += text.Length;
            Set(cell, text, start);
        }

        /// <summary>All cells are set.</summary>
        public readonly void End() => _row._lastText = _lastText;
    }
}
