using System.IO.Compression;
using System.Text;

namespace MsokoAnalytics.DemoData.Tables;

/// <summary>
/// A streaming XLSX writer: sheets go straight into the archive, strings into a shared table written last. The Open XML SDK is
/// not used because its packages carry the current time, and the demo must be the same byte by byte for a seed.
/// </summary>
internal sealed class XlsxWriter : TableWriter
{
    private static readonly DateTimeOffset EntryTime = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[][] ColumnNames = [.. Enumerable.Range(1, 512).Select(ColumnName)];

    private readonly ZipArchive _archive;
    private readonly List<string> _sheets = [];
    private readonly List<string> _merges = [];
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly List<string> _stringList = [];
    private readonly bool _inlineStrings;
    private Stream? _stream;
    private Utf8Buffer? _out;
    private bool _rowOpen;
    private int _style;

    /// <param name="output">Owned and closed by the writer.</param>
    /// <param name="inlineStrings">Strings inside the cells, as some exporters write them, instead of a shared table.</param>
    public XlsxWriter(Stream output, bool inlineStrings = false)
    {
        _archive = new ZipArchive(output, ZipArchiveMode.Create);
        _inlineStrings = inlineStrings;
    }

    private Utf8Buffer Out => _out ?? throw new InvalidOperationException("No sheet has been begun.");

    /// <summary>Joins cells of the sheet being written, e.g. «A1:C1».</summary>
    public void Merge(int firstRow, int firstColumn, int lastRow, int lastColumn) =>
        _merges.Add(Address(firstRow, firstColumn) + ":" + Address(lastRow, lastColumn));

    /// <summary>Index into the five cell formats: 0 plain, 1 bordered, 2 bordered and centred, 3 bold on grey, 4 title.</summary>
    public void Style(int style) => _style = style;

    /// <summary>A cell with a format and no value.</summary>
    public void Empty()
    {
        Skip();
        Out.Raw("<c r=\""u8);
        Cell();
        Out.Raw("/>"u8);
    }

    /// <summary>A cell that holds an empty string, which is not the same as no cell.</summary>
    public void EmptyText()
    {
        Skip();
        WriteText("");
    }

    public static string Address(int row, int column) => Encoding.ASCII.GetString(ColumnNames[column - 1]) + row.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override void EndRow()
    {
        Out.Raw("</row>"u8);
        _rowOpen = false;
        _style = 0;
    }

