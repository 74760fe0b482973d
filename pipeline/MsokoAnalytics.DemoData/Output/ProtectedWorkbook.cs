using System.Buffers.Binary;
using System.Text;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>
/// What Excel writes when a workbook has a password to open: an OLE compound file with the streams EncryptionInfo and
/// EncryptedPackage. The streams hold noise; nothing is hidden in them.
/// </summary>
internal static class ProtectedWorkbook
{
    private const int SectorSize = 512;
    private const int StreamSectors = 8;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const uint FatSector = 0xFFFFFFFD;

    public static byte[] Create(ref KeyedRandom random)
    {
        // Sectors: 0 = allocation table, 1 = directory, 2…9 EncryptionInfo, 10…17 EncryptedPackage.
        var file = new byte[SectorSize * (1 + 2 + 2 * StreamSectors)];
        WriteHeader(file);
        WriteAllocation(file.AsSpan(SectorSize, SectorSize));
        var directory = file.AsSpan(2 * SectorSize, SectorSize);
        Entry(directory[..128], "Root Entry", 5, child: 1, right: Free, EndOfChain, 0);
        Entry(directory.Slice(128, 128), "EncryptionInfo", 2, Free, right: 2, 2, StreamSectors * SectorSize);
        Entry(directory.Slice(256, 128), "EncryptedPackage", 2, Free, Free, 2 + StreamSectors, StreamSectors * SectorSize);
        for (var i = 3 * SectorSize; i < file.Length; i++) file[i] = (byte)random.NextInt(256);
        // Version 4.4: agile encryption.
        file.AsSpan(3 * SectorSize, 8).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(3 * SectorSize), 4);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(3 * SectorSize + 2), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(3 * SectorSize + 4), 0x40);
        return file;
    }

    private static void WriteHeader(Span<byte> file)
    {
        ReadOnlySpan<byte> signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file[24..], 0x3E);
        BinaryPrimitives.WriteUInt16LittleEndian(file[26..], 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file[28..], 0xFFFE);
        BinaryPrimitives.WriteUInt16LittleEndian(file[30..], 9);
        BinaryPrimitives.WriteUInt16LittleEndian(file[32..], 6);
        BinaryPrimitives.WriteUInt32LittleEndian(file[44..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file[48..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file[56..], 4096);
        BinaryPrimitives.WriteUInt32LittleEndian(file[60..], EndOfChain);
        BinaryPrimitives.WriteUInt32LittleEndian(file[68..], EndOfChain);
        BinaryPrimitives.WriteUInt32LittleEndian(file[76..], 0);
        for (var i = 80; i < SectorSize; i += 4) BinaryPrimitives.WriteUInt32LittleEndian(file[i..], Free);
    }

    private static void WriteAllocation(Span<byte> table)
    {
        for (var sector = 0; sector < SectorSize / 4; sector++)
        {
            var next = sector switch
            {
                0 => FatSector,
                1 => EndOfChain,
                < 2 + 2 * StreamSectors => (sector - 2) % StreamSectors == StreamSectors - 1 ? EndOfChain : (uint)sector + 1,
                _ => Free,
            };
            BinaryPrimitives.WriteUInt32LittleEndian(table[(4 * sector)..], next);
        }
    }

    private static void Entry(Span<byte> entry, string name, byte type, uint child, uint right, uint start, uint size)
    {
        var length = Encoding.Unicode.GetBytes(name, entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)(length + 2));
        entry[66] = type;
        entry[67] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], Free);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], right);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], child);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], start);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[120..], size);
    }
}
