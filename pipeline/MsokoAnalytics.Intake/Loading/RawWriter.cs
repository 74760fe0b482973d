using System.Text;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Writes verbatim rows to <c>raw.sheet_row</c>; the last place where a personal value could still be, so it is dropped here.</summary>
/// <param name="appender">The table, or null where verbatim rows are not kept.</param>
internal sealed class RawWriter(ITableAppender? appender, long fileKey, PrivacyFilter privacy) : IDisposable
{
    /// <summary>Stands between the cells of a line.</summary>
    public const byte Separator = 0x1F;
    private static readonly byte[] Body = "body"u8.ToArray();
    private byte[] _line = new byte[1024];
    private int _length;
    private bool[] _dropped = [];
    private int _sheetNo;

    public const string Title = "title";
    public const string Header = "header";

    /// <param name="dropped">Columns (0-based) that hold personal data.</param>
    public void StartSheet(int sheetNo, IReadOnlySet<int> dropped)
    {
        _sheetNo = sheetNo;
        _dropped = new bool[dropped.Count == 0 ? 0 : dropped.Max() + 1];
        foreach (var column in dropped) _dropped[column] = true;
    }

    /// <summary>A data row, cell by cell as UTF-8; the hot path.</summary>
    /// <param name="hidden">A cell of this row (0-based) that is not kept, or −1.</param>
    public void WriteBody(RowBuffer row, int hidden = -1)
    {
        if (appender is null) return;
        // Empty cells after the last text say nothing; spreadsheets have them by the dozen.
        var count = row.Count;
        while (count > 0 && row[count - 1].IsEmpty) count--;
        _length = 0;
        for (var i = 0; i < count; i++) Add(i == hidden || (i < _dropped.Length && _dropped[i]) ? default : row[i], i > 0);
        Write(row.RowNumber, row.Damage is null ? Body : Encoding.UTF8.GetBytes(row.Damage));
    }

    /// <summary>A data row whose cells a guard has looked through.</summary>
    public void WriteGuarded(int rowNumber, string? damage, string[] cells)
    {
        if (appender is null) return;
        var count = cells.Length;
        while (count > 0 && cells[count - 1].Length == 0) count--;
        _length = 0;
        for (var i = 0; i < count; i++) Add(Encoding.UTF8.GetBytes(cells[i]), i > 0);
        Write(rowNumber, damage is null ? Body : Encoding.UTF8.GetBytes(damage));
    }

    /// <summary>A row above the data, or any row of a block form: free text, so names are cut out of every cell.</summary>
    public void WriteText(int rowNumber, string rowClass, string[] cells)
    {
        if (appender is null) return;
        var count = cells.Length;
        while (count > 0 && cells[count - 1].Length == 0) count--;
        _length = 0;
        // Headers are names of columns; a column «Ученик» does not make its neighbours personal.
        var texts = rowClass == Header ? [.. cells.Select(privacy.Redact)] : privacy.Redact(cells);
        for (var i = 0; i < count; i++)
            Add(i < _dropped.Length && _dropped[i] && rowClass != Header ? default : Encoding.UTF8.GetBytes(texts[i]), i > 0);
        Write(rowNumber, Encoding.UTF8.GetBytes(rowClass));
    }

    public void Complete() => appender?.Complete();

    public void Dispose() => appender?.Dispose();

    private void Add(ReadOnlySpan<byte> cell, bool separate)
    {
        if (_line.Length < _length + cell.Length + 1) Array.Resize(ref _line, Math.Max(_line.Length * 2, _length + cell.Length + 1));
        if (separate) _line[_length++] = Separator;
        var target = _line.AsSpan(_length, cell.Length);
        cell.CopyTo(target);
        // A separator inside a cell would shift all cells after it.
        target.Replace(Separator, (byte)' ');
        _length += cell.Length;
    }

    private void Write(int rowNumber, ReadOnlySpan<byte> rowClass)
    {
        appender!.SetInt64(0, fileKey);
        appender.SetInt32(1, _sheetNo);
        appender.SetInt32(2, rowNumber);
        appender.SetString(3, rowClass);
        appender.SetString(4, _line.AsSpan(0, _length));
        appender.EndRow();
    }
}
