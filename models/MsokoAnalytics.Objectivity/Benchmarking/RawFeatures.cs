using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>The fifteen plain figures of a class that general detectors are given (methods.md §6.1, note 2), as robust z within the test.</summary>
internal static class RawFeatures
{
    private const double Limit = 8;

    /// <returns>One column per figure, by unit; a figure that the data do not give is 0, its usual value.</returns>
    public static (string Name, double[] Values)[] Of(ObjectivityData data, UnitRecord[] units, ClassFeatures[] features)
    {
        var (variance, gini, full) = ClassHomogeneity.Of(data, units);
        var (correlation, near) = Pupils(data, units);
        (string, double[])[] raw =
        [
            ("mean", Of(f => f.MeanShare)), ("variance", variance), ("gini", gini), ("down", Of(f => f.ShareDown)), ("same", Of(f => f.ShareSame)),
            ("up", Of(f => f.ShareUp)), ("two", Of(f => f.Share2)), ("five", Of(f => f.Share5)), ("absent", Of(f => f.AbsentShare)),
            ("easy", Of(f => f.EasyGap)), ("hard", Of(f => f.HardGap)), ("journal", correlation), ("near", near), ("full", full),
            ("jump", ClassFeatures.Jump(units, features)),
        ];
        return Array.ConvertAll(raw, column => (column.Item1, WithinTest(units, column.Item2)));

        double[] Of(Func<ClassFeatures, double> of) => Array.ConvertAll(features, f => of(f));
    }

    /// <summary>Correlation of score and journal within the class, and the share of works at a threshold or one point above it.</summary>
    private static (double[] Correlation, double[] Near) Pupils(ObjectivityData data, UnitRecord[] units)
    {
        double[] correlation = new double[units.Length], near = new double[units.Length];
        Parallelism.For(0, units.Length, u =>
        {
            var test = data.Tests[units[u].Test];
            double n = 0, s = 0, j = 0, ss = 0, jj = 0, sj = 0;
            for (var i = test.ClassStart[units[u].ClassIndex]; i < test.ClassStart[units[u].ClassIndex + 1]; i++)
            {
                double score = test.Score[i], mark = test.Journal[i];
                if (score < 0) continue;
                if (Array.Exists(test.Thresholds, t => score == t || score == t + 1)) near[u] += 1.0 / units[u].Participants;
                if (mark == 0) continue;
                n++;
                s += score;
                j += mark;
                ss += score * score;
                jj += mark * mark;
                sj += score * mark;
            }

            double vs = ss - (s * s / n), vj = jj - (j * j / n);
            correlation[u] = n > 2 && vs > 1e-9 && vj > 1e-9 ? (sj - (s * j / n)) / Math.Sqrt(vs * vj) : double.NaN;
        });
        return (correlation, near);
    }

    /// <summary>Where more than half of the classes share a value (no «2», no change known) the MAD is 0 and the standard deviation stands in.</summary>
    private static double[] WithinTest(UnitRecord[] units, double[] values)
    {
        var z = new double[units.Length];
        foreach (var test in Enumerable.Range(0, units.Length).Where(u => !double.IsNaN(values[u])).GroupBy(u => units[u].Test))
        {
            var rows = test.ToArray();
            var v = Array.ConvertAll(rows, u => values[u]);
            var median = Robust.Median(v);
            var spread = Robust.Mad(v);
            if (spread < 1e-9) spread = Math.Sqrt(v.Sum(x => (x - median) * (x - median)) / v.Length);
            if (spread < 1e-9) continue;
            foreach (var u in rows) z[u] = Math.Clamp((values[u] - median) / spread, -Limit, Limit);
        }

        return z;
    }
}
