using System.Buffers.Binary;
using System.Text;

namespace MsokoAnalytics.DemoData.Tables;

/// <summary>An OLE compound file ([MS-CFB], version 3) with one stream: header, stream, directory, allocation table.</summary>
internal static class OleContainer
{
    private const int SectorSize = 512;
    private const int Entries = SectorSize / 4;
    private const int SmallestStream = 4096;
    private const int TableSectorsInHeader = 109;
    private const int EndOfChain = -2, TableSector = -3, Free = -1;

    /// <summary>Bytes that the allocation tables named in the header can chain.</summary>
    public const int MaxBytes = (TableSectorsInHeader * Entries - TableSectorsInHeader - 1) * SectorSize;

    /// <param name="content">Up to <see cref="MaxBytes"/> bytes.</param>
    public static byte[] Create(string streamName, byte[] content)
    {
        if (content.Length > MaxBytes) throw new InvalidOperationException("The workbook is too large for an allocation table in the header.");
        // Smaller streams would have to go into another kind of sectors.
        if (content.Length < SmallestStream) Array.Resize(ref content, SmallestStream);
        var data = (content.Length + SectorSize - 1) / SectorSize;
        var tables = 1;
        while (tables * Entries < data + 1 + tables) tables++;
        var file = new byte[SectorSize * (1 + data + 1 + tables)];

        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(file);
        Short(24, 0x3E);
        Short(26, 3);
        // Byte order, sizes of sectors as powers of two.
        Short(28, unchecked((short)0xFFFE));
        Short(30, 9);
        Short(32, 6);
        Int(44, tables);
        Int(48, data);
        Int(56, SmallestStream);
        Int(60, EndOfChain);
        Int(68, EndOfChain);
        for (var i = 0; i < TableSectorsInHeader; i++) Int(76 + 4 * i, i < tables ? data + 1 + i : Free);

        content.CopyTo(file, SectorSize);
        Entry(SectorSize * (1 + data), "Root Entry", 5, EndOfChain, 0, child: 1);
        Entry(SectorSize * (1 + data) + 128, streamName, 2, 0, content.Length, child: Free);
        for (var i = 2; i < 4; i++) Entry(SectorSize * (1 + data) + 128 * i, "", 0, 0, 0, child: Free);

        var table = SectorSize * (2 + data);
        for (var i = 0; i < tables * Entries; i++)
            Int(table + 4 * i, i < data - 1 ? i + 1 : i <= data ? EndOfChain : i <= data + tables ? TableSector : Free);
        return file;

        void Short(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);

        void Int(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);

        void Entry(int at, string name, byte kind, int start, int size, int child)
        {
            Encoding.Unicode.GetBytes(name).CopyTo(file, at);
            Short(at + 64, (short)(name.Length == 0 ? 0 : 2 * name.Length + 2));
            file[at + 66] = kind;
            file[at + 67] = 1;
            Int(at + 68, Free);
            Int(at + 72, Free);
            Int(at + 76, child);
            Int(at + 116, start);
            Int(at + 120, size);
        }
    }
}