    public override void Dispose()
    {
        EndSheet();
        Part("xl/workbook.xml", WriteWorkbook);
        Part("xl/_rels/workbook.xml.rels", WriteWorkbookRelations);
        Part("xl/styles.xml", WriteStyles);
        if (!_inlineStrings) Part("xl/sharedStrings.xml", WriteStrings);
        Part("_rels/.rels", static o => o.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""u8));
        Part("[Content_Types].xml", WriteContentTypes);
        _archive.Dispose();
    }

    protected override void StartSheet(string name)
    {
        EndSheet();
        // Excel allows 31 characters.
        _sheets.Add(name.Length > 31 ? name[..31] : name);
        _stream = Entry($"xl/worksheets/sheet{_sheets.Count}.xml");
        _out = new Utf8Buffer(_stream);
        _out.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""u8);
    }

    protected override void StartRow()
    {
        if (_rowOpen) throw new InvalidOperationException("The row before has not been ended.");
        _rowOpen = true;
        Out.Raw("<row r=\""u8);
        Out.Int(Row);
        Out.Raw("\">"u8);
    }

    protected override void SkipCell()
    {
        // A cell without a value is simply not there.
    }

    protected override void WriteText(string value)
    {
        Out.Raw("<c r=\""u8);
        Cell();
        if (_inlineStrings)
        {
            Out.Raw(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
            Out.Escaped(value);
            Out.Raw("</t></is></c>"u8);
            return;
        }

        if (!_strings.TryGetValue(value, out var index))
        {
            index = _stringList.Count;
            _strings.Add(value, index);
            _stringList.Add(value);
        }

        Out.Raw(" t=\"s\"><v>"u8);
        Out.Int(index);
        Out.Raw("</v></c>"u8);
    }

    protected override void WriteNumber(int value)
    {
        Out.Raw("<c r=\""u8);
        Cell();
        Out.Raw("><v>"u8);
        Out.Int(value);
        Out.Raw("</v></c>"u8);
    }

    protected override void WriteNumber(double value)
    {
        Out.Raw("<c r=\""u8);
        Cell();
        Out.Raw("><v>"u8);
        Out.Double(value);
        Out.Raw("</v></c>"u8);
    }

    private static byte[] ColumnName(int column)
    {
        var name = "";
        for (var n = column; n > 0; n = (n - 1) / 26) name = (char)('A' + (n - 1) % 26) + name;
        return Encoding.ASCII.GetBytes(name);
    }

    /// <summary>Address and format of the current cell, up to the closing quote.</summary>
    private void Cell()
    {
        Out.Raw(ColumnNames[Column - 1]);
        Out.Int(Row);
        Out.Raw("\""u8);
        if (_style == 0) return;
        Out.Raw(" s=\""u8);
        Out.Int(_style);
        Out.Raw("\""u8);
    }

    private void EndSheet()
    {
        if (_out is null || _stream is null) return;
        _out.Raw("</sheetData>"u8);
        if (_merges.Count > 0)
        {
            _out.Raw("<mergeCells count=\""u8);
            _out.Int(_merges.Count);
            _out.Raw("\">"u8);
            foreach (var merge in _merges)
            {
                _out.Raw("<mergeCell ref=\""u8);
                _out.Ascii(merge);
                _out.Raw("\"/>"u8);
            }

            _out.Raw("</mergeCells>"u8);
            _merges.Clear();
        }

        _out.Raw("</worksheet>"u8);
        _out.Flush();
        _stream.Dispose();
        _out = null;
        _stream = null;
    }

    private Stream Entry(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = EntryTime;
        return entry.Open();
    }

    private void Part(string name, Action<Utf8Buffer> write)
    {
        using var stream = Entry(name);
        var buffer = new Utf8Buffer(stream);
        write(buffer);
        buffer.Flush();
    }

    private void WriteWorkbook(Utf8Buffer o)
    {
        o.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"""u8);
        for (var i = 1; i <= _sheets.Count; i++)
        {
            o.Raw("<sheet name=\""u8);
            o.Escaped(_sheets[i - 1]);
            o.Raw("\" sheetId=\""u8);
            o.Int(i);
            o.Raw("\" r:id=\"rId"u8);
            o.Int(i);
            o.Raw("\"/>"u8);
        }

        o.Raw("</sheets></workbook>"u8);
    }

    private void WriteWorkbookRelations(Utf8Buffer o)
    {
        o.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""u8);
        for (var i = 1; i <= _sheets.Count; i++) Relation(o, i, "worksheet", $"worksheets/sheet{i}.xml");
        Relation(o, _sheets.Count + 1, "styles", "styles.xml");
        if (!_inlineStrings) Relation(o, _sheets.Count + 2, "sharedStrings", "sharedStrings.xml");
        o.Raw("</Relationships>"u8);
    }

    private static void Relation(Utf8Buffer o, int id, string type, string target)
    {
        o.Raw("<Relationship Id=\"rId"u8);
        o.Int(id);
        o.Raw("\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"u8);
        o.Ascii(type);
        o.Raw("\" Target=\""u8);
        o.Ascii(target);
        o.Raw("\"/>"u8);
    }

    private static void WriteStyles(Utf8Buffer o) => o.Raw("""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="18"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFD3D3D3"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment horizontal="center"/></xf><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf></cellXfs></styleSheet>
        """u8);

    private void WriteStrings(Utf8Buffer o)
    {
        o.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount=" """u8[..^1]);
        o.Int(_stringList.Count);
        o.Raw("\">"u8);
        foreach (var text in _stringList)
        {
            o.Raw("<si><t xml:space=\"preserve\">"u8);
            o.Escaped(text);
            o.Raw("</t></si>"u8);
        }

        o.Raw("</sst>"u8);
    }

    private void WriteContentTypes(Utf8Buffer o)
    {
        o.Raw("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"""u8);
        if (!_inlineStrings) o.Raw("""<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>"""u8);
        for (var i = 1; i <= _sheets.Count; i++)
        {
            o.Raw("<Override PartName=\"/xl/worksheets/sheet"u8);
            o.Int(i);
            o.Raw(".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"u8);
        }

        o.Raw("</Types>"u8);
    }
}
