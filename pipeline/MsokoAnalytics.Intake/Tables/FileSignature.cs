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

    /// <summary>Reads at most 1 MiB from the start of <paramref name="stream"/> and rewinds it.</summary>
    public static FileFormat Detect(Stream stream)
    {
        var head = new byte[(int)Math.Min(stream.Length, 1 << 20)];
        stream.Position = 0;
        stream.ReadExactly(head);
        stream.Position = 0;
        return Detect(head);
    }

    internal static FileFormat Detect(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.IndexOfAnyExcept((byte)0, (byte)' ', (byte)'\n') is var i && i < 0) return FileFormat.Empty;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8))
            return head.IndexOf("xl/"u8) >= 0 || head.IndexOf("[Content_Types].xml"u8) >= 0 ? FileFormat.Xlsx : FileFormat.OtherArchive;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            if (head.IndexOf(EncryptedPackage) >= 0 || head.IndexOf(EncryptionInfo) >= 0) return FileFormat.EncryptedOffice;
            return head.IndexOf(Workbook) >= 0 || head.IndexOf(Book) >= 0 ? FileFormat.Xls : FileFormat.Binary;
        }

        if (head.StartsWith("%PDF"u8)) return FileFormat.Pdf;
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        if (text.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return FileFormat.Html;
        return LooksBinary(head) ? FileFormat.Binary : FileFormat.Text;
    }

    private static bool LooksBinary(ReadOnlySpan<byte> head)
    {
        if (CsvDialect.DetectUtf16(head) is not null) return false;
        var sample = head[..Math.Min(head.Length, 8192)];
        var control = 0;
        foreach (var b in sample)
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x1A)) control++;
        return control * 100 > sample.Length;
    }
}
