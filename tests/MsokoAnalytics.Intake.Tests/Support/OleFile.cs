using System.Buffers.Binary;
using System.Text;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>An OLE compound file (what XLS and password-protected XLSX are) with one stream; the directory stands after the stream, as Excel writes it.</summary>
internal static class OleFile
{
    private const int SectorSize = 512;
    private const int EndOfChain = -2;

    /// <param name="content">At least 4096 bytes; smaller streams would need the mini stream.</param>
    public static byte[] Create(string streamName, byte[] content)
    {
        if (content.Length < 4096) Array.Resize(ref content, 4096);
        var dataSectors = (content.Length + SectorSize - 1) / SectorSize;
        var fatSectors = 1;
        while (fatSectors * 128 < dataSectors + 1 + fatSectors) fatSectors++;
        var file = new byte[SectorSize * (1 + dataSectors + 1 + fatSectors)];

        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(file);
        Short(24, 0x3E);
        Short(26, 3);
        Short(28, unchecked((short)0xFFFE));
        Short(30, 9);
        Short(32, 6);
        Int(44, fatSectors);
        Int(48, dataSectors);
        Int(56, 4096);
        Int(60, EndOfChain);
        Int(68, EndOfChain);
        for (var i = 0; i < 109; i++) Int(76 + 4 * i, i < fatSectors ? dataSectors + 1 + i : -1);

        content.CopyTo(file, SectorSize);
        var directory = SectorSize * (1 + dataSectors);
        Entry(directory, "Root Entry", 5, EndOfChain, 0, child: 1);
        Entry(directory + 128, streamName, 2, 0, content.Length, child: -1);

        var fat = SectorSize * (2 + dataSectors);
        for (var i = 0; i < fatSectors * 128; i++)
        {
            var next = i < dataSectors - 1 ? i + 1 : i == dataSectors - 1 || i == dataSectors ? EndOfChain : i <= dataSectors + fatSectors ? -3 : -1;
            Int(fat + 4 * i, next);
        }

        return file;

        void Short(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value);

        void Int(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);

        void Entry(int at, string name, byte type, int start, int size, int child)
        {
            Encoding.Unicode.GetBytes(name).CopyTo(file, at);
            Short(at + 64, (short)(2 * name.Length + 2));
            file[at + 66] = type;
            file[at + 67] = 1;
            Int(at + 68, -1);
            Int(at + 72, -1);
            Int(at + 76, child);
            Int(at + 116, start);
            Int(at + 120, size);
        }
    }
}
