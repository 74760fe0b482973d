using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Statistics;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Funnel plots of schools: качество against the number of pupils, with exact binomial limits around the municipality.</summary>
internal static class FunnelSectionBuilder
{
    /// <summary>Fewer schools than this make no funnel.</summary>
    private const int MinSchools = 5;

    internal const double Tail95 = 0.025;
    internal const double Tail998 = 0.001;

    /// <param name="context">The municipality's report.</param>
    /// <param name="works">Works to show.</param>
    /// <param name="numbers">Number of each school in the alphabetical list.</param>
    internal static FunnelSection? Build(BuildContext context, IEnumerable<WorkRow> works, IReadOnlyDictionary<string, int> numbers)
    {
        var panels = new List<ChartPanel>();
        var hidden = 0;
        foreach (var work in works)
        {
            var own = context.Result(work);
            var rows = context.Data.Schools.Select(s => context.Data.Result(work, new ScopeRef(Scopes.School, s.SchoolId))).OfType<ResultRow>()
                .Where(r => r.Marked > 0).ToList();
            var shown = rows.Where(r => !SmallGroup.Is(r.Marked)).ToList();
            if (shown.Count < MinSchools || own.Marked == 0) continue;
            hidden += rows.Count - shown.Count;
            var mean = (double)own.Quality / own.Marked;
            var points = shown.Select(r => new FunnelPoint(numbers[r.ScopeId], r.Marked, Figures.Round(100.0 * r.Quality / r.Marked), Zone(r, mean)))
                .OrderBy(p => p.No).ToList();
            var maxN = RoundUp(shown.Max(r => r.Marked));
            var chart = new FunnelChart(Figures.Round(100 * mean), maxN, points, Limits(mean, maxN))
            {
                Alt = $"Качество и число участников по школам, {WorkNames.Full(work)}; среднее {RussianNumbers.Percent(100 * mean)}; "
                      + $"вне 99,8-процентных границ: {OutsideList(points)}",
            };
            panels.Add(new ChartPanel(
                context.AddChart($"funnel-{panels.Count}", chart),
                WorkNames.Full(work),
                $"{RussianPlural.Schools(shown.Count)}, n = {RussianNumbers.Integer(shown.Sum(r => r.Marked))}"));
        }

        return panels.Count == 0 ? null : new FunnelSection(panels, hidden);
    }

    /// <summary>0 within the 95 % limits, 1 outside them, 2 outside the 99.8 % limits.</summary>
    internal static int Zone(ResultRow row, double mean)
    {
        var value = 100.0 * row.Quality / row.Marked;
        var (low998, high998) = BinomialLimits.At(row.Marked, mean, Tail998);
        if (value < low998 || value > high998) return 2;
        var (low95, high95) = BinomialLimits.At(row.Marked, mean, Tail95);
        return value < low95 || value > high95 ? 1 : 0;
    }

    private static string OutsideList(List<FunnelPoint> points)
    {
        var outside = points.Where(p => p.Zone == 2).Select(p => $"№ {RussianNumbers.Integer(p.No)}").ToList();
        return outside.Count == 0 ? "нет" : string.Join(", ", outside);
    }

    /// <summary>Closer together for small groups, where the curves bend.</summary>
    private static List<FunnelLimit> Limits(double mean, int maxN)
    {
        var limits = new List<FunnelLimit>();
        for (var n = SmallGroup.Threshold; ; n = Math.Min(maxN, n + Math.Max(1, n / 12)))
        {
            var (low95, high95) = BinomialLimits.At(n, mean, Tail95);
            var (low998, high998) = BinomialLimits.At(n, mean, Tail998);
            limits.Add(new FunnelLimit(n, Figures.Round(low95), Figures.Round(high95), Figures.Round(low998), Figures.Round(high998)));
            if (n >= maxN) return limits;
        }
    }

    private static int RoundUp(int n)
    {
        var step = n <= 50 ? 10 : n <= 200 ? 25 : n <= 500 ? 50 : 100;
        return ((n + step - 1) / step * step) is var up && up - n < step / 5 ? up + step : up;
    }
}
