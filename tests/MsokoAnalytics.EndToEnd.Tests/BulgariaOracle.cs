using System.Globalization;
using System.Text;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>
/// The figures of the Bulgarian files recounted without our reader, mappings or SQL: a plain reader of quoted fields and, per file, the columns
/// counted off by eye from its first lines.
/// </summary>
internal static class BulgariaOracle
{
    /// <param name="Prefix">Start of the file's name.</param>
    /// <param name="Rows">Rows above the data.</param>
    /// <param name="First">0-based column of the first figure.</param>
    /// <param name="Subjects">Number of subjects.</param>
    /// <param name="Order"><c>nm</c> participants then mean, <c>mn</c> the other way, <c>block</c> all participants then all means, <c>shared</c> one number of participants before all means.</param>
    /// <param name="Grade">Grade, as the name says.</param>
    internal sealed record Shape(string Prefix, int Rows, int First, int Subjects, string Order, string Procedure, int Year, int Grade);

    public static readonly Shape[] Files =
    [
        new("dzi-2016", 1, 5, 14, "mn", "ДЗИ", 2016, 12), new("dzi-2017", 1, 5, 14, "mn", "ДЗИ", 2017, 12), new("dzi-2018", 1, 5, 14, "nm", "ДЗИ", 2018, 12), new("dzi-2019", 1, 5, 14, "nm", "ДЗИ", 2019, 12),
        new("dzi-2020", 2, 5, 14, "nm", "ДЗИ", 2020, 12), new("dzi-2021", 2, 5, 14, "nm", "ДЗИ", 2021, 12), new("dzi-2022", 1, 5, 33, "nm", "ДЗИ", 2022, 12), new("dzi-2023", 3, 5, 35, "nm", "ДЗИ", 2023, 12),
        new("nvo-4-2015", 2, 3, 4, "shared", "НВО", 2015, 4), new("nvo-4-2018", 1, 5, 4, "block", "НВО", 2018, 4), new("nvo-4-2019", 1, 5, 4, "block", "НВО", 2019, 4), new("nvo-4-2021", 1, 5, 2, "nm", "НВО", 2021, 4),
        new("nvo-4-2022", 1, 5, 2, "nm", "НВО", 2022, 4), new("nvo-4-2023", 2, 5, 2, "nm", "НВО", 2023, 4), new("nvo-7-2016", 1, 4, 8, "shared", "НВО", 2016, 7), new("nvo-7-2018", 4, 5, 2, "nm", "НВО", 2018, 7),
        new("nvo-7-2019", 1, 5, 2, "nm", "НВО", 2019, 7), new("nvo-7-2020", 1, 5, 2, "nm", "НВО", 2020, 7), new("nvo-7-2021", 2, 5, 2, "nm", "НВО", 2021, 7), new("nvo-7-2022", 1, 5, 2, "nm", "НВО", 2022, 7),
        new("nvo-7-2023", 6, 5, 2, "nm", "НВО", 2023, 7), new("nvo-10-2021", 1, 5, 2, "nm", "НВО", 2021, 10), new("nvo-10-2022", 1, 5, 2, "nm", "НВО", 2022, 10),
    ];

    /// <summary>Each school row with somebody in a subject: «file|line|participants of all subjects|subjects|Σ n·mean», in file order.</summary>
    public static IEnumerable<(string Row, string[] Cells)> Rows(Shape shape, string path)
    {
        foreach (var (line, fields) in Records(File.ReadAllText(path, Encoding.UTF8)))
        {
            if (line <= shape.Rows) continue;
            var cells = new List<string>();
            for (var s = 0; s < shape.Subjects; s++)
            {
                var (n, mean) = shape.Order switch
                {
                    "nm" => (fields[shape.First + 2 * s], fields[shape.First + 2 * s + 1]),
                    "mn" => (fields[shape.First + 2 * s + 1], fields[shape.First + 2 * s]),
                    "block" => (fields[shape.First + s], fields[shape.First + shape.Subjects + s]),
                    _ => (fields[shape.First], fields[shape.First + 1 + s]),
                };
                if (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0 || mean.Length == 0) continue;
                cells.Add(FormattableString.Invariant($"{count}×{double.Parse(mean.Replace(',', '.'), CultureInfo.InvariantCulture):R}"));
            }

            if (cells.Count > 0) yield return (FormattableString.Invariant($"{line}"), [.. cells.Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Comma-separated fields with the line they start on, quotes doubled inside quotes. A record over two lines is broken (one school of 2018 swallows the next) and left out.</summary>
    private static IEnumerable<(int Line, string[] Fields)> Records(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var (quoted, line, start) = (false, 1, 1);
        foreach (var c in text.TrimEnd('\r', '\n') + "\n")
        {
            if (c == '\n') line++;
            if (c == '"') quoted = !quoted;
            if ((c is ',' or '\n') && !quoted)
            {
                fields.Add(Unquote(field.ToString()));
                field.Clear();
                if (c == ',') continue;
                if (line - start == 1) yield return (start, [.. fields]);
                fields.Clear();
                start = line;
            }
            else
            {
                field.Append(c);
            }
        }
    }

    private static string Unquote(string field)
    {
        var text = field.Trim().Trim('\uFEFF');
        return text.Length >= 2 && text[0] == '"' ? text[1..^1].Trim() : text;
    }
}
