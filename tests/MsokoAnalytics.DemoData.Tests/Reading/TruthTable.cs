using System.Globalization;

namespace MsokoAnalytics.DemoData.Tests.Reading;

/// <summary>A file of the truth folder as rows of named columns.</summary>
internal sealed class TruthTable
{
    private readonly Dictionary<string, int> _columns;

    public TruthTable(string path)
    {
        var sheet = Book.Csv(path, "utf-8-bom ;");
        _columns = sheet.Rows[1].Select((name, i) => (name, i)).ToDictionary(c => c.name!, c => c.i, StringComparer.Ordinal);
        Rows = [.. sheet.Rows.Skip(1).Select(r => new TruthRow(r.Value, _columns))];
    }

    public List<TruthRow> Rows { get; }
}

internal sealed class TruthRow(string?[] cells, Dictionary<string, int> columns)
{
    public string this[string column] => cells[columns[column]]!;

    public int Int(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);

    public double Double(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);

    /// <summary>The task columns t1, t2, …</summary>
    public IEnumerable<string> Tasks()
    {
        for (var i = columns["t1"]; i < cells.Length; i++) yield return cells[i]!;
    }
}
