using System.IO.Compression;

namespace MsokoAnalytics.Statistics.Tests.Reference;

/// <summary>A CSV of data/r_multilevel: quoted fields, commas, a header.</summary>
internal sealed class PupilTable
{
    private readonly string[] _header;
    private readonly List<string[]> _rows;

    internal PupilTable(string file)
    {
        using var stream = File.OpenRead(SharedData.PathOf("data", "r_multilevel", file));
        using var text = new StreamReader(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        // No field of these files holds a comma.
        _header = text.ReadLine()!.Replace("\"", "", StringComparison.Ordinal).Split(',');
        _rows = [];
        while (text.ReadLine() is { } line) _rows.Add(line.Replace("\"", "", StringComparison.Ordinal).Split(','));
    }

    internal int Count => _rows.Count;

    internal string[] Text(string column) => [.. _rows.Select(r => r[At(column)])];

    internal double[] Numbers(string column) => [.. Text(column).Select(NistFile.Double)];

    private int At(string column) => Array.IndexOf(_header, column) is >= 0 and var at ? at : throw new InvalidOperationException(column);
}
