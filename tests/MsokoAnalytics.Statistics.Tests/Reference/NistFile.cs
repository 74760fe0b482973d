using System.Globalization;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Statistics.Tests.Reference;

/// <summary>A data set of NIST's Statistical Reference Datasets (StRD) with its certified values.</summary>
internal sealed partial class NistFile
{
    private readonly string[] _lines;

    internal NistFile(string name) => _lines = File.ReadAllLines(SharedData.PathOf("data", "nist_strd", name + ".dat"));

    /// <summary>Numbers of the first line that begins with the words and has any.</summary>
    internal double[] Certified(string words) =>
        [.. _lines.Where(l => l.TrimStart().StartsWith(words, StringComparison.Ordinal)).Select(Numbers).First(n => n.Any()).Select(Double)];

    /// <summary>Numbers of the data rows, as written.</summary>
    internal List<string[]> Data()
    {
        var range = DataLines().Match(string.Join('\n', _lines.Take(12)));
        var first = int.Parse(range.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var last = int.Parse(range.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        return [.. _lines[(first - 1)..last].Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length > 0)];
    }

    internal static double Double(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Numbers(string line) => NumberInLine().Matches(line).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"Data\s+\(lines (\d+) to (\d+)\)")]
    private static partial Regex DataLines();

    [GeneratedRegex(@"(?<=\s)(-?\d+(?:\.\d*)?(?:E[+-]\d+)?)(?=\s|$)")]
    private static partial Regex NumberInLine();
}
