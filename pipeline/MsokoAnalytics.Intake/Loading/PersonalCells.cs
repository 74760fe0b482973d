using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using Dapper;
using MsokoAnalytics.Intake.Privacy;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Where rows were rejected because a personal text stood in a column that says whose row it is. The kinds reject such rows like any damaged one; the
/// column and what the text looked like are known to the reader only and are added to the rejects here.
/// </summary>
internal sealed class PersonalCells(DbConnection connection)
{
    private readonly List<Cell> _cells = [];

    /// <param name="column">0-based.</param>
    public void Add(long fileKey, int sheetNo, int rowNo, int column, string header, string looksLike) => _cells.Add(new Cell(fileKey, sheetNo, rowNo, column + 1, header, looksLike));

    /// <summary>Completes the rejects of a file.</summary>
    public void Tell(long fileKey)
    {
        foreach (var same in _cells.Where(c => c.FileKey == fileKey).GroupBy(c => (c.SheetNo, c.Column, c.Header, c.LooksLike)))
        foreach (var rows in same.Select(c => c.RowNo).Chunk(10_000))
            connection.Execute(
                $"""
                UPDATE rejects.reject SET column_no = $column, column_name = $header, value_class = $looksLike
                WHERE file_key = $fileKey AND sheet_no = $sheetNo AND rule = $rule AND severity = 'row' AND row_no IN ({string.Join(", ", rows.Select(r => r.ToString(CultureInfo.InvariantCulture)))})
                """, new { fileKey, sheetNo = same.Key.SheetNo, rule = CellScreen.Rule, column = same.Key.Column, header = same.Key.Header, looksLike = same.Key.LooksLike });
        Discard(fileKey);
    }

    public void Discard(long fileKey) => _cells.RemoveAll(c => c.FileKey == fileKey);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(long FileKey, int SheetNo, int RowNo, int Column, string Header, string LooksLike);
}
