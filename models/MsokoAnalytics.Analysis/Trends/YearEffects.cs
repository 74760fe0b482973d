using MsokoAnalytics.Statistics.Robust;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>What moves all schools of a topic together, and how far one school usually moves beyond that.</summary>
/// <param name="Level">Median over schools by year: the difficulty of the works.</param>
/// <param name="Variance">
/// Variance of a school's true level about its own course in one year. From pairs of neighbouring years: d = change of the school minus the median change;
/// E d² = v₁ + v₂ + 2·Variance; the mean over all pairs, never below 0.
/// </param>
internal sealed record YearEffects(IReadOnlyDictionary<int, double> Level, double Variance)
{
    /// <returns>Null where fewer than <paramref name="minSchools"/> schools have two years with standard errors.</returns>
    public static YearEffects? Of(IReadOnlyList<TrendSeries> schools, int minSchools)
    {
        var pairs = new List<(int From, int To, double Change, double Noise)>();
        var used = 0;
        foreach (var school in schools)
        {
            var before = pairs.Count;
            for (var i = 1; i < school.Points.Count; i++)
            {
                var (a, b) = (school.Points[i - 1], school.Points[i]);
                if (b.Year - a.Year == 1 && HasError(a) && HasError(b)) pairs.Add((a.Year, b.Year, b.Value - a.Value, (a.Se * a.Se) + (b.Se * b.Se)));
            }

            if (pairs.Count > before) used++;
        }

        if (used < minSchools) return null;
        var sum = 0.0;
        foreach (var years in pairs.GroupBy(p => p.From).OrderBy(g => g.Key))
        {
            var common = Location.Median(years.Select(p => p.Change).ToArray());
            foreach (var pair in years) sum += ((pair.Change - common) * (pair.Change - common)) - pair.Noise;
        }

        var level = schools.SelectMany(s => s.Points).GroupBy(p => p.Year).ToDictionary(g => g.Key, g => Location.Median(g.Select(p => p.Value).ToArray()));
        return new YearEffects(level, Math.Max(0, sum / (2 * pairs.Count)));
    }

    public static bool HasError(TrendPoint point) => double.IsFinite(point.Se) && point.Se > 0;
}
