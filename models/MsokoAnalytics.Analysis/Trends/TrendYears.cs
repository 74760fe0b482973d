using System.Collections.Concurrent;
using System.Globalization;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>Texts of years: a hundred thousand series share some dozens of them. Safe for any number of threads.</summary>
internal static class TrendYears
{
    /// <summary>Years after the first one that fit into a key.</summary>
    private const int Longest = 31;

    private static readonly ConcurrentDictionary<(int First, uint Others), string> Known = new();

    /// <param name="points">At least one, by year.</param>
    /// <returns>E.g. <c>2022, 2023, 2025</c>.</returns>
    public static string Of(IReadOnlyList<TrendPoint> points)
    {
        var first = points[0].Year;
        if (points[^1].Year - first > Longest) return Text(points);
        var others = 0u;
        for (var i = 1; i < points.Count; i++) others |= 1u << (points[i].Year - first - 1);
        return Known.TryGetValue((first, others), out var known) ? known : Known.GetOrAdd((first, others), Text(points));
    }

    private static string Text(IReadOnlyList<TrendPoint> points) => string.Join(", ", points.Select(p => p.Year.ToString(CultureInfo.InvariantCulture)));
}
