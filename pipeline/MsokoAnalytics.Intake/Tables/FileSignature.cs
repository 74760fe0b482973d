using System.Buffers.Binary;
using System.Text;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>What a file is by its first bytes; the extension only helps to word the message.</summary>
public enum FileFormat
{
    Empty,
    Xlsx,
    Xls,
    EncryptedOffice,
    OtherArchive,
    Html,
    Pdf,
    Binary,
    Text,
}

/// <summary>Recognises the container format of a file.</summary>
public static class FileSignature
{
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");
    private static readonly byte[] EncryptionInfo = Encoding.Unicode.GetBytes("EncryptionInfo");
    private static readonly byte[] Workbook = Encoding.Unicode.GetBytes("Workbook");
    private static readonly byte[] Book = Encoding.Unicode.GetBytes("Book");

    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Web pages and parts of them (reports saved as «.xls» often start with the table), and the XML spreadsheet of Excel 2003.</summary>
    private static readonly string[] MarkupStarts = ["<!DOCTYPE", "<html", "<head", "<meta", "<style", "<table", "<!--", "<?xml"];

    /// <summary>What tells a text from the rest; a packed file or one that begins with blanks is looked at further.</summary>
    private const int TextHead = 8192;

    /// <summary>Reads at most 1 MiB from the start of <paramref name="stream"/> (and the directory of an OLE file) and rewinds it.</summary>
    public static FileFormat Detect(Stream stream)
    {
        var head = Head(stream, TextHead);
        var format = Detect(head);
        if (format != FileFormat.Text) format = Detect(head = Head(stream, 1 << 20));
        if (format == FileFormat.Binary && head.AsSpan().StartsWith(Ole)) format = OfOleDirectory(ReadDirectory(stream, head));
        stream.Position = 0;
        return format;
    }

    private static byte[] Head(Stream stream, int most)
    {
        var head = new byte[(int)Math.Min(stream.Length, most)];
        stream.Position = 0;
        stream.ReadExactly(head);
        return head;
    }

    internal static FileFormat Detect(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.IndexOfAnyExcept((byte)0, (byte)' ', (byte)'\n') is var i && i < 0) return FileFormat.Empty;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return head.IndexOf("xl/"u8) >= 0 || head.IndexOf("[Content_Types].xml"u8) >= 0 ? FileFormat.Xlsx : FileFormat.OtherArchive;
        if (head.StartsWith(Ole)) return OfOleDirectory(head);

        if (head.StartsWith("%PDF"u8)) return FileFormat.Pdf;
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        if (Array.Exists(MarkupStarts, s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase))) return FileFormat.Html;
        return LooksBinary(head) ? FileFormat.Binary : FileFormat.Text;
    }

    private static FileFormat OfOleDirectory(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(EncryptedPackage) >= 0 || bytes.IndexOf(EncryptionInfo) >= 0) return FileFormat.EncryptedOffice;
        return bytes.IndexOf(Workbook) >= 0 || bytes.IndexOf(Book) >= 0 ? FileFormat.Xls : FileFormat.Binary;
    }

    /// <summary>The first 4 KiB of the names of an OLE file's streams: Excel writes them behind the data, so in a large file they are far from the start.</summary>
    private static byte[] ReadDirectory(Stream stream, ReadOnlySpan<byte> head)
    {
        if (head.Length < 512) return [];
        var sectorSize = 1L << Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(head[30..]), 20);
        var position = ((long)BinaryPrimitives.ReadUInt32LittleEndian(head[48..]) + 1) * sectorSize;
        if (position >= stream.Length) return [];
        stream.Position = position;
        var names = new byte[4096];
        return names[..stream.ReadAtLeast(names, names.Length, throwOnEndOfStream: false)];
    }

    private static bool LooksBinary(ReadOnlySpan<byte> head)
    {
        if (CsvDialect.DetectUtf16(head) is not null) return false;
        var sample = head[..Math.Min(head.Length, TextHead)];
        var control = 0;
        foreach (var b in sample)
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x1A)) control++;
        return control * 100 > sample.Length;
    }
}
