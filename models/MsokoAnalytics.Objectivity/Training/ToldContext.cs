using MsokoAnalytics.Objectivity.Inference;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>For the ablation: what the context would be worth if the truth about every other class were known. Nobody can know it; it bounds what a better context may bring.</summary>
internal static class ToldContext
{
    /// <summary>
    /// Puts in the place of the context the log odds of the true shares of manipulated units: in the other years of the class, among its parallels, in the other subjects of the school.
    /// The unit itself is in none of them.
    /// </summary>
    /// <param name="world">Units with their truth.</param>
    /// <param name="context">Of the same units, changed in place.</param>
    public static void Replace(LabelledUnits world, ContextScore[] context)
    {
        var units = world.Units;
        var series = new Dictionary<(int, int, int), (int Hits, int All)>();
        var groups = new Dictionary<(int, int), (int Hits, int All)>();
        var schools = new Dictionary<int, (int Hits, int All)>();
        for (var u = 0; u < units.Length; u++)
        {
            var hit = world.Truth[u].IsManipulated ? 1 : 0;
            Add(series, (units[u].Class, units[u].Subject, units[u].School), hit);
            Add(groups, (units[u].School, units[u].Subject), hit);
            Add(schools, units[u].School, hit);
        }

        for (var u = 0; u < units.Length; u++)
        {
            var hit = world.Truth[u].IsManipulated ? 1 : 0;
            var own = series[(units[u].Class, units[u].Subject, units[u].School)];
            var group = groups[(units[u].School, units[u].Subject)];
            var school = schools[units[u].School];
            context[u] = new ContextScore(
                Odds(own.Hits - hit, own.All - 1), Odds(group.Hits - own.Hits, group.All - own.All), Odds(school.Hits - group.Hits, school.All - group.All), own.All - 1, Network: 0);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, (int Hits, int All)> sums, TKey key, int hit)
        where TKey : notnull
    {
        var (hits, all) = sums.GetValueOrDefault(key);
        sums[key] = (hits + hit, all + 1);
    }

    /// <summary>One unit more, a twentieth of it manipulated, keeps the logarithm finite.</summary>
    private static double Odds(int hits, int all) => Math.Log((hits + .05) / (all - hits + .95));
}
