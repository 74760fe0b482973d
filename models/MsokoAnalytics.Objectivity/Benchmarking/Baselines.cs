using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Score of every unit and, where the method gives lists, what it flags at q = 5 % and 10 %.</summary>
/// <param name="Name">Name shown.</param>
/// <param name="Score">Higher is more suspicious.</param>
/// <param name="Flag5">Null when the method gives no list.</param>
/// <param name="Flag10">The same for rules without a q.</param>
internal sealed record MethodResult(string Name, double[] Score, bool[]? Flag5, bool[]? Flag10);

/// <summary>Rules in use and simple statistics, as reconstructed in reference/methods.md §6.1. Thresholds are not tuned.</summary>
internal static class Baselines
{
    public static IEnumerable<MethodResult> All(ObjectivityData data, UnitRecord[] units, SchoolType[] types)
    {
        var features = ClassFeatures.Of(data, units);
        yield return Official2019(data, units);
        var (fioko, extended) = Rules(units, features, types);
        yield return fioko;
        yield return extended;
        yield return Invalsi(data, units, features);
        yield return new MethodResult("только «ВПР выше журнала» (zJ)", Array.ConvertAll(units, u => OrZero(u[EvidenceKind.LevelJournal])), null, null);
        yield return Fisher(units);
        foreach (var general in GeneralMethods.All(data, units, features)) yield return general;
    }

    /// <summary>The two sets of rules that look at a class alone.</summary>
    public static (MethodResult Fioko, MethodResult Extended) Rules(ObjectivityData data, UnitRecord[] units, SchoolType[] types) => Rules(units, ClassFeatures.Of(data, units), types);

    private static (MethodResult Fioko, MethodResult Extended) Rules(UnitRecord[] units, ClassFeatures[] features, SchoolType[] types)
    {
        var (score, flag) = Fioko2018(units, features, types);
        return (new MethodResult("ФИОКО-2018 (реконструкция)", score, flag, flag), Extended(units, features, score, flag));
    }

    private static double OrZero(double x) => double.IsNaN(x) ? 0 : x;

