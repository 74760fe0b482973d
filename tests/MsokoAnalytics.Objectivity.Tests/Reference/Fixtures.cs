using System.Globalization;
using System.Text.Json;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Objectivity.Tests.Reference;

/// <summary>Reference outputs of the prototype (Python, R) in ../shared, read in place.</summary>
internal static class Fixtures
{
    public static readonly string[] Subjects = ["rus", "math", "hist", "bio", "geo"];

    public static string Path(string name) => System.IO.Path.Combine(SharedData.Root!, "reference", "detection", "fixtures", name);

    public static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path(name)));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetDouble())];

    public static int[] Whole(this JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetInt32())];

    public static double[][] Matrix(this JsonElement e) => [.. e.EnumerateArray().Select(Numbers)];

    public static UnitModel UnitModel()
    {
        using var stream = File.OpenRead(Path("model_core10.json"));
        return Inference.UnitModel.Parse(stream);
    }

    /// <summary>The whole-pipeline data set: 20 tests, pupils linked over two years.</summary>
    public static ObjectivityData Pupils()
    {
        var tests = Json("e2e/tests.json");
        var rows = Table("e2e/pupils.csv");
        // The number of a pupil belongs to one year; the link to the year before is kept apart.
        var years = rows.Select(r => (Pupil: r["pupil"], Year: Int(r["year"]))).Distinct().Order().ToList();
        var number = years.Select((y, i) => (y, i)).ToDictionary(p => p.y, p => p.i);
        var past = years.Select(y => number.TryGetValue((y.Pupil, y.Year - 1), out var p) ? p : -1).ToArray();
        var built = rows.GroupBy(r => (Subject: r["subject"], Grade: Int(r["grade"]), Year: Int(r["year"]))).Select(g =>
        {
            var test = tests.GetProperty(g.Key.Subject);
            var maxima = test.GetProperty("maxima").Whole();
            var roster = g.Select(r => new RosterRow(
                number[(r["pupil"], g.Key.Year)], Int(r["class_id"]), Int(r["school"]),
                r["present"] == "1" ? short.Parse(r["score"], CultureInfo.InvariantCulture) : null,
                sbyte.Parse(r["journal"], CultureInfo.InvariantCulture),
                r["present"] == "1" ? [.. r["items"].Split(' ').Select(x => sbyte.Parse(x, CultureInfo.InvariantCulture))] : null)).ToList();
            return AssessmentTest.Create(Array.IndexOf(Subjects, g.Key.Subject), g.Key.Grade, g.Key.Year, maxima, maxima.Sum(), test.GetProperty("thresholds").Whole(), roster);
        });
        return new ObjectivityData([.. built], years.Count, past);
    }

    public static List<Dictionary<string, string>> Table(string name)
    {
        var lines = File.ReadAllLines(Path(name));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => header.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }

    public static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public static void Near(IReadOnlyList<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (var i = 0; i < actual.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, FormattableString.Invariant($"[{i}] expected {expected[i]}, got {actual[i]}"));
    }
}
