using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>Writes simple tables (titles, one header row, rows) and remembers the files.</summary>
internal sealed class TableFiles(OutputFolder output)
{
    public List<WrittenFile> Written { get; } = [];

    /// <param name="path">Relative to the data folder; «.csv» or «.xlsx».</param>
    /// <param name="dialect">Of a CSV file.</param>
    /// <param name="day">When the file was made.</param>
    /// <param name="titles">Rows above the header.</param>
    /// <param name="total">A row of totals below, or null.</param>
    public void Write(string path, CsvDialect? dialect, DateOnly day, IReadOnlyList<string> titles, IReadOnlyList<string> header, IEnumerable<object?[]> rows, object?[]? total = null)
    {
        var report = new FileReport { Path = path, Kind = "table", Layout = "table", Format = dialect?.Name ?? "xlsx" };
        report.Sheets.Add(new SheetReport(1, dialect is null ? "Лист1" : ""));
        using (var table = output.Table(new PlannedFile(path, dialect), header.Count, inlineStrings: false))
        {
            table.BeginSheet("Лист1");
            foreach (var title in titles)
            {
                table.TextRow(title);
                report.Sheet.Add(RowClass.Title);
            }

            table.TextRow([.. header]);
            report.Sheet.Add(RowClass.Header);
            foreach (var row in rows)
            {
                Row(table, row);
                report.Sheet.Add(RowClass.Data);
            }

            if (total is not null)
            {
                Row(table, total);
                report.Sheet.Add(RowClass.Group);
            }

            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, day);
        Written.Add(new WrittenFile(report, bytes, hash));
    }

    private static void Row(TableWriter table, object?[] cells)
    {
        table.BeginRow();
        foreach (var cell in cells)
        {
            switch (cell)
            {
                case int number: table.Number(number); break;
                case double number: table.Number(number); break;
                default: table.Text(cell as string); break;
            }
        }

        table.EndRow();
    }
}
