using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Raw figures of a class that the rules in use look at.</summary>
internal sealed record ClassFeatures(
    double MeanShare, double ShareDown, double ShareSame, double ShareUp, double Share2, double Share5, double AbsentShare,
    double EasyGap, double HardGap, double MeanY)
{
    /// <summary>Features of the units, in their order.</summary>
    public static ClassFeatures[] Of(ObjectivityData data, UnitRecord[] units)
    {
        var result = new ClassFeatures[units.Length];
        var items = data.Tests.Select(ItemSplit).ToArray();
        Parallelism.For(0, units.Length, u => result[u] = One(data.Tests[units[u].Test], units[u], items[units[u].Test]));
        return result;
    }

    /// <summary>(x − median)/MAD of a feature within each test, clipped at ±8.</summary>
    public static double[] RobustZ(UnitRecord[] units, double[] values)
    {
        var z = new double[units.Length];
        foreach (var test in Enumerable.Range(0, units.Length).GroupBy(u => units[u].Test))
        {
            var rows = test.ToArray();
            var v = Array.ConvertAll(rows, u => values[u]);
            double median = Robust.Median(v), mad = Robust.Mad(v) + 1e-6;
            foreach (var u in rows) z[u] = Math.Clamp((values[u] - median) / mad, -8, 8);
        }

        return z;
    }

    /// <summary>Change of the class's mean level against the year before in the same subject; 0 when there is none.</summary>
    public static double[] Jump(UnitRecord[] units, ClassFeatures[] features)
    {
        var known = new Dictionary<(int, int, int), double>();
        for (var u = 0; u < units.Length; u++) known[(units[u].Class, units[u].Subject, units[u].Year)] = features[u].MeanY;
        return [.. units.Select((unit, u) => known.TryGetValue((unit.Class, unit.Subject, unit.Year - 1), out var past) ? features[u].MeanY - past : 0)];
    }

    /// <summary>Mean share of the maximum of each item among all participants, and whether the item is among the easier half.</summary>
    private static (double[] Share, bool[] Easy) ItemSplit(AssessmentTest test)
    {
        var count = test.Maxima.Length;
        var share = new double[count];
        var n = 0;
        for (var i = 0; i < test.Rows; i++)
        {
            if (test.ItemTotal[i] < 0) continue;
            n++;
            for (var j = 0; j < count; j++) share[j] += test.Items[(i * count) + j];
        }

        for (var j = 0; j < count; j++) share[j] /= Math.Max(n, 1) * test.Maxima[j];
        var median = Robust.Median(share);
        return (share, Array.ConvertAll(share, s => s >= median));
    }

    private static ClassFeatures One(AssessmentTest test, UnitRecord unit, (double[] Share, bool[] Easy) items)
    {
        int a = test.ClassStart[unit.ClassIndex], b = test.ClassStart[unit.ClassIndex + 1], n = unit.Participants, two = 0, five = 0, known = 0;
        var count = test.Maxima.Length;
        double easy = 0, hard = 0;
        for (var i = a; i < b; i++)
        {
            if (test.Score[i] < 0) continue;
            var mark = test.Mark(test.Score[i]);
            if (mark == 2) two++;
            if (mark == 5) five++;
            if (test.ItemTotal[i] < 0) continue;
            known++;
            for (var j = 0; j < count; j++)
            {
                var gap = ((double)test.Items[(i * count) + j] / test.Maxima[j]) - items.Share[j];
                if (items.Easy[j]) easy += gap;
                else hard += gap;
            }
        }

        var easyItems = Math.Max(items.Easy.Count(e => e), 1);
        var both = Math.Max(unit.Journal.Both, 1);
        return new ClassFeatures(
            unit.MeanScore / test.MaxScore, (double)unit.Journal.Down / both, (double)unit.Journal.Same / both, (double)unit.Journal.Up / both,
            (double)two / n, (double)five / n, 1 - ((double)n / unit.Roster),
            known == 0 ? 0 : easy / known / easyItems, known == 0 ? 0 : hard / known / Math.Max(count - easyItems, 1), unit.MeanY);
    }
}
