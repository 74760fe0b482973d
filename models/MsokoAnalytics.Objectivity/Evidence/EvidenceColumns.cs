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
    public static (string Name, double[] Values)[] All(UnitRecord[] units)
    {
        var kinds = Enum.GetValues<EvidenceKind>();
        return [.. kinds.Zip(Of(units, kinds), (kind, values) => (ModelNames.Evidence[(int)kind], values))];
    }

    /// <summary>The eight that point one way.</summary>
    public static double[][] OneSided(UnitRecord[] units) => Of(units, Suspicious);

    private static double[][] Of(UnitRecord[] units, EvidenceKind[] kinds)
    {
        var columns = Array.ConvertAll(kinds, _ => new double[units.Length]);
        for (var k = 0; k < kinds.Length; k++)
        {
            if (Ratios.Contains(kinds[k])) continue;
            for (var u = 0; u < units.Length; u++) columns[k][u] = Known(units[u][kinds[k]]);
        }

        // Places and subjects are the same for all four.
        var index = new Dictionary<UnitRecord, int>(units.Length, ReferenceEqualityComparer.Instance);
        for (var u = 0; u < units.Length; u++) index[units[u]] = u;
        foreach (var subject in units.GroupBy(u => u.Subject).Select(g => g.ToArray()))
        {
            for (var k = 0; k < kinds.Length; k++)
            {
                if (!Ratios.Contains(kinds[k])) continue;
                foreach (var (unit, z) in Standardiser.Local(subject, u => u[kinds[k]])) columns[k][index[unit]] = Known(z);
            }
        }

        return columns;
    }

    private static double Known(double z) => double.IsNaN(z) ? 0 : Math.Clamp(z, -Limit, Limit);
}
