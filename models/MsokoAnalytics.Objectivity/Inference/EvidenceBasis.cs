using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>Piecewise-linear basis of the evidences: six columns each, then size of the class and of the test and level of the class.</summary>
public static class EvidenceBasis
{
    public const int ColumnsOfEvidence = 6;
    public const int ColumnsOfUnit = 6;

    /// <summary>Length of a row.</summary>
    public static int Width(int evidences) => (evidences * ColumnsOfEvidence) + ColumnsOfUnit;

    /// <param name="unit">Unit with at least five participants.</param>
    /// <param name="evidences">Evidences of the model, in its order.</param>
    /// <param name="row">Filled; a missing evidence counts as 0.</param>
    public static void Fill(UnitRecord unit, ReadOnlySpan<EvidenceKind> evidences, Span<double> row)
    {
        var size = Math.Log(unit.Participants / 20.0);
        var at = 0;
        foreach (var kind in evidences)
        {
            var value = unit[kind];
            if (double.IsNaN(value)) value = 0;
            // Sharing sums over pupils and is many times longer than the others.
            if (kind == EvidenceKind.Sharing) value /= 3;
            var z = Math.Clamp(value, -5, 8);
            row[at++] = z;
            row[at++] = Math.Max(z - 1, 0);
            row[at++] = Math.Max(z - 2.5, 0);
            row[at++] = Math.Max(z - 4.5, 0);
            row[at++] = Math.Min(z + 1.5, 0);
            row[at++] = z * size;
        }

        row[at++] = size;
        row[at++] = size * size;
        row[at++] = unit.ItemCount > 0 ? Math.Log(unit.ItemCount / 15.0) : 0;
        row[at++] = Math.Log(unit.MaxScore / 30.0);
        row[at++] = unit.MeanY;
        row[at] = unit.MeanY * unit.MeanY;
    }

    public static EvidenceKind[] Kinds(IEnumerable<string> names) => [.. names.Select(n => (EvidenceKind)Array.IndexOf(ModelNames.Evidence, n))];
}
