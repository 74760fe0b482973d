using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>How alike the works of a class are: what the INVALSI procedure looks at beside the mean.</summary>
internal static class ClassHomogeneity
{
    /// <returns>Variance as a share of the squared maximum, mean Gini heterogeneity of the items, share of items done in full; by unit.</returns>
    public static (double[] Variance, double[] Gini, double[] Full) Of(ObjectivityData data, UnitRecord[] units)
    {
        double[] variance = new double[units.Length], gini = new double[units.Length], full = new double[units.Length];
        Parallelism.For(0, units.Length, u =>
        {
            var test = data.Tests[units[u].Test];
            int a = test.ClassStart[units[u].ClassIndex], b = test.ClassStart[units[u].ClassIndex + 1], count = test.Maxima.Length;
            var rows = Enumerable.Range(a, b - a).Where(i => test.Score[i] >= 0).ToArray();
            var mean = rows.Average(i => (double)test.Score[i]);
            variance[u] = rows.Sum(i => Square(test.Score[i] - mean)) / (rows.Length - 1) / test.MaxScore / test.MaxScore;
            for (var j = 0; j < count; j++)
            {
                gini[u] += (1 - rows.GroupBy(i => test.Items[(i * count) + j]).Sum(g => Square((double)g.Count() / rows.Length))) / count;
                full[u] += rows.Count(i => test.Items[(i * count) + j] == test.Maxima[j]) / (double)rows.Length / count;
            }
        });
        return (variance, gini, full);
    }

    private static double Square(double v) => v * v;
}
