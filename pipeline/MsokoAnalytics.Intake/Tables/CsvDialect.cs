using System.Text;
using System.Text.Unicode;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>
/// The one place that decides how a text table is read. Encoding: byte order mark, then UTF-16 by its zero bytes, then strict UTF-8, else
/// windows-1251 (what a Russian Excel saves). Separator: the one that stands most often the same number of times in a line outside quotes
/// among the first lines, so that neither decimal commas nor commas of a title in a «;» file count as separators. Every field is text.
/// </summary>
public sealed record CsvDialect(Encoding Encoding, char Separator, string EncodingName)
{
    private const int ProbeLines = 40;

    static CsvDialect() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>How the dialect is told to the user.</summary>
    public string Description => $"CSV, {EncodingName}, разделитель {(Separator == '\t' ? "табуляция" : $"«{Separator}»")}";

    public static CsvDialect Detect(Stream stream)
    {
        stream.Position = 0;
        var (encoding, name) = DetectEncoding(stream);
        stream.Position = 0;
        using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 13, leaveOpen: true);
        var separator = DetectSeparator(reader);
        stream.Position = 0;
        return new CsvDialect(encoding, separator, name);
    }

    private static (Encoding, string) DetectEncoding(Stream stream)
    {
        var buffer = new byte[1 << 16];
        var n = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var head = buffer.AsSpan(0, n);
        if (head.StartsWith(Encoding.UTF8.Preamble)) return (Encoding.UTF8, "UTF-8 с BOM");
        if (DetectUtf16(head) is { } utf16) return (utf16, utf16.CodePage == 1200 ? "UTF-16" : "UTF-16 BE");
        return IsUtf8(stream, buffer, n) ? (Encoding.UTF8, "UTF-8") : (Encoding.GetEncoding(1251), "windows-1251");
    }

    /// <summary>UTF-16 by its mark, or by zero bytes in every second place (at least a third of them: digits, separators and line ends).</summary>
    internal static Encoding? DetectUtf16(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode;
        int even = 0, odd = 0, pairs = Math.Min(head.Length, 4096) / 2;
        for (var i = 0; i < pairs; i++)
        {
            if (head[2 * i] == 0) even++;
            if (head[2 * i + 1] == 0) odd++;
        }

        if (pairs == 0) return null;
        if (odd * 6 > pairs && even == 0) return Encoding.Unicode;
        return even * 6 > pairs && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    private static bool IsUtf8(Stream stream, byte[] buffer, int filled)
    {
        var hasLetters = false;
        while (true)
        {
            var span = buffer.AsSpan(0, filled);
            // A character may be cut at the end of the block: keep its first bytes for the next one.
            var whole = filled - IncompleteTail(span);
            if (!Utf8.IsValid(span[..whole])) return false;
            hasLetters |= span[..whole].ContainsAnyExceptInRange((byte)0, (byte)0x7F);
            var rest = filled - whole;
            span[whole..].CopyTo(buffer);
            var n = stream.Read(buffer, rest, buffer.Length - rest);
            // A file that was not loaded to its end may break off within a letter; whole letters before it tell what it is.
            if (n == 0) return rest == 0 || hasLetters;
            filled = rest + n;
        }
    }

    private static int IncompleteTail(ReadOnlySpan<byte> span)
    {
        for (var back = 1; back <= Math.Min(3, span.Length); back++)
        {
            var b = span[^back];
            if (b < 0x80) return 0;
            if (b < 0xC0) continue;
            var need = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
            return need > back ? back : 0;
        }

        return 0;
    }

    private static char DetectSeparator(StreamReader reader)
    {
        Span<char> candidates = [';', '\t', ',', '|'];
        Span<int> line = stackalloc int[candidates.Length];
        var seen = new Dictionary<(int Candidate, int Count), int>();
        var quoted = false;
        int c, lines = 0, chars = 0;
        while (lines < ProbeLines && chars++ < 1 << 20 && (c = reader.Read()) >= 0)
        {
            if (chars == 1 && c == 's' && ReadHint(reader) is { } hint) return hint;
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == '\n')
            {
                lines++;
                Keep(seen, line);
                continue;
            }

            var i = candidates.IndexOf((char)c);
            if (i >= 0) line[i]++;
        }

        Keep(seen, line);
        int top = 0, most = 0;
        foreach (var ((candidate, count), times) in seen.OrderBy(p => p.Key.Candidate))
            if (count * times > most) (top, most) = (candidate, count * times);
        return candidates[top];
    }

    private static char? ReadHint(StreamReader reader)
    {
        if (reader.Peek() != 'e') return null;
        var rest = reader.ReadLine();
        return rest is { Length: 4 } && rest.StartsWith("ep=", StringComparison.Ordinal) ? rest[3] : null;
    }

    private static void Keep(Dictionary<(int Candidate, int Count), int> seen, Span<int> line)
    {
        for (var i = 0; i < line.Length; i++)
            if (line[i] > 0) seen[(i, line[i])] = seen.GetValueOrDefault((i, line[i])) + 1;
        line.Clear();
    }
}
