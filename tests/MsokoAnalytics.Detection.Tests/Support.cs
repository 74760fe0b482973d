using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Detection.Tests;

/// <summary>Reference outputs and data sets of <c>../shared</c>, read in place.</summary>
internal static class Support
{
    public static JsonElement Fixture(string name) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "detection", "fixtures", name + ".json"))).RootElement;

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetDouble())];

    public static int[] Whole(this JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetInt32())];

    public static FeatureMatrix Matrix(this JsonElement element) => Matrix([.. element.EnumerateArray().Select(r => r.Numbers())]);

    public static FeatureMatrix Matrix(double[][] rows) => new([.. Enumerable.Range(1, rows[0].Length).Select(j => $"x{j}")], [.. rows.SelectMany(r => r)]);

    /// <summary>Asserts that both agree to an absolute or relative tolerance.</summary>
    public static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{i}: {expected[i]:R} and {actual[i]:R}");
    }

    /// <summary>An ODDS set: features and whether each row is an outlier.</summary>
    public static (FeatureMatrix Data, bool[] Outlier) Odds(string name)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf("data", "adbench_odds", name + ".csv.gz")), CompressionMode.Decompress));
        var names = reader.ReadLine()!.Split(',');
        var values = new List<double>();
        var outlier = new List<bool>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            values.AddRange(cells[..^1].Select(Number));
            outlier.Add(Number(cells[^1]) > 0);
        }

        return (new FeatureMatrix(names[..^1], [.. values]), [.. outlier]);
    }

    /// <summary>Columns of a textbook set, by name.</summary>
    public static FeatureMatrix Textbook(string name, params string[] columns)
    {
        var lines = File.ReadAllLines(SharedData.PathOf("data", "robust_outliers", name + ".csv"));
        var header = lines[0].Split(',').Select(h => h.Trim('"')).ToList();
        var at = columns.Select(c => header.IndexOf(c)).ToArray();
        return new FeatureMatrix(columns, [.. lines.Skip(1).SelectMany(l => at.Select(i => Number(l.Split(',')[i])))]);
    }

    /// <summary>Published or reference AUC of a set.</summary>
    public static double Published(string column, string set, string file = "reference_auc.csv")
    {
        var lines = File.ReadAllLines(SharedData.PathOf("data", "adbench_odds", file));
        var at = Array.IndexOf(lines[0].Split(','), column);
        return Number(lines.Select(l => l.Split(',')).Single(c => c[0] == set)[at]);
    }

    /// <summary>Area under the ROC curve by mid-ranks (Mann–Whitney).</summary>
    public static double Auc(IReadOnlyList<double> scores, bool[] outlier)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        double rankSum = 0;
        for (var a = 0; a < order.Length;)
        {
            var b = a;
            while (b < order.Length && scores[order[b]] == scores[order[a]]) b++;
            for (var i = a; i < b; i++)
                if (outlier[order[i]]) rankSum += (a + b + 1) / 2.0;
            a = b;
        }

        double positive = outlier.Count(o => o), negative = outlier.Length - positive;
        return (rankSum - positive * (positive + 1) / 2) / (positive * negative);
    }

    /// <summary>1-based rows with the largest scores.</summary>
    public static int[] Top(IReadOnlyList<double> scores, int count) =>
        [.. Enumerable.Range(1, scores.Count).OrderByDescending(i => scores[i - 1]).Take(count).Order()];

    private static double Number(string text) => double.Parse(text.Trim('"'), CultureInfo.InvariantCulture);
}
