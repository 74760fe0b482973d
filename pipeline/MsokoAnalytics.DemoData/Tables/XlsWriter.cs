using System.Buffers.Binary;
using System.Text;

namespace MsokoAnalytics.DemoData.Tables;

/// <summary>
/// A workbook of Excel 97–2003 with the records a reader needs: BIFF8 sheets of texts and numbers, no styles, in an OLE container.
/// РЦОИ still send protocols of several exams like this. Everything is kept in memory and written on closing.
/// </summary>
/// <param name="output">Owned and closed by the writer.</param>
internal sealed class XlsWriter(Stream output) : TableWriter
{
    /// <summary>Rows of a sheet that BIFF8 can number.</summary>
    public const int MaxRows = 65_536;

    private const int MaxCellText = 4_000;

    private readonly List<(string Name, MemoryStream Records)> _sheets = [];

    private MemoryStream Records => _sheets[^1].Records;

    public override void EndRow()
    {
        // A record names its row itself.
    }

    public override void Dispose()
    {
        output.Write(OleContainer.Create("Workbook", Workbook()));
        output.Dispose();
    }

    protected override void StartSheet(string name) => _sheets.Add((name.Length > 31 ? name[..31] : name, new MemoryStream()));

    protected override void StartRow()
    {
        if (Row > MaxRows) throw new InvalidOperationException("A sheet of Excel 97 holds 65536 rows.");
    }

    protected override void SkipCell()
    {
        // No record, no cell.
    }

    protected override void WriteText(string value)
    {
        if (value.Length > MaxCellText) throw new InvalidOperationException("A text does not fit into one BIFF record.");
        var data = new byte[9 + 2 * value.Length];
        Place(data);
        Short(data, 6, value.Length);
        // Characters of two bytes.
        data[8] = 1;
        Encoding.Unicode.GetBytes(value, data.AsSpan(9));
        Record(Records, Biff.Label, data);
    }

    protected override void WriteNumber(int value) => WriteNumber((double)value);

    protected override void WriteNumber(double value)
    {
        var data = new byte[14];
        Place(data);
        BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(6), value);
        Record(Records, Biff.Number, data);
    }

    private void Place(byte[] data)
    {
        Short(data, 0, Row - 1);
        Short(data, 2, Column - 1);
        Short(data, 4, Biff.CellFormat);
    }

    /// <summary>Globals (which name the byte where each sheet starts), then the sheets.</summary>
    private byte[] Workbook()
    {
        using var globals = new MemoryStream();
        Record(globals, Biff.Begin, Biff.BeginGlobals);
        Record(globals, Biff.CodePage, [0xB0, 0x04]);
        for (var i = 0; i < 4; i++) Record(globals, Biff.Font, Biff.DefaultFont);
        for (var i = 0; i <= Biff.CellFormat; i++) Record(globals, Biff.Format, i < Biff.CellFormat ? Biff.StyleFormat : Biff.PlainCellFormat);
        Record(globals, Biff.Style, [0x00, 0x80, 0x00, 0xFF]);
        const int Head = 4;
        var at = (int)globals.Length + _sheets.Sum(s => Head + 8 + 2 * s.Name.Length) + Head;
        foreach (var (name, records) in _sheets)
        {
            var bound = new byte[8 + 2 * name.Length];
            BinaryPrimitives.WriteInt32LittleEndian(bound, at);
            bound[6] = (byte)name.Length;
            bound[7] = 1;
            Encoding.Unicode.GetBytes(name, bound.AsSpan(8));
            Record(globals, Biff.Sheet, bound);
            at += Head + Biff.BeginSheet.Length + (int)records.Length + Head;
        }

        Record(globals, Biff.End, []);
        foreach (var (_, records) in _sheets)
        {
            Record(globals, Biff.Begin, Biff.BeginSheet);
            records.WriteTo(globals);
            Record(globals, Biff.End, []);
        }

        return globals.ToArray();
    }

    private static void Short(byte[] data, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), (ushort)value);

    private static void Record(Stream stream, ushort id, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(head, id);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)data.Length);
        stream.Write(head);
        stream.Write(data);
    }
}
