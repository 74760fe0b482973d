using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace MsokoAnalytics.DemoData.Tests.Reading;

/// <summary>A table read back without any library but zip and XML: rows by number, cells as text, merged ranges.</summary>
internal sealed record BookSheet(string Name, SortedDictionary<int, string?[]> Rows, List<string> Merges)
{
    /// <summary>The text of a cell, or null when it is not there or empty.</summary>
    public string? Cell(int row, int column) =>
        Rows.TryGetValue(row, out var cells) && column <= cells.Length && !string.IsNullOrEmpty(cells[column - 1]) ? cells[column - 1] : null;

    public bool IsBlank(int row) => !Rows.TryGetValue(row, out var cells) || Array.TrueForAll(cells, string.IsNullOrEmpty);
}

internal static class Book
{
    /// <summary>Reads a file of a format named in <c>truth/files.csv</c>.</summary>
    public static List<BookSheet> Read(string path, string format) => format switch
    {
        "xlsx" => Xlsx(path),
        "xls" => [XlsBook.Read(path)],
        _ => [Csv(path, format)],
    };

    public static List<BookSheet> Xlsx(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var strings = zip.GetEntry("xl/sharedStrings.xml") is { } shared ? Strings(shared) : [];
        var names = new List<string>();
        using (var stream = zip.GetEntry("xl/workbook.xml")!.Open())
        using (var xml = XmlReader.Create(stream))
            while (xml.Read())
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "sheet") names.Add(xml.GetAttribute("name")!);
        return [.. names.Select((name, i) => Sheet(zip.GetEntry($"xl/worksheets/sheet{i + 1}.xml")!, name, strings))];
    }

    public static BookSheet Csv(string path, string format)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var (encoding, delimiter) = format switch
        {
            "utf-8-bom ;" => (Encoding.UTF8, ';'),
            "utf-8 ," => (new UTF8Encoding(false, true), ','),
            "utf-16 tab" => (Encoding.Unicode, '\t'),
            "windows-1251 ;" => (Encoding.GetEncoding(1251), ';'),
            _ => throw new ArgumentException(format, nameof(format)),
        };
        var text = File.ReadAllText(path, encoding);
        var sheet = new BookSheet("", [], []);
        var row = 0;
        foreach (var record in Records(text, delimiter)) sheet.Rows.Add(++row, record);
        return sheet;
    }

    private static IEnumerable<string?[]> Records(string text, char delimiter)
    {
        var cells = new List<string?>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else if (c == '"') quoted = false;
                else cell.Append(c);
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == delimiter)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                yield return [.. cells];
                cells.Clear();
            }
            else if (c != '\r' && c != '\uFEFF')
            {
                cell.Append(c);
            }
        }

        if (cells.Count > 0 || cell.Length > 0) yield return [.. cells, cell.ToString()];
    }

    private static List<string> Strings(ZipArchiveEntry entry)
    {
        var strings = new List<string>();
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream);
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si") strings.Add(Texts(xml));
        return strings;
    }

    /// <summary>All t elements inside the current element.</summary>
    private static string Texts(XmlReader xml)
    {
        using var inside = xml.ReadSubtree();
        var text = "";
        while (inside.Read())
            if (inside.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text += inside.Value;
        return text;
    }

    private static BookSheet Sheet(ZipArchiveEntry entry, string name, List<string> strings)
    {
        var sheet = new BookSheet(name, [], []);
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream);
        var row = 0;
        var cells = new List<string?>();
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row") sheet.Rows.Add(row, [.. cells]);
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "row")
            {
                row = int.Parse(xml.GetAttribute("r")!, CultureInfo.InvariantCulture);
                cells.Clear();
                if (xml.IsEmptyElement) sheet.Rows.Add(row, []);
            }
            else if (xml.LocalName == "c")
            {
                var column = Column(xml.GetAttribute("r")!);
                while (cells.Count < column) cells.Add(null);
                if (xml.IsEmptyElement) continue;
                var type = xml.GetAttribute("t");
                var text = Texts(xml);
                if (type == "s") text = strings[int.Parse(text, CultureInfo.InvariantCulture)];
                else if (!numbers.TryAdd(text, text)) text = numbers[text];
                cells[column - 1] = text;
            }
            else if (xml.LocalName == "mergeCell")
            {
                sheet.Merges.Add(xml.GetAttribute("ref")!);
            }
        }

        return sheet;
    }

    private static int Column(string address) => address.TakeWhile(char.IsAsciiLetter).Aggregate(0, (n, c) => 26 * n + c - 'A' + 1);
}