    /// <summary>Inflated mean by disjoint 95 % intervals of the school and of all, or Spearman's correlation with the journal below 0; by school × work.</summary>
    private static MethodResult Official2019(ObjectivityData data, UnitRecord[] units)
    {
        const double t = 1.96;
        var bySchool = new Dictionary<(int Test, int School), (double Score, bool Flag)>();
        for (var i = 0; i < data.Tests.Count; i++)
        {
            var test = data.Tests[i];
            var rows = Enumerable.Range(0, test.Rows).Where(r => test.Score[r] >= 0).ToArray();
            var (mean, half) = Interval(rows);
            foreach (var school in rows.GroupBy(r => test.School[r]))
            {
                var own = school.ToArray();
                var (m, h) = Interval(own);
                var excess = m - h - (mean + half);
                var both = Array.FindAll(own, r => test.Journal[r] != 0);
                var spearman = both.Length < 3 ? double.NaN : Correlation(
                    RankNormal.AverageRanks(Array.ConvertAll(both, r => (double)test.Journal[r])),
                    RankNormal.AverageRanks(Array.ConvertAll(both, r => (double)test.Score[r])));
                bySchool[(i, school.Key)] = (excess / test.MaxScore, excess > 0 || spearman < 0);
            }

            (double Mean, double Half) Interval(int[] of)
            {
                if (of.Length < 2) return (of.Length == 0 ? 0 : test.Score[of[0]], double.PositiveInfinity);
                var m = of.Average(r => (double)test.Score[r]);
                var s = Math.Sqrt(of.Sum(r => (test.Score[r] - m) * (test.Score[r] - m)) / (of.Length - 1));
                // A school of equal scores has an interval of no width: it cannot be judged by it.
                return s == 0 ? (m, double.PositiveInfinity) : (m, t * s / Math.Sqrt(of.Length));
            }
        }

        var score = Array.ConvertAll(units, u => Math.Max(bySchool[(u.Test, u.School)].Score, -1));
        var flag = Array.ConvertAll(units, u => bySchool[(u.Test, u.School)].Flag);
        return new MethodResult("официальный алгоритм 2019", score, flag, flag);
    }

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average(), ab = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : double.NaN;
    }

    /// <summary>Class mean far above the test and no gymnasium, or easy items worse and hard items better than all.</summary>
    private static (double[] Score, bool[] Flag) Fioko2018(UnitRecord[] units, ClassFeatures[] features, SchoolType[] types)
    {
        var mean = ClassFeatures.RobustZ(units, Array.ConvertAll(features, f => f.MeanShare));
        var score = new double[units.Length];
        var flag = new bool[units.Length];
        for (var u = 0; u < units.Length; u++)
        {
            var f = features[u];
            var gymnasium = types[units[u].School] == SchoolType.Gymnasium;
            var level = gymnasium ? 0 : Math.Max(0, mean[u] - 1);
            var pattern = f.EasyGap < 0 && f.HardGap > 0 ? 1 + (10 * (f.HardGap - f.EasyGap)) : 0;
            score[u] = Math.Clamp(level, 0, 4) + Math.Clamp(pattern, 0, 4);
            flag[u] = (mean[u] > 1.96 && !gymnasium) || (f.EasyGap < -.02 && f.HardGap > .02);
        }

        return (score, flag);
    }

    /// <summary>The rules of 2018 and what regional centres add: raised and confirmed shares, no «2», spikes, jumps, absence.</summary>
    private static MethodResult Extended(UnitRecord[] units, ClassFeatures[] features, double[] fioko, bool[] fiokoFlag)
    {
        var jump = ClassFeatures.Jump(units, features);
        var score = new double[units.Length];
        var flag = new bool[units.Length];
        for (var u = 0; u < units.Length; u++)
        {
            var f = features[u];
            var t = units[u].Thresholds;
            var spike = (t.At - t.ExpectedAt) / Math.Sqrt(Math.Max(t.ExpectedAt, .5));
            var noTwo = f.Share2 == 0 && f.Share5 > .5;
            score[u] = fioko[u] + (5 * Math.Max(0, f.ShareUp - .20)) + (8 * Math.Max(0, f.ShareSame - .85)) + (noTwo ? 1 : 0)
                + (.7 * Math.Max(0, spike - 1.5)) + (1.5 * Math.Max(0, jump[u] - .5)) + (5 * Math.Max(0, f.AbsentShare - .2));
            flag[u] = fiokoFlag[u] || f.ShareUp > .35 || f.ShareSame > .9 || noTwo || spike > 2.5 || jump[u] > .8 || f.AbsentShare > .25;
        }

        return new MethodResult("расширенные правила", score, flag, flag);
    }

    /// <summary>Class mean against its spread and homogeneity, two principal axes, fuzzy clusters; weight of the high and even cluster.</summary>
    private static MethodResult Invalsi(ObjectivityData data, UnitRecord[] units, ClassFeatures[] features)
    {
        const int clusters = 8, steps = 60;
        const double fuzziness = 1.7;
        var (variance, gini, full) = ClassHomogeneity.Of(data, units);
        double[][] x =
        [
            ClassFeatures.RobustZ(units, Array.ConvertAll(features, f => f.MeanShare)),
            ClassFeatures.RobustZ(units, Array.ConvertAll(variance, v => -Math.Log(v + 1e-4))),
            ClassFeatures.RobustZ(units, Array.ConvertAll(gini, g => -g)),
            ClassFeatures.RobustZ(units, full),
        ];
        foreach (var column in x)
            for (var u = 0; u < column.Length; u++) column[u] = Math.Clamp(column[u], -5, 5);
        var axes = Principal(x);
        var centre = new double[clusters][];
        var random = new SplitRandom(19, clusters);
        for (var c = 0; c < clusters; c++) centre[c] = axes[random.Below(axes.Length)];
        var weight = new double[units.Length][];
        for (var step = 0; step < steps; step++)
        {
            for (var u = 0; u < axes.Length; u++)
            {
                var w = Array.ConvertAll(centre, c => Math.Pow(Square(axes[u][0] - c[0]) + Square(axes[u][1] - c[1]) + 1e-9, -1 / (fuzziness - 1)));
                var sum = w.Sum();
                weight[u] = Array.ConvertAll(w, v => v / sum);
            }

            for (var c = 0; c < clusters; c++)
            {
                double a = 0, b = 0, all = 0;
                for (var u = 0; u < axes.Length; u++)
                {
                    var w = Math.Pow(weight[u][c], fuzziness);
                    a += w * axes[u][0];
                    b += w * axes[u][1];
                    all += w;
                }

                centre[c] = [a / all, b / all];
            }
        }

        var level = Enumerable.Range(0, clusters).Select(c =>
        {
            double sum = 0, all = 0;
            for (var u = 0; u < axes.Length; u++)
            {
                var w = Math.Pow(weight[u][c], fuzziness);
                sum += w * (x[0][u] + x[1][u] + x[2][u]);
                all += w;
            }

            return sum / all;
        }).ToArray();
        var chosen = Array.IndexOf(level, level.Max());
        return new MethodResult("INVALSI (нечёткие кластеры)", Array.ConvertAll(weight, w => w[chosen]), null, null);
    }

    private static double Square(double v) => v * v;

    /// <summary>Two first principal axes of the columns, the first oriented by the class mean.</summary>
    private static double[][] Principal(double[][] columns)
    {
        int k = columns.Length, n = columns[0].Length;
        var centred = columns.Select(c => { var m = c.Average(); return Array.ConvertAll(c, v => v - m); }).ToArray();
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(k, k, (i, j) => VectorMath.Dot(centred[i], centred[j]) / n);
        var vectors = covariance.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenVectors;
        var axes = new[] { vectors.Column(k - 1).ToArray(), vectors.Column(k - 2).ToArray() };
        foreach (var axis in axes)
            if (axis[0] < 0)
                for (var i = 0; i < k; i++) axis[i] = -axis[i];
        return [.. Enumerable.Range(0, n).Select(u => Array.ConvertAll(axes, axis => Enumerable.Range(0, k).Sum(i => axis[i] * centred[i][u])))];
    }

    /// <summary>Fisher's combination of one-sided normal tails of our evidences, Benjamini–Hochberg lists.</summary>
    private static MethodResult Fisher(UnitRecord[] units)
    {
        var p = UnusualResults.Combined(EvidenceColumns.OneSided(units), units.Length);
        var adjusted = MultipleTesting.BenjaminiHochberg(p);
        return new MethodResult("Фишер по нашим признакам + BH", Array.ConvertAll(p, v => -Math.Log(Math.Max(v, 1e-300))), Array.ConvertAll(adjusted, a => a <= .05), Array.ConvertAll(adjusted, a => a <= .10));
    }
}
