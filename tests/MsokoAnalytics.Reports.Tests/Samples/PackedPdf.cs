using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>Reads a PDF through its cross-reference stream (ISO 32000-1, 7.5.7–7.5.8), written apart from the worker that packs.</summary>
internal static partial class PackedPdf
{
    /// <summary>The plain objects and the dictionaries of streams by number, each as text.</summary>
    /// <exception cref="InvalidDataException">An entry does not lead to the object it names.</exception>
    internal static SortedDictionary<int, string> Objects(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var at = int.Parse(StartXref().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        var (head, rows) = Stream(pdf, text, at);
        if (!head.Contains("/W [1 4 2]", StringComparison.Ordinal)) throw new InvalidDataException(head);
        var size = Number(head, "Size");
        if (rows.Length != 7 * size) throw new InvalidDataException($"{rows.Length} bytes for {size} entries");
        var objects = new SortedDictionary<int, string>();
        var streams = new Dictionary<int, (string Head, byte[] Data)>();
        for (var no = 1; no < size; no++)
        {
            var row = rows.AsSpan(7 * no, 7);
            var where = BinaryPrimitives.ReadInt32BigEndian(row[1..]);
            var index = BinaryPrimitives.ReadUInt16BigEndian(row[5..]);
            if (row[0] == 1)
            {
                if (!text.AsSpan(where).StartsWith($"{no} 0 obj")) throw new InvalidDataException($"object {no} is not at {where}");
                objects[no] = text[where..text.IndexOf("endobj", where, StringComparison.Ordinal)].Split("stream\n")[0];
            }
            else if (row[0] == 2)
            {
                if (!streams.TryGetValue(where, out var group))
                {
                    var offset = BinaryPrimitives.ReadInt32BigEndian(rows.AsSpan(7 * where + 1));
                    streams[where] = group = Stream(pdf, text, offset);
                }

                var first = Number(group.Head, "First");
                var body = Encoding.Latin1.GetString(group.Data);
                var numbers = body[..first].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
                if (numbers[2 * index] != no) throw new InvalidDataException($"object {no} is not the {index}th of {where}");
                var end = 2 * index + 3 < numbers.Count ? first + numbers[2 * index + 3] : body.Length;
                objects[no] = body[(first + numbers[2 * index + 1])..end];
            }
        }

        return objects;
    }

    private static (string Head, byte[] Data) Stream(byte[] pdf, string text, int at)
    {
        var begin = text.IndexOf("stream\n", at, StringComparison.Ordinal) + 7;
        var head = text[at..begin];
        using var zlib = new ZLibStream(new MemoryStream(pdf, begin, Number(head, "Length")), CompressionMode.Decompress);
        using var data = new MemoryStream();
        zlib.CopyTo(data);
        return (head, data.ToArray());
    }

    private static int Number(string head, string key) => int.Parse(Regex.Match(head, $@"/{key} (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"startxref\s+(\d+)\s+%%EOF\s*$")]
    private static partial Regex StartXref();
}
