using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The first rows of a sheet, kept so that a header can be looked for and the rows still be written afterwards.</summary>
internal sealed class SheetProbe
{
    private SheetProbe(List<string[]> rows, List<(int RowNumber, string? Damage)> marks, bool ended)
    {
        Rows = rows;
        Marks = marks;
        Ended = ended;
    }

    public IReadOnlyList<string[]> Rows { get; }

    public IReadOnlyList<(int RowNumber, string? Damage)> Marks { get; }

    /// <summary>Whether the sheet has no rows after these.</summary>
    public bool Ended { get; }

    public int NonBlank => Rows.Count(r => Array.Exists(r, c => c.Length > 0));

    public static SheetProbe Read(TableReader reader, RowBuffer row, IntakeLimits limits)
    {
        var rows = new List<string[]>();
        var marks = new List<(int, string?)>();
        while (rows.Count < limits.HeaderSearchRows)
        {
            if (!reader.ReadRow(row)) return new SheetProbe(rows, marks, ended: true);
            if (row.Count > limits.MaxColumns) throw Problems.TooWide(row.Count, limits.MaxColumns);
            rows.Add([.. Enumerable.Range(0, row.Count).Select(row.Text)]);
            marks.Add((row.RowNumber, row.Damage));
        }

        return new SheetProbe(rows, marks, ended: false);
    }

    /// <summary>One text per row for the search of titles: cells joined by blanks.</summary>
    public IReadOnlyList<string> Titles(int rows) => [.. Rows.Take(rows).Select(r => string.Join(' ', r.Where(c => c.Length > 0)))];
}
