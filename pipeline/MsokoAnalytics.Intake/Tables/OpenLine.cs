using System.Text;

namespace MsokoAnalytics.Intake.Tables;

/// <summary>
/// The last line of a text file that has no line end. Many programs write none, so that alone says nothing; but such a line with fewer cells than the one
/// before it, or with a part of a letter at its end, is where a file breaks off that was not loaded to its end.
/// </summary>
/// <param name="Text">The whole letters of the line, in UTF-8.</param>
/// <param name="EndsInLetter">Whether the last letter is not whole.</param>
internal sealed record OpenLine(byte[] Text, bool EndsInLetter)
{
    /// <summary>Bytes of the end that are looked at; a longer line is not known.</summary>
    private const int Tail = 1 << 16;

    /// <summary>Bytes that a letter which is not whole may have.</summary>
    private const int LongestLetter = 3;

    /// <returns>Null where the file ends with a line end, has only one line, or the line is too long.</returns>
    public static OpenLine? Find(FileStream stream, Encoding encoding)
    {
        if (EndsWithLineEnd(stream, encoding)) return null;
        // Even: no unit of UTF-16 is cut by where the reading begins.
        stream.Position = Math.Max(0, stream.Length - Tail) & ~1L;
        var bytes = new byte[stream.Length - stream.Position];
        stream.ReadExactly(bytes);
        var text = encoding.GetString(bytes);
        var start = text.AsSpan().LastIndexOfAny('\n', '\r') + 1;
        if (start == 0 || start == text.Length) return null;
        var whole = text.AsSpan(start).TrimEnd('\uFFFD');
        return new OpenLine(Encoding.UTF8.GetBytes(whole.ToString()), whole.Length < text.Length - start);
    }

    /// <summary>Most files do, and then their end need not be looked through.</summary>
    private static bool EndsWithLineEnd(FileStream stream, Encoding encoding)
    {
        Span<byte> last = stackalloc byte[encoding.GetByteCount("\n")];
        if (stream.Length < last.Length) return false;
        stream.Position = stream.Length - last.Length;
        stream.ReadExactly(last);
        return encoding.GetString(last) is "\n" or "\r";
    }

    /// <param name="record">A record as it stands in the file, in UTF-8.</param>
    public bool Is(ReadOnlySpan<byte> record) => record.Length - Text.Length is >= 0 and <= LongestLetter && record.StartsWith(Text);
}
