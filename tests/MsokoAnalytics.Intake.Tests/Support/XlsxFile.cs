using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>
/// A workbook written by hand (a zip with the least XML that Excel accepts), so that nothing of the product takes part in making its
/// own test input. Strings are inline, numbers are doubles, <see cref="DateOnly"/> is a number with a date format, null is no cell.
/// </summary>
internal sealed class XlsxFile
{
    private readonly List<XlsxSheet> _sheets = [];

    public XlsxSheet Sheet(string name)
    {
        var sheet = new XlsxSheet(name);
        _sheets.Add(sheet);
        return sheet;
    }

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", Declaration + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
                + string.Concat(_sheets.Select((_, i) => Invariant($"<Override PartName=\"/xl/worksheets/sheet{i + 1}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")))
                + "</Types>");
            Part(zip, "_rels/.rels", Declaration + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part(zip, "xl/workbook.xml", Declaration + "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                + string.Concat(_sheets.Select((s, i) => Invariant($"<sheet name=\"{SecurityElement.Escape(s.Name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>")))
                + "</sheets></workbook>");
            Part(zip, "xl/_rels/workbook.xml.rels", Declaration + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + string.Concat(_sheets.Select((_, i) => Invariant($"<Relationship Id=\"rId{i + 1}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>")))
                + "<Relationship Id=\"rIdS\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>");
            Part(zip, "xl/styles.xml", Declaration + "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                + "<fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
                + "<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            for (var i = 0; i < _sheets.Count; i++) Part(zip, Invariant($"xl/worksheets/sheet{i + 1}.xml"), Declaration + _sheets[i].ToXml());
        }

        return memory.ToArray();
    }

    public string Save(TempFolder folder, string relativePath) => folder.WriteBytes(relativePath, ToBytes());

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

    private static void Part(ZipArchive zip, string name, string xml)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        // The time of writing would make two equal workbooks differ in bytes.
        entry.LastWriteTime = new DateTimeOffset(2026, 5, 20, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>One sheet under construction.</summary>
internal sealed class XlsxSheet(string name)
{
    private readonly List<object?[]> _rows = [];
    private readonly List<string> _merges = [];

    public string Name { get; } = name;

    /// <summary>Rows with at least one cell that has text: what a reader must count.</summary>
    public int FilledRows => _rows.Count(r => Array.Exists(r, c => c is not (null or "")));

    public XlsxSheet Row(params object?[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public XlsxSheet Rows(IEnumerable<object?[]> rows)
    {
        _rows.AddRange(rows);
        return this;
    }

    public XlsxSheet Blank(int rows = 1)
    {
        for (var i = 0; i < rows; i++) _rows.Add([]);
        return this;
    }

    public XlsxSheet Merge(string range)
    {
        _merges.Add(range);
        return this;
    }

    public string ToXml()
    {
        var xml = new StringBuilder("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        for (var r = 0; r < _rows.Count; r++)
        {
            if (_rows[r].Length == 0) continue;
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (var c = 0; c < _rows[r].Length; c++) Cell(xml, $"{Column(c)}{(r + 1).ToString(CultureInfo.InvariantCulture)}", _rows[r][c]);
            xml.Append("</row>");
        }

        xml.Append("</sheetData>");
        if (_merges.Count > 0)
            xml.Append(CultureInfo.InvariantCulture, $"<mergeCells count=\"{_merges.Count}\">").AppendJoin("", _merges.Select(m => $"<mergeCell ref=\"{m}\"/>")).Append("</mergeCells>");
        return xml.Append("</worksheet>").ToString();
    }

    private static void Cell(StringBuilder xml, string place, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case DateOnly date:
                // Serial days of Excel, counted from the day before 1900-01-01 with the leap day that never was.
                xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\" s=\"1\"><v>{date.DayNumber - new DateOnly(1899, 12, 30).DayNumber}</v></c>");
                break;
            case ExcelError error:
                xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\" t=\"e\"><v>{error.Code}</v></c>");
                break;
            case string text:
                xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>");
                break;
            default:
                xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{place}\"><v>{Convert.ToDouble(value, CultureInfo.InvariantCulture):R}</v></c>");
                break;
        }
    }

    private static string Column(int index) => index < 26 ? ((char)('A' + index)).ToString() : Column(index / 26 - 1) + (char)('A' + index % 26);
}

/// <summary>A cell whose formula failed, such as <c>#N/A</c>.</summary>
internal sealed record ExcelError(string Code);
