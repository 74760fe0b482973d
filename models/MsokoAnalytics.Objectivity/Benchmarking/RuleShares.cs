using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>What rules in use would flag in the data of a user, beside the lists of the models.</summary>
/// <param name="Key">Short name.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Flagged">Flagged classes × works.</param>
/// <param name="Units">Judged classes × works.</param>
public sealed record RuleShare(string Key, string Name, int Flagged, int Units)
{
    /// <summary>The reconstructed rules of 2018 and those that regional centres add, over the judged units.</summary>
    /// <param name="report">Analysis of the data.</param>
    /// <param name="isExempt">Whether the rules of 2018 spare a school of this number (lyceum, gymnasium).</param>
    public static IReadOnlyList<RuleShare> Of(ObjectivityReport report, Func<int, bool> isExempt)
    {
        var units = Array.ConvertAll(report.Units, u => u.Scored.Unit);
        if (units.Length == 0) return [];
        var types = new SchoolType[units.Max(u => u.School) + 1];
        for (var s = 0; s < types.Length; s++) types[s] = isExempt(s) ? SchoolType.Gymnasium : SchoolType.Town;
        var (fioko, extended) = Baselines.Rules(report.Judged, units, types);
        return [One("fioko2018", fioko), One("extended", extended)];

        RuleShare One(string key, MethodResult rule) => new(key, rule.Name, rule.Flag5!.Count(f => f), units.Length);
    }
}
