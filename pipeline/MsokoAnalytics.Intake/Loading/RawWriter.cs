using System.Text;
using MsokoAnalytics.Intake.Privacy;
using MsokoAnalytics.Intake.Tables;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Writes verbatim rows to <c>raw.sheet_row</c>; the last place where a personal value could still be, so it is dropped here.</summary>
internal sealed class RawWriter(ITableAppender appender, long fileKey, PrivacyFilter privacy) : IDisposable
{
    private static readonly byte[] Body = "body"u8.ToArray();
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
    public void WriteBody(RowBuffer row)
    {
        Start(row.RowNumber, row.Damage is null ? Body : Encoding.UTF8.GetBytes(row.Damage));
        // Empty cells after the last text say nothing; spreadsheets have them by the dozen.
        var count = row.Count;
        while (count > 0 && row[count - 1].IsEmpty) count--;
        for (var i = 0; i < count; i++)
        {
            var cell = row[i];
            if (cell.IsEmpty || (i < _dropped.Length && _dropped[i])) appender.ListNull();
            else appender.ListString(cell);
        }

        End();
    }

    /// <summary>A row above the data, or any row of a block form: free text, so names are cut out of every cell.</summary>
    public void WriteText(int rowNumber, string rowClass, string[] cells)
    {
        Start(rowNumber, Encoding.UTF8.GetBytes(rowClass));
        var count = cells.Length;
        while (count > 0 && cells[count - 1].Length == 0) count--;
        for (var i = 0; i < count; i++)
        {
            if (cells[i].Length == 0 || (i < _dropped.Length && _dropped[i] && rowClass != Header)) appender.ListNull();
            else appender.ListString(Encoding.UTF8.GetBytes(privacy.Redact(cells[i])));
        }

        End();
    }

    public void Complete() => appender.Complete();

    public void Dispose() => appender.Dispose();

    private void Start(int rowNumber, ReadOnlySpan<byte> rowClass)
    {
        appender.SetInt64(0, fileKey);
        appender.SetInt32(1, _sheetNo);
        appender.SetInt32(2, rowNumber);
        appender.SetString(3, rowClass);
        appender.BeginList(4);
    }

    private void End()
    {
        appender.EndList();
        appender.EndRow();
    }
}
