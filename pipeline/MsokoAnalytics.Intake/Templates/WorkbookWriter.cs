using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace MsokoAnalytics.Intake.Templates;

/// <summary>
/// A small XLSX file of text sheets to be filled in by hand: a bold wrapped first row that stays in sight, column widths, lists of allowed
/// values. Nothing more than templates need; results are never written with it.
/// </summary>
internal sealed class WorkbookWriter
{
    private readonly List<Sheet> _sheets = [];

    /// <param name="lists">Allowed values of single cells: 1-based row and column.</param>
    public void Add(string name, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<int> widths, IReadOnlyList<(int Row, int Column, IReadOnlyList<string> Values)>? lists = null) =>
        _sheets.Add(new Sheet(name, rows, widths, lists ?? []));

    public void Save(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew);
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        Part(archive, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
            + string.Concat(_sheets.Select((_, i) => $"<Override PartName=\"/xl/worksheets/sheet{Number(i + 1)}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")) + "</Types>");
        Part(archive, "_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part(archive, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>" + string.Concat(_sheets.Select((s, i) => $"<sheet name=\"{Escape(s.Name)}\" sheetId=\"{Number(i + 1)}\" r:id=\"rId{Number(i + 1)}\"/>")) + "</sheets></workbook>");
        Part(archive, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"rId{Number(i + 1)}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{Number(i + 1)}.xml\"/>"))
            + $"<Relationship Id=\"rId{Number(_sheets.Count + 1)}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        Part(archive, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
            + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7E6E6\"/></patternFill></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + "<cellXfs count=\"2\"><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
            + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs></styleSheet>");
        for (var i = 0; i < _sheets.Count; i++) Part(archive, $"xl/worksheets/sheet{Number(i + 1)}.xml", SheetXml(_sheets[i], Main));
    }

    private static string SheetXml(Sheet sheet, string main)
    {
        var xml = new StringBuilder();
        xml.Append("<worksheet xmlns=\"").Append(main).Append("\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
        for (var c = 0; c < sheet.Widths.Count; c++) xml.Append(CultureInfo.InvariantCulture, $"<col min=\"{c + 1}\" max=\"{c + 1}\" width=\"{sheet.Widths[c]}\" customWidth=\"1\"/>");
        xml.Append("</cols><sheetData>");
        for (var r = 0; r < sheet.Rows.Count; r++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (var c = 0; c < sheet.Rows[r].Count; c++)
                if (sheet.Rows[r][c].Length > 0)
                    xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{Address(r + 1, c + 1)}\" s=\"{(r == 0 ? 1 : 0)}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escape(sheet.Rows[r][c])}</t></is></c>");
            xml.Append("</row>");
        }

        xml.Append("</sheetData>");
        if (sheet.Lists.Count > 0)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<dataValidations count=\"{sheet.Lists.Count}\">");
            // A warning, not a stop: the list helps and does not forbid what the program also understands.
            foreach (var (row, column, values) in sheet.Lists)
                xml.Append(CultureInfo.InvariantCulture, $"<dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{Address(row, column)}\"><formula1>\"{Escape(string.Join(',', values))}\"</formula1></dataValidation>");
            xml.Append("</dataValidations>");
        }

        return xml.Append("</worksheet>").ToString();
    }

    private static string Address(int row, int column)
    {
        var name = "";
        for (var n = column; n > 0; n = (n - 1) / 26) name = (char)('A' + (n - 1) % 26) + name;
        return name + Number(row);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static void Part(ZipArchive archive, string name, string xml)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"u8);
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }

    private sealed record Sheet(string Name, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<int> Widths, IReadOnlyList<(int Row, int Column, IReadOnlyList<string> Values)> Lists);
}
