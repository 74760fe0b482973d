using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>
/// Reads one sheet with several tables one under another as if each were a sheet of its own. A title row (few cells, one of them matches)
/// starts the next table once a wide row — a header or data — has been seen since the last title, so that titles of two lines stay together.
/// </summary>
internal sealed class SectionReader : TableReader
{
    private const int WideFrom = 4;
    private readonly TableReader _sheet;
    private readonly Regex[] _titles;
    private readonly Queue<(string[] Cells, int RowNumber, string? Damage)> _first;
    private readonly RowBuffer _ahead = new();
    private (string[] Cells, int RowNumber, string? Damage)? _pending;
    private bool _sheetEnded;
    private bool _wide;

    /// <param name="sheet">Positioned behind <paramref name="first"/>; not owned.</param>
    /// <param name="first">The rows of the sheet that have been read already, blank ones included.</param>
    /// <param name="ended">Whether the sheet has no rows after them.</param>
    public SectionReader(TableReader sheet, LayoutSections sections, IEnumerable<(string[] Cells, int RowNumber, string? Damage)> first, bool ended)
    {
        _sheet = sheet;
        _titles = [.. sections.Titles.Select(t => new Regex(t, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))];
        _first = new(first);
        _sheetEnded = ended;
        SheetNumber = sheet.SheetNumber - 1;
    }

    public override string SheetName => _sheet.SheetName;

    public override string Description => _sheet.Description;

    public override bool IsText => _sheet.IsText;

    public override double Progress => _sheet.Progress;

    public override bool NextSheet()
    {
        _pending ??= Next();
        if (_pending is null) return false;
        SheetNumber++;
        _wide = false;
        return true;
    }

    public override bool ReadRow(RowBuffer row)
    {
        var next = _pending ?? Next();
        _pending = null;
        if (next is not var (cells, number, damage)) return false;
        var filled = cells.Count(c => c.Length > 0);
        if (_wide && filled < WideFrom && Array.Exists(cells, IsTitle))
        {
            _pending = next;
            return false;
        }

        _wide |= filled >= WideFrom;
        row.Clear();
        foreach (var cell in cells) row.Add(cell);
        (row.RowNumber, row.Damage) = (number, damage);
        return true;
    }

    private (string[] Cells, int RowNumber, string? Damage)? Next()
    {
        if (_first.TryDequeue(out var first)) return first;
        if (_sheetEnded || !_sheet.ReadRow(_ahead))
        {
            _sheetEnded = true;
            return null;
        }

        return ([.. Enumerable.Range(0, _ahead.Count).Select(_ahead.Text)], _ahead.RowNumber, _ahead.Damage);
    }

    private bool IsTitle(string cell) => cell.Length > 0 && Array.Exists(_titles, t => t.IsMatch(HeaderText.OneLine(cell)));

    /// <summary>The sheet belongs to whoever opened it.</summary>
    protected override void Dispose(bool disposing)
    {
    }
}
