using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>A one-sheet workbook of Excel 97–2003 (BIFF8 in an OLE file) with texts and numbers, written by hand.</summary>
internal static class XlsFile
{
    public static byte[] Create(string sheetName, IReadOnlyList<object?[]> rows)
    {
        using var globals = new MemoryStream();
        Record(globals, 0x0809, [0x00, 0x06, 0x05, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 0x06, 0, 0, 0]);
        var name = Encoding.Unicode.GetBytes(sheetName);
        var bound = new byte[8 + name.Length];
        bound[6] = (byte)sheetName.Length;
        bound[7] = 1;
        name.CopyTo(bound, 8);
        // The sheet starts behind this record and the end of the globals.
        BinaryPrimitives.WriteInt32LittleEndian(bound, (int)globals.Length + 4 + bound.Length + 4);
        Record(globals, 0x0085, bound);
        Record(globals, 0x000A, []);

        Record(globals, 0x0809, [0x00, 0x06, 0x10, 0x00, 0xBB, 0x0D, 0xCC, 0x07, 0, 0, 0, 0, 0x06, 0, 0, 0]);
        var dimensions = new byte[14];
        BinaryPrimitives.WriteInt32LittleEndian(dimensions.AsSpan(4), rows.Count);
        BinaryPrimitives.WriteInt16LittleEndian(dimensions.AsSpan(10), (short)rows.Max(r => r.Length));
        Record(globals, 0x0200, dimensions);
        for (var r = 0; r < rows.Count; r++)
        for (var c = 0; c < rows[r].Length; c++)
            Cell(globals, r, c, rows[r][c]);
        Record(globals, 0x000A, []);
        return OleFile.Create("Workbook", globals.ToArray());
    }

    private static void Cell(Stream stream, int row, int column, object? value)
    {
        if (value is null) return;
        byte[] data;
        if (value is string text)
        {
            var chars = Encoding.Unicode.GetBytes(text);
            data = new byte[9 + chars.Length];
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(6), (short)text.Length);
            data[8] = 1;
            chars.CopyTo(data, 9);
        }
        else
        {
            data = new byte[14];
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(6), Convert.ToDouble(value, CultureInfo.InvariantCulture));
        }

        BinaryPrimitives.WriteInt16LittleEndian(data, (short)row);
        BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2), (short)column);
        Record(stream, (ushort)(value is string ? 0x0204 : 0x0203), data);
    }

    private static void Record(Stream stream, ushort id, byte[] data)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(head, id);
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)data.Length);
        stream.Write(head);
        stream.Write(data);
    }
}
