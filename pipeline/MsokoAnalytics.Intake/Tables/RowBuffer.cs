using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>
/// The cells of one row as UTF-8 text in one reused buffer, so that a sheet of any size is read without a string per cell.
/// An empty cell has length 0. Spans are valid until the next row is read.
/// </summary>
public sealed class RowBuffer
{
    private byte[] _bytes = new byte[4096];
    private int[] _ends = new int[64];
    private int _length;

    /// <summary>Number of cells, trailing empty cells included as the source gave them.</summary>
    public int Count { get; private set; }

    /// <summary>1-based row of the sheet, or line of the text file where the record starts.</summary>
    public int RowNumber { get; set; }

    /// <summary>Whether the source row is damaged (for example unbalanced quotes) and can only be rejected; the reason code, or null.</summary>
    public string? Damage { get; set; }

    /// <summary>Whether no cell has text.</summary>
    public bool IsBlank => _length == 0;

    public ReadOnlySpan<byte> this[int cell] => cell < Count
        ? _bytes.AsSpan(cell == 0 ? 0 : _ends[cell - 1], _ends[cell] - (cell == 0 ? 0 : _ends[cell - 1]))
        : default;

    /// <summary>Whether a cell at this place or behind it has text.</summary>
    public bool HasTextFrom(int cell) => cell < Count && _length > (cell == 0 ? 0 : _ends[cell - 1]);

    public string Text(int cell) => Encoding.UTF8.GetString(this[cell]);

    public void Clear()
    {
        Count = 0;
        _length = 0;
        Damage = null;
    }

    /// <summary>Adds a text; one of blanks alone says nothing and becomes an empty cell.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (!IsBlankText(utf8))
        {
            Reserve(utf8.Length);
            utf8.CopyTo(_bytes.AsSpan(_length));
            _length += utf8.Length;
        }

        EndCell();
    }

    public void Add(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
            var written = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
            if (!IsBlankText(_bytes.AsSpan(_length, written))) _length += written;
        }

        EndCell();
    }

    /// <summary>Adds a number the shortest way that reads back exactly; whole numbers without a decimal point.</summary>
    public void Add(double value)
    {
        Reserve(32);
        int written;
        if (value is >= -9e15 and <= 9e15 && Math.Floor(value) == value)
            Utf8Formatter.TryFormat((long)value, _bytes.AsSpan(_length), out written);
        else
            value.TryFormat(_bytes.AsSpan(_length), out written, "R", CultureInfo.InvariantCulture);
        _length += written;
        EndCell();
    }

    public void AddEmpty() => EndCell();

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

    private void EndCell()
    {
        if (Count == _ends.Length) Array.Resize(ref _ends, _ends.Length * 2);
        _ends[Count++] = _length;
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length >= bytes) return;
        Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
    }
}
