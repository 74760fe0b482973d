using System.Globalization;
using System.Text;

namespace MsokoAnalytics.Models.Catalogue;

/// <summary>CSV text as <see cref="Running.SeedCsv"/> reads it.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder _text = new();

    public CsvText(params string[] header) => _text.AppendJoin(';', header).Append('\n');

    public static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    public void Row(params string?[] cells) =>
        _text.AppendJoin(';', cells.Select(c => "\"" + (c ?? "").Trim().Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append('\n');

    public override string ToString() => _text.ToString();
}
