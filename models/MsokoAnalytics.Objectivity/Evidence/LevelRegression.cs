using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Evidence;

/// <summary>
/// Pooled regressions of a level on what else is known of the pupils, per subject over grades and years; tests with different missing
/// regressors are fitted apart. One re-fit leaves out the rows of classes whose mean residual is beyond 2.5 robust deviations.
/// </summary>
internal static class LevelRegression
{
    private const int FewestRows = 50;
    private const double TrimAt = 2.5;

    /// <summary>ВПР level against the other ВПР and journals (zV).</summary>
    public static double[][] OtherWorks(IReadOnlyList<AssessmentTest> tests, PupilLevels[] levels) =>
        Fit(tests, t => levels[t].Y, (t, c) => WithIndicators(
            levels[t].OtherY, c(levels[t].OtherY), levels[t].PastY, c(levels[t].PastY),
            levels[t].PastOther, c(levels[t].PastOther), levels[t].OtherJournal, c(levels[t].OtherJournal)));

    /// <summary>Journal level against the ВПР of other subjects and the other journals (zG).</summary>
    public static double[][] JournalSide(IReadOnlyList<AssessmentTest> tests, PupilLevels[] levels) =>
        Fit(tests, t => levels[t].Journal, (t, c) => WithIndicators(
            levels[t].OtherY, c(levels[t].OtherY), levels[t].OtherJournal, c(levels[t].OtherJournal), levels[t].PastY, c(levels[t].PastY)));

    /// <summary>ВПР level against the journal of the subject (zJ); a pupil without a mark has no residual.</summary>
    public static double[][] OwnJournal(IReadOnlyList<AssessmentTest> tests, PupilLevels[] levels) =>
        Fit(tests, t => levels[t].Y, (t, c) =>
        {
            var j = levels[t].Journal;
            return [j, Array.ConvertAll(j, v => v * v), c(j)];
        });

    private static double[][] Fit(IReadOnlyList<AssessmentTest> tests, Func<int, double[]> target, Func<int, Func<double[], double[]>, List<double[]>> design)
    {
        var residuals = new double[tests.Count][];
        var subjects = Enumerable.Range(0, tests.Count).GroupBy(t => tests[t].Subject).Select(g => g.ToArray()).ToArray();
        Parallel.ForEach(subjects, subject =>
        {
            var designs = subject.Select(t => (Test: t, Columns: design(t, v => ClassMeans(tests[t], v)))).ToList();
            foreach (var group in designs.GroupBy(d => d.Columns.Count).Select(g => g.ToArray()))
                FitGroup(tests, group, target, residuals);
        });
        return residuals;
    }

    private static void FitGroup(IReadOnlyList<AssessmentTest> tests, (int Test, List<double[]> Columns)[] group, Func<int, double[]> target, double[][] residuals)
    {
        var width = group[0].Columns.Count + 1;
        var first = new RidgeRegression(width);
        var row = new double[width];
        foreach (var (t, columns) in group) Accumulate(first, row, columns, target(t), null, double.PositiveInfinity);
        if (first.Rows < FewestRows)
        {
            foreach (var (t, _) in group)
            {
                residuals[t] = new double[tests[t].Rows];
                Array.Fill(residuals[t], double.NaN);
            }

            return;
        }

        var means = Residuals(first.Solve());
        var all = group.SelectMany(g => means[g.Test].Where(m => !double.IsNaN(m))).ToArray();
        var limit = TrimAt * Robust.MadInPlace(all);
        var second = new RidgeRegression(width);
        foreach (var (t, columns) in group) Accumulate(second, row, columns, target(t), means[t], limit);
        // Every class alike (a spread of zero) leaves nothing to trim.
        if (second.Rows >= FewestRows) Residuals(second.Solve());

        Dictionary<int, double[]> Residuals(double[] beta)
        {
            var byTest = new Dictionary<int, double[]>();
            foreach (var (t, columns) in group)
            {
                var y = target(t);
                var e = new double[y.Length];
                for (var i = 0; i < e.Length; i++)
                {
                    var fitted = beta[0];
                    for (var k = 0; k < columns.Count; k++) fitted += beta[k + 1] * columns[k][i];
                    e[i] = y[i] - fitted;
                }

                residuals[t] = e;
                byTest[t] = ClassMeans(tests[t], e);
            }

            return byTest;
        }
    }

    private static void Accumulate(RidgeRegression fit, double[] row, List<double[]> columns, double[] y, double[]? classMean, double limit)
    {
        row[0] = 1;
        for (var i = 0; i < y.Length; i++)
        {
            if (double.IsNaN(y[i]) || (classMean is not null && !(Math.Abs(classMean[i]) < limit))) continue;
            var known = true;
            for (var k = 0; k < columns.Count; k++)
            {
                row[k + 1] = columns[k][i];
                known &= !double.IsNaN(row[k + 1]);
            }

            if (known) fit.Add(row, y[i]);
        }
    }

    /// <summary>Missing values as 0, and an indicator for every column that has any.</summary>
    private static List<double[]> WithIndicators(params double[][] columns)
    {
        var result = new List<double[]>(columns.Length * 2);
        var indicators = new List<double[]>();
        foreach (var column in columns)
        {
            if (!Array.Exists(column, double.IsNaN))
            {
                result.Add(column);
                continue;
            }

            result.Add(Array.ConvertAll(column, v => double.IsNaN(v) ? 0 : v));
            indicators.Add(Array.ConvertAll(column, v => double.IsNaN(v) ? 1.0 : 0));
        }

        result.AddRange(indicators);
        return result;
    }

    /// <summary>Mean of the class over values that are not NaN, given to each of its rows.</summary>
    private static double[] ClassMeans(AssessmentTest test, double[] values)
    {
        var result = new double[values.Length];
        for (var c = 0; c < test.Classes.Length; c++)
        {
            int a = test.ClassStart[c], b = test.ClassStart[c + 1];
            double sum = 0;
            var n = 0;
            for (var i = a; i < b; i++)
            {
                if (double.IsNaN(values[i])) continue;
                sum += values[i];
                n++;
            }

            result.AsSpan(a, b - a).Fill(n > 0 ? sum / n : double.NaN);
        }

        return result;
    }
}
