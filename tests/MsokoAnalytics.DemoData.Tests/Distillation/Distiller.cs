using System.Globalization;
using System.Text.Json;
using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.DemoData.Tests.Distillation;

/// <summary>
/// Makes <c>calibration.json</c> from the shared reference: counts become shares, suppressed cells are filled with a
/// middling small count, tasks get fitted parameters. To renew the resource run the tests with
/// <c>MSOKO_DISTILL_TO=&lt;path of calibration.json&gt;</c>.
/// </summary>
internal static class Distiller
{
    private const double SuppressedCell = 4;

    public static CalibrationFile Distil()
    {
        using var profiles = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "vpr_profiles.json")));
        using var calibration = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "vpr_calibration.json")));
        var absent = calibration.RootElement.EnumerateArray().ToDictionary(Key, e => 100.0 * e.GetProperty("bad").GetInt32() / e.GetProperty("rows").GetInt32(), StringComparer.Ordinal);
        var tasks = NumbersOfTasks();
        var works = profiles.RootElement.EnumerateArray().AsParallel().AsOrdered().Select(e => Measured(e, absent[Key(e)], tasks)).ToList();
        works.Add(DerivedWorks.Russian2026(works.Single(w => w is { Profile: 2021, Grade: 4, Subject: "РУ" })));
        works.Add(DerivedWorks.Geography10(works.Single(w => w is { Profile: 2021, Grade: 8, Subject: "ГГ" })));
        return new CalibrationFile
        {
            Source = "Region A, autumn 2020 and spring 2021, about 630 schools: shares computed from region-level aggregates with small cells suppressed; "
                + "2026-4-РУ from the published national marks, 2021-10-ГГ from published task means.",
            Works = works,
        };
    }

    private static string Key(JsonElement e) => $"{e.GetProperty("y").GetInt32()}-{e.GetProperty("g").GetInt32()}-{e.GetProperty("s").GetString()}";

    private static CalibrationWork Measured(JsonElement e, double absentPct, Dictionary<string, int> numbersOfTasks)
    {
        var (profile, grade, subject) = (e.GetProperty("y").GetInt32(), e.GetProperty("g").GetInt32(), e.GetProperty("s").GetString()!);
        var histogram = Histogram(e);
        var items = e.GetProperty("items").EnumerateArray().ToList();
        var max = items.ConvertAll(i => i.GetProperty("max").GetInt32());
        var pct = items.ConvertAll(i => i.GetProperty("pct").GetDouble());
        var x = items.ConvertAll(i => i.GetProperty("x_pct").GetDouble());
        var r = items.ConvertAll(i => i.GetProperty("r_tot").GetDouble());
        var missing = histogram.Length - 1 - max.Sum();
        if (missing > 0)
        {
            // 8 БИ of 2020: one score column of the source is a textbook column; the residual mean belongs to the lost task.
            var mean = histogram.Select((h, t) => h * t).Sum() / histogram.Sum();
            var residual = mean - max.Select((m, j) => m * pct[j] / 100).Sum();
            max.Add(missing);
            pct.Add(Math.Round(Math.Clamp(100 * residual / missing, 3, 97), 1));
            x.Add(Math.Round(x.Average(), 1));
            r.Add(0.2);
        }

        var (ease, slope) = TaskModelFitter.Fit(max, pct, r, histogram);
        return new CalibrationWork
        {
            Profile = profile,
            Grade = grade,
            Subject = subject,
            Status = "measured",
            Max = histogram.Length - 1,
            Min = [.. e.GetProperty("bounds").EnumerateArray().Select(b => b.GetInt32())],
            Participants = (int)Math.Round(e.GetProperty("n").GetInt32() / 100.0) * 100,
            AbsentPct = Math.Round(absentPct, 1),
            Icc = e.GetProperty("icc").GetDouble(),
            Histogram = Shares(histogram, 100_000),
            Journal = [.. Enumerable.Range(2, 4).Select(mark => (IReadOnlyList<int>)Shares(
                [.. e.GetProperty("vpr_x_journal").GetProperty(mark.ToString(CultureInfo.InvariantCulture)).EnumerateArray().Select(c => c.ValueKind is JsonValueKind.Null ? SuppressedCell : c.GetDouble())], 10_000))],
            TaskLabels = TaskLabels.For(profile, grade, subject, max.Count, numbersOfTasks[$"{grade}-{subject}"]),
            TaskMax = max,
            TaskPct = pct,
            TaskXPct = x,
            TaskR = r,
            TaskEase = ease,
            TaskSlope = slope,
        };
    }

    /// <summary>The histogram with suppressed cells filled by an equal share of what is missing to n.</summary>
    private static double[] Histogram(JsonElement e)
    {
        var cells = e.GetProperty("hist").EnumerateArray().Select(c => c.ValueKind is JsonValueKind.Null ? (double?)null : c.GetDouble()).ToArray();
        var missing = e.GetProperty("n").GetInt32() - cells.Sum(c => c ?? 0);
        var holes = cells.Count(c => c is null);
        return [.. cells.Select(c => c ?? missing / holes)];
    }

    /// <summary>Integer shares that add up exactly to <paramref name="total"/> (largest remainders).</summary>
    public static int[] Shares(IReadOnlyList<double> weights, int total)
    {
        var sum = weights.Sum();
        var exact = weights.Select(w => w / sum * total).ToArray();
        var shares = exact.Select(e => (int)Math.Floor(e)).ToArray();
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => exact[i] - shares[i]).ThenBy(i => i).Take(total - shares.Sum())) shares[i]++;
        return shares;
    }

    private static Dictionary<string, int> NumbersOfTasks()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in File.ReadLines(SharedData.PathOf("reference", "vpr_scales.csv")).Skip(1).Select(l => l.Split(';')))
        {
            if (row[0] != "2021" || row[8].Length == 0) continue;
            foreach (var subject in row[2].Split('/')) numbers[$"{row[1]}-{subject}"] = int.Parse(row[8], CultureInfo.InvariantCulture);
        }

        return numbers;
    }
}
