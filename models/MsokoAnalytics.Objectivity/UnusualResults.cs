using MathNet.Numerics.Distributions;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity;

/// <summary>A unit outside the lists whose evidences together are rare, whatever the mechanism.</summary>
/// <param name="Unit">Index in the report.</param>
/// <param name="Score">−log₁₀ of Fisher's combination of the one-sided tails: for ranking, no probability (the evidences are not independent).</param>
/// <param name="Reasons">Evidences with a tail below a tenth, rarest first.</param>
public sealed record UnusualResult(int Unit, double Score, EvidenceKind[] Reasons);

/// <summary>
/// «Прочие необычные результаты» (methods.md §6.6): a ranking of the units that no list names, for mechanisms nobody has described. Fisher's combination of eight evidences
/// that point one way; never a flag.
/// </summary>
public static class UnusualResults
{
    /// <summary>Share of the judged units that the ranking shows at most.</summary>
    private const double Shown = .05;

    private const double Notable = .1;

    /// <param name="report">Analysis of the data.</param>
    /// <param name="isListed">Whether a unit is on a list already.</param>
    /// <returns>Most unusual first.</returns>
    public static IReadOnlyList<UnusualResult> Rank(ObjectivityReport report, Func<JudgedUnit, bool> isListed)
    {
        var units = Array.ConvertAll(report.Units, u => u.Scored.Unit);
        var columns = EvidenceColumns.OneSided(units);
        return
        [
            .. Enumerable.Range(0, units.Length).Where(u => !isListed(report.Units[u])).Select(u => One(u, Array.ConvertAll(columns, c => Tail(c[u]))))
                .Where(r => r.Reasons.Length > 0).OrderByDescending(r => r.Score).ThenBy(r => r.Unit).Take((int)(Shown * units.Length)),
        ];
    }

    /// <summary>Fisher's p of every unit of the columns, by unit.</summary>
    internal static double[] Combined(double[][] columns, int units) =>
        [.. Enumerable.Range(0, units).Select(u => CombinedP.Fisher(Array.ConvertAll(columns, c => Tail(c[u]))))];

    private static UnusualResult One(int unit, double[] tails)
    {
        EvidenceKind[] reasons = [.. Enumerable.Range(0, tails.Length).Where(k => tails[k] < Notable).OrderBy(k => tails[k]).Select(k => EvidenceColumns.Suspicious[k])];
        return new UnusualResult(unit, -Math.Log10(Math.Max(CombinedP.Fisher(tails), 1e-300)), reasons);
    }

    private static double Tail(double z) => Math.Clamp(Normal.CDF(0, 1, -z), 1e-12, 1 - 1e-6);
}
