using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static YearEffects? Of(IReadOnlyList<TrendSeries> schools, int minSchools)
    {
        var changes = new SortedDictionary<int, (List<double> Change, List<double> Noise)>();
        var (pairs, used) = (0, 0);
        foreach (var school in schools)
        {
            var before = pairs;
            for (var i = 1; i < school.Points.Count; i++)
            {
                var (a, b) = (school.Points[i - 1], school.Points[i]);
                if (b.Year - a.Year != 1 || !HasError(a) || !HasError(b)) continue;
                pairs++;
                if (!changes.TryGetValue(a.Year, out var ofYear)) changes[a.Year] = ofYear = ([], []);
                ofYear.Change.Add(b.Value - a.Value);
                ofYear.Noise.Add((a.Se * a.Se) + (b.Se * b.Se));
            }

            if (pairs > before) used++;
        }

        if (used < minSchools) return null;
        var sum = 0.0;
        foreach (var (change, noise) in changes.Values)
        {
            var common = Location.Median(CollectionsMarshal.AsSpan(change));
            for (var i = 0; i < change.Count; i++) sum += ((change[i] - common) * (change[i] - common)) - noise[i];
        }

        return new YearEffects(Levels(schools), Math.Max(0, sum / (2 * pairs)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Dictionary<int, double> Levels(IReadOnlyList<TrendSeries> schools)
    {
        var values = new Dictionary<int, List<double>>();
        foreach (var school in schools)
        {
            for (var i = 0; i < school.Points.Count; i++)
            {
                var point = school.Points[i];
                if (!values.TryGetValue(point.Year, out var ofYear)) values[point.Year] = ofYear = [];
                ofYear.Add(point.Value);
            }
        }

        return values.ToDictionary(v => v.Key, v => Location.Median(CollectionsMarshal.AsSpan(v.Value)));
    }

    public static bool HasError(TrendPoint point) => double.IsFinite(point.Se) && point.Se > 0;
}
