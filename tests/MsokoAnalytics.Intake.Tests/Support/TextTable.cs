using System.Globalization;
using System.Text;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>Writes a delimited text file in any of the encodings and separators met in practice.</summary>
internal static class TextTable
{
    static TextTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static readonly string[] Encodings = ["utf-8", "utf-8-bom", "utf-16le", "utf-16be", "utf-16le-no-bom", "windows-1251"];

    public static byte[] ToBytes(IEnumerable<object?[]> rows, char separator = ';', string encoding = "utf-8", string newLine = "\r\n") =>
        Encode(Text(rows, separator, newLine), encoding);

    public static string Save(TempFolder folder, string relativePath, IEnumerable<object?[]> rows, char separator = ';', string encoding = "utf-8", string newLine = "\r\n") =>
        folder.WriteBytes(relativePath, ToBytes(rows, separator, encoding, newLine));

    public static string Text(IEnumerable<object?[]> rows, char separator, string newLine = "\r\n") =>
        string.Concat(rows.Select(r => string.Join(separator, r.Select(c => Field(c, separator))) + newLine));

    public static byte[] Encode(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "utf-16le" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        "utf-16be" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
        "utf-16le-no-bom" => Encoding.Unicode.GetBytes(text),
        "windows-1251" => Encoding.GetEncoding(1251, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetBytes(text),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "unknown"),
    };

    /// <summary>Numbers with a decimal comma where the comma does not separate, as a Russian Excel writes them.</summary>
    private static string Field(object? value, char separator)
    {
        var text = value switch
        {
            null => "",
            DateOnly d => d.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
            double or decimal => Convert.ToString(value, separator == ',' ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo("ru-RU"))!,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return text.AsSpan().IndexOfAny(separator, '"', '\n') >= 0 || text.Contains('\r', StringComparison.Ordinal) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
