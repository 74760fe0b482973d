using System.Globalization;
using System.IO.Compression;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Objectivity.Tests.Reference;

/// <summary>Heaping at a threshold: published histograms with and without it, and hand-made ones.</summary>
public class HeapingTests
{
    /// <summary>Marks 1..10 in steps of 0.05: score = (mark − 1)·20; 5.00 is 80.</summary>
    [SharedFact]
    public void Romanian_marks_of_2012_are_heaped_at_five()
    {
        var h = new double[181];
        foreach (var row in Rows("romania_bac", "bac_2012_09.csv.gz"))
            if (double.TryParse(row["ro_final"], CultureInfo.InvariantCulture, out var mark) && mark >= 1) h[(int)Math.Round((mark - 1) * 20)]++;
        // Published in the description of the data: 11 563 works at 5.00, 189 from 4.50 to 4.99.
        var at = Assert.Single(Heaping.Find(h, [80]));
        Assert.InRange(at.At, 11_500, 11_700);
        Assert.InRange(at.Below, 1, 250);
        Assert.True(at.IsHeaped, $"{at}");
        Assert.False(Assert.Single(Heaping.Find(h, [120])).IsHeaped, "7.00 is no threshold and not heaped");
    }

    [SharedFact]
    public void Czech_centrally_marked_works_are_not()
    {
        var h = new double[51];
        foreach (var row in Rows("cz_matura_control", "CZmatura.csv.gz")) h[int.Parse(row["Total"], CultureInfo.InvariantCulture)]++;
        Assert.Equal([318, 312, 325, 330, 342, 349], h[14..20]);
        Assert.All(Heaping.Find(h, [.. Enumerable.Range(5, 40)]), at => Assert.False(at.IsHeaped, $"{at}"));
        Assert.All(Enumerable.Range(5, 40), t => Assert.False(Heaping.Find(h, [t])[0].IsHeaped, $"{t}"));
    }

    [Fact]
    public void Works_lifted_by_hand_are_seen_with_their_numbers()
    {
        // A triangle of 0..40 with 2 % of its sum at the peak; 60 of the 100 works at 19 are put to 20.
        var h = Enumerable.Range(0, 41).Select(s => 100.0 - (4 * Math.Abs(s - 20))).ToArray();
        Assert.False(Heaping.Find(h, [16])[0].IsHeaped);
        h[15] -= 60;
        h[16] += 60;
        var at = Heaping.Find(h, [16])[0];
        Assert.True(at.IsHeaped, $"{at}");
        Assert.Equal(144, at.At);
        Assert.Equal(76 + 20, at.Below);
    }

    [Fact]
    public void A_threshold_outside_the_scores_is_refused() => Assert.Throws<ArgumentException>(() => Heaping.Find([1, 2, 3], [3]));

    private static IEnumerable<Dictionary<string, string>> Rows(string folder, string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf("data", folder, file)), CompressionMode.Decompress));
        var header = reader.ReadLine()!.Replace("\"", "", StringComparison.Ordinal).Split(',');
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            // Names of papers may hold commas; the columns that are read stand before them.
            if (cells.Length >= header.Length) yield return header.Zip(cells).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal);
        }
    }
}
