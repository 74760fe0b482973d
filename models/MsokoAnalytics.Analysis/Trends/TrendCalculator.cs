using System.Runtime.CompilerServices;
using MsokoAnalytics.Statistics.MultipleTesting;
using MsokoAnalytics.Statistics.Robust;
using MsokoAnalytics.Statistics.Trends;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>
/// Robust trends of many short series (docs/methodology/trends.md): Theil–Sen line with Sen's interval, Mann–Kendall's exact test, one step in the level of a school
/// against the median school; both tests adjusted over all objects (Benjamini–Hochberg). The result depends neither on the order of the series nor on the number of threads.
/// </summary>
public static class TrendCalculator
{
    private const int MostOnStack = 64;

    /// <param name="series">Series with at least one point each; topics and objects distinct.</param>
    /// <param name="rule">Numbers of the rule.</param>
    /// <returns>One row per series with enough comparable years, sorted by topic and object.</returns>
    public static IReadOnlyList<TrendRow> Trends(IEnumerable<TrendSeries> series, TrendRule rule)
    {
        TrendSeries[][] topics =
        [
            .. series.Select(s => s.Window(rule)).OfType<TrendSeries>().GroupBy(s => s.Topic)
                .OrderBy(g => g.Key.Source, StringComparer.Ordinal).ThenBy(g => g.Key.Procedure, StringComparer.Ordinal).ThenBy(g => g.Key.Wave, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Subject, StringComparer.Ordinal).ThenBy(g => g.Key.Level, StringComparer.Ordinal).ThenBy(g => g.Key.Grade).ThenBy(g => g.Key.Measure, StringComparer.Ordinal)
                .Select(g => g.OrderBy(s => s.Scope, StringComparer.Ordinal).ThenBy(s => s.ScopeId, StringComparer.Ordinal).ToArray()),
        ];
        var rows = new TrendRow[topics.Length][];
        Parallel.For(0, topics.Length, i => rows[i] = Topic(topics[i], rule));
        return Adjusted([.. rows.SelectMany(r => r)]);
    }

    private static TrendRow[] Topic(TrendSeries[] all, TrendRule rule)
    {
        TrendSeries[] schools = [.. all.Where(s => s.Scope == "school")];
        var effects = YearEffects.Of(schools, rule.MinSchools);
        TrendRow[] rows = [.. all.Select(s => Row(s, s.Scope == "school" ? effects : null, rule))];
        var ofSchools = Enumerable.Range(0, rows.Length).Where(i => rows[i].Series.Scope == "school");
        foreach (var alike in ofSchools.GroupBy(i => rows[i].Years, StringComparer.Ordinal))
        {
            int[] members = [.. alike];
            if (members.Length < rule.MinSchools) continue;
            var median = Location.Median(members.Select(i => rows[i].Line.Slope).ToArray());
            foreach (var i in members) rows[i].PeerSlope = median;
        }

        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TrendRow Row(TrendSeries series, YearEffects? effects, TrendRule rule)
    {
        var points = series.Points;
        var numbers = points.Count <= MostOnStack ? stackalloc double[2 * points.Count] : new double[2 * points.Count];
        Span<double> years = numbers[..points.Count], values = numbers[points.Count..];
        for (var i = 0; i < values.Length; i++) (years[i], values[i]) = (points[i].Year, points[i].Value);
        var (line, test) = (TheilSen.Fit(years, values), MannKendall.Of(values));
        if (effects is null || values.Length < rule.ChangeMinYears || !MayStep(points, rule)) return new TrendRow(series, line, test);
        var variances = years;
        for (var i = 0; i < values.Length; i++) (values[i], variances[i]) = (values[i] - effects.Level[points[i].Year], (points[i].Se * points[i].Se) + effects.Variance);
        var found = ChangePoint.Of(values, variances);
        return new TrendRow(series, line, test) { Step = new TrendStep(points[found.Index].Year, found.Step, found.StandardError, found.PValue) };
    }

    private static bool MayStep(IReadOnlyList<TrendPoint> points, TrendRule rule)
    {
        for (var i = 0; i < points.Count; i++)
            if (!YearEffects.HasError(points[i]) || points[i].N < rule.ChangeMinN) return false;
        return true;
    }

    /// <summary>Both tests over everything of one scope, source, procedure, measure and last year.</summary>
    private static TrendRow[] Adjusted(TrendRow[] rows)
    {
        foreach (var family in Enumerable.Range(0, rows.Length).GroupBy(i => (rows[i].Series.Scope, rows[i].Series.Topic.Source, rows[i].Series.Topic.Procedure, rows[i].Series.Topic.Measure, rows[i].Series.Points[^1].Year)))
        {
            int[] members = [.. family], stepped = [.. members.Where(i => rows[i].Step is not null)];
            var q = AdjustedPValues.BenjaminiHochberg(members.Select(i => rows[i].Test.PValue).ToArray());
            var stepQ = AdjustedPValues.BenjaminiHochberg(stepped.Select(i => rows[i].Step!.P).ToArray());
            for (var k = 0; k < members.Length; k++) (rows[members[k]].Q, rows[members[k]].Tests) = (q[k], members.Length);
            for (var k = 0; k < stepped.Length; k++) rows[stepped[k]].Step!.Q = stepQ[k];
        }

        return rows;
    }
}
