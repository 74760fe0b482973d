using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>Our evidences as plain columns of z for methods that know nothing of likelihoods; a missing evidence is 0, all within ±8.</summary>
internal static class EvidenceColumns
{
    private const double Limit = 8;

    /// <summary>Log likelihood ratios have no unit of their own: they are taken among the classes of the nearest sizes.</summary>
    private static readonly EvidenceKind[] Ratios = [EvidenceKind.Sharing, EvidenceKind.Bump, EvidenceKind.JournalCopy, EvidenceKind.Absence];

    /// <summary>Those whose upper end alone is suspicious, whatever the journal is like.</summary>
    public static readonly EvidenceKind[] Suspicious = [EvidenceKind.LevelOther, EvidenceKind.HardItems, EvidenceKind.Misfit, EvidenceKind.Agreement, .. Ratios];

    /// <summary>All ten.</summary>
    public static (string Name, double[] Values)[] All(UnitRecord[] units) =>
        [.. Enum.GetValues<EvidenceKind>().Select(kind => (ModelNames.Evidence[(int)kind], Column(units, kind)))];

    /// <summary>The eight that point one way.</summary>
    public static double[][] OneSided(UnitRecord[] units) => Array.ConvertAll(Suspicious, kind => Column(units, kind));

    private static double[] Column(UnitRecord[] units, EvidenceKind kind)
    {
        var column = new double[units.Length];
        if (!Ratios.Contains(kind))
        {
            for (var u = 0; u < units.Length; u++) column[u] = Known(units[u][kind]);
            return column;
        }

        var index = units.Select((u, i) => (u, i)).ToDictionary(x => x.u, x => x.i);
        foreach (var subject in units.GroupBy(u => u.Subject))
            foreach (var (unit, z) in Standardiser.Local([.. subject], u => u[kind])) column[index[unit]] = Known(z);
        return column;
    }

    private static double Known(double z) => double.IsNaN(z) ? 0 : Math.Clamp(z, -Limit, Limit);
}
