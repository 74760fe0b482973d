namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>marts.mart_indicator of works computed anew from the generated pupils: lists of marks and percents, no SQL.</summary>
internal sealed class Indicators
{
    private const double Z = 1.959963984540054;

    public Indicators(Marts marts)
    {
        var objects = marts.Objects().Where(o => o.Scope != "class").ToList();
        foreach (var level in new[] { "all", "noo", "ooo" })
            foreach (var group in objects
                         .Where(o => level == "all" || LevelOf(o.Work) == level)
                         .GroupBy(o => (o.Scope, o.Id, Scenario.Works[o.Work].Year)))
                Count($"{level}|{group.Key.Scope}|{group.Key.Id}|{group.Key.Year}", [.. group.Select(o => (o.Work, o.Pupils))]);
    }

    public Dictionary<string, object?[]> Values { get; } = new(StringComparer.Ordinal);

    private static string LevelOf(int work) => Scenario.Works[work].Grade <= 4 ? "noo" : "ooo";

    private void Count(string key, List<(int Work, List<Pupil> Pupils)> works)
    {
        var marks = new List<double>();
        var pairs = new List<(int Mark, int Journal)>();
        var percents = new List<double>();
        var shares = new List<double>();
        int enrolled = 0, written = 0, marked = 0, compared = 0, scored = 0;
        // Each parallel and wave of the scenario wrote one work, so pupils are simply added up.
        foreach (var (work, pupils) in works)
        {
            var writers = pupils.Where(Marts.IsWriter).ToList();
            var own = writers.Select(Marts.MarkOf).OfType<int>().ToList();
            var both = writers.Where(p => Marts.MarkOf(p) is not null && p.Journal is not null).ToList();
            enrolled += pupils.Count;
            written += writers.Count;
            scored += writers.Count;
            marked += own.Count;
            compared += both.Count;
            marks.AddRange(own.Select(m => (double)m));
            pairs.AddRange(both.Select(p => (Marts.MarkOf(p)!.Value, p.Journal!.Value)));
            percents.AddRange(writers.Select(p => 100.0 * p.Score!.Value / Scenario.Works[work].Max));
            if (own.Count > 0) shares.Add(100.0 * own.Count(m => m > 2) / own.Count);
        }

        Share("vpr_pass", marks.Count(m => m > 2), marks.Count, marked);
        Share("vpr_quality", marks.Count(m => m > 3), marks.Count, marked);
        Share("vpr_below_threshold", marks.Count(m => m < 3), marks.Count, marked);
        Share("vpr_participation", written, enrolled, enrolled);
        Share("vpr_lowered", pairs.Count(p => p.Mark < p.Journal), pairs.Count, compared);
        Share("vpr_confirmed", pairs.Count(p => p.Mark == p.Journal), pairs.Count, compared);
        Share("vpr_raised", pairs.Count(p => p.Mark > p.Journal), pairs.Count, compared);
        Mean("vpr_sou", [.. marks.Select(m => m switch { 5 => 100.0, 4 => 64.0, 3 => 36.0, _ => 16.0 })], marked, hasInterval: true);
        Mean("vpr_mean_pct", percents, scored, hasInterval: true);
        Mean("vpr_pass_by_work", shares, marked, hasInterval: false);
        return;

        void Share(string indicator, int k, int of, int n)
        {
            double? p = of == 0 ? null : (double)k / of;
            Values[indicator + "|" + key] = [100 * p, (double)k, (double)of, (double)n, End(p, n, -1), End(p, n, 1), Text(of > 0), Text(n < 10)];
        }

        void Mean(string indicator, List<double> values, int n, bool hasInterval)
        {
            double? mean = values.Count == 0 ? null : values.Average();
            double? half = !hasInterval || values.Count < 2 || n < 2
                ? null
                : Z * Math.Sqrt(values.Sum(v => (v - mean!.Value) * (v - mean.Value)) / (values.Count - 1) / n);
            Values[indicator + "|" + key] =
            [
                mean, values.Sum(), (double)values.Count, (double)n, half is null ? null : Math.Max(0, mean!.Value - half.Value),
                half is null ? null : Math.Min(100, mean!.Value + half.Value), Text(values.Count > 0), Text(n < 10),
            ];
        }
    }

    private static double? End(double? p, int n, int side)
    {
        if (p is not { } share || n == 0) return null;
        var half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4.0 * n * n)));
        return Math.Clamp(100 * (share + (Z * Z / (2 * n)) + (side * half)) / (1 + (Z * Z / n)), 0, 100);
    }

    private static string Text(bool value) => value ? "True" : "False";
}
