using System.Globalization;
using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.DemoData.Tests.Distillation;

/// <summary>Two works without pupil-level figures, built from what is published about them.</summary>
internal static class DerivedWorks
{
    /// <summary>4 РУ after the redesign: the maxima of the Ф1 header, the national marks, the shape of 2021 inside each mark.</summary>
    public static CalibrationWork Russian2026(CalibrationWork like)
    {
        const int max = 24;
        int[] min = [10, 16, 21];
        double[] marks = [5.06, 32.92, 44.33, 17.69];
        var histogram = new double[max + 1];
        for (var mark = 0; mark < 4; mark++)
        {
            var (fromLow, fromHigh) = Band(like.Min, like.Max, mark);
            var (toLow, toHigh) = Band(min, max, mark);
            var band = like.Histogram.Skip(fromLow).Take(fromHigh - fromLow + 1).ToArray();
            var total = (double)band.Sum();
            for (var i = 0; i < band.Length; i++)
            {
                // The threshold cell stays a threshold cell; the rest is stretched over the new band.
                var to = i == 0 ? toLow : toLow + (int)Math.Round(i * (double)(toHigh - toLow) / (band.Length - 1));
                histogram[to] += marks[mark] * band[i] / total;
            }
        }

        int[] taskMax = [2, 1, 2, 3, 2, 1, 1, 2, 1, 2, 1, 2, 1, 2, 1];
        double[] pct = [62, 78, 70, 64, 68, 75, 72, 60, 80, 58, 71, 55, 66, 48, 40];
        double[] x = [.6, .5, .8, .9, 1, .9, 1, 1.3, 1, 1.6, 1.2, 1.9, 1.6, 2.6, 3];
        var r = taskMax.Select(m => m switch { 1 => .42, 2 => .52, _ => .6 }).ToArray();
        var (ease, slope) = TaskModelFitter.Fit(taskMax, pct, r, histogram);
        return like with
        {
            Profile = 2026,
            Status = "derived",
            Max = max,
            Min = min,
            Participants = 24_700,
            Histogram = Distiller.Shares(histogram, 100_000),
            TaskLabels = TaskLabels.For(2026, 4, "РУ", taskMax.Length, 12),
            TaskMax = taskMax,
            TaskPct = [.. TaskModelFitter.Consistent(taskMax, pct, histogram.Select((h, t) => h * t).Sum() / histogram.Sum()).Select((m, j) => Math.Round(100 * m / taskMax[j], 1))],
            TaskXPct = x,
            TaskR = r,
            TaskEase = ease,
            TaskSlope = slope,
        };
    }

    /// <summary>10 ГГ of 2021: published task means and shares of X; a bell of totals with the usual heaps at 7, 13 and 18.</summary>
    public static CalibrationWork Geography10(CalibrationWork like)
    {
        var rows = File.ReadLines(SharedData.PathOf("data", "vpr_region_aggregates", "items_2021.csv"))
            .Select(l => l.Split(',')).Where(f => f[0] == "10" && f[1] == "geo").ToList();
        var taskMax = rows.ConvertAll(f => int.Parse(f[3], CultureInfo.InvariantCulture));
        var pct = rows.ConvertAll(f => double.Parse(f[4], CultureInfo.InvariantCulture));
        var x = rows.ConvertAll(f => double.Parse(f[5], CultureInfo.InvariantCulture));
        var max = taskMax.Sum();
        int[] min = [7, 13, 18];
        var mean = taskMax.Select((m, j) => m * pct[j] / 100).Sum();
        var histogram = Bell(mean, 3.6, max, min);
        var r = taskMax.Select(m => m == 1 ? .38 : .48).ToArray();
        var (ease, slope) = TaskModelFitter.Fit(taskMax, pct, r, histogram);
        return like with
        {
            Profile = 2021,
            Grade = 10,
            Status = "derived",
            Max = max,
            Min = min,
            Participants = 8_000,
            AbsentPct = 11.0,
            Icc = 0.22,
            Histogram = Distiller.Shares(histogram, 100_000),
            TaskLabels = TaskLabels.For(2021, 10, "ГГ", taskMax.Count, 12),
            TaskMax = taskMax,
            TaskPct = [.. pct.Select(p => Math.Round(p, 1))],
            TaskXPct = [.. x.Select(p => Math.Round(p, 1))],
            TaskR = r,
            TaskEase = ease,
            TaskSlope = slope,
        };
    }

    /// <summary>A normal shape moved until heaping has left its mean where it must be.</summary>
    private static double[] Bell(double mean, double sd, int max, int[] thresholds)
    {
        var centre = mean;
        double[] cells = [];
        for (var round = 0; round < 20; round++)
        {
            cells = [.. Enumerable.Range(0, max + 1).Select(t => Math.Exp(-0.5 * Math.Pow((t - centre) / sd, 2)))];
            foreach (var (threshold, share) in thresholds.Zip([.6, .35, .15]))
                foreach (var below in new[] { threshold - 1, threshold - 2 })
                {
                    var moved = cells[below] * (below == threshold - 1 ? share : share / 2);
                    cells[below] -= moved;
                    cells[threshold] += moved;
                }

            centre += mean - cells.Select((c, t) => c * t).Sum() / cells.Sum();
        }

        return cells;
    }

    private static (int Low, int High) Band(IReadOnlyList<int> min, int max, int mark) =>
        (mark == 0 ? 0 : min[mark - 1], mark == 3 ? max : min[mark] - 1);
}
