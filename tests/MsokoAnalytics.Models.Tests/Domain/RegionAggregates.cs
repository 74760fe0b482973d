using System.Globalization;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>Region-level aggregates of two real waves (../shared/data/vpr_region_aggregates); no pupil rows.</summary>
internal static class RegionAggregates
{
    private static readonly Dictionary<string, string> Subjects = new(StringComparer.Ordinal)
    {
        ["math"] = "МА", ["rus"] = "РУ", ["world"] = "ОМ", ["bio"] = "БИ", ["bio_p7"] = "БИ", ["hist"] = "ИС", ["geo"] = "ГГ",
        ["soc"] = "ОБ", ["phys"] = "ФИ", ["chem"] = "ХИ", ["eng"] = "АЯ", ["ger"] = "НЯ", ["fra"] = "ФЯ",
    };

    public static string Subject(string test) => Subjects[test];

    /// <summary>Published figures of each work, by the file's column names.</summary>
    public static Dictionary<string, Dictionary<string, string>> Reference() =>
        Read("reference_region.csv").ToDictionary(Key, StringComparer.Ordinal);

    /// <summary>Pupils by score; with them how many had each journal mark (counts below 5 are withheld).</summary>
    public static ILookup<string, (int Score, int N, int[] Journal)> Histograms() =>
        Read("score_histograms.csv").ToLookup(
            Key,
            row => (Number(row["score"]), Number(row["n"]), Enumerable.Range(2, 4).Select(m => Number(row[$"journal{m}"])).ToArray()),
            StringComparer.Ordinal);

    private static int Number(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Key(Dictionary<string, string> row) => $"{row["year"]} {row["test_grade"]} {row["test"]}";

    private static IEnumerable<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadLines(SharedData.PathOf("data", "vpr_region_aggregates", file)).Select(l => l.Split(',')).ToList();
        return lines.Skip(1).Select(cells => lines[0].Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
    }
}
