using MsokoAnalytics.DemoData.Calibration;

namespace MsokoAnalytics.DemoData.Tests.Distillation;

/// <summary>Finds ease and slope of every task so that the model has the published mean and correlation with the total.</summary>
internal static class TaskModelFitter
{
    /// <param name="max">Task maxima.</param>
    /// <param name="pct">Published means, percent of the maximum.</param>
    /// <param name="r">Published correlations with the total.</param>
    /// <param name="histogram">Weights of the totals.</param>
    public static (double[] Ease, double[] Slope) Fit(IReadOnlyList<int> max, IReadOnlyList<double> pct, IReadOnlyList<double> r, IReadOnlyList<double> histogram)
    {
        var k = max.Count;
        var weight = histogram.Sum();
        var meanTotal = histogram.Select((h, t) => h * t).Sum() / weight;
        var variance = histogram.Select((h, t) => h * (t - meanTotal) * (t - meanTotal)).Sum() / weight;
        var target = Consistent(max, pct, meanTotal);
        var ease = target.Select((m, j) => Math.Log(m / (max[j] - m))).ToArray();
        var slope = new double[k];
        for (var round = 0; round < 80; round++)
        {
            var moments = new TaskModel(max, ease, slope, histogram).Moments();
            var wanted = Enumerable.Range(0, k).Select(j => r[j] * Math.Sqrt(moments.Variance[j] * variance)).ToArray();
            var scale = variance / wanted.Sum();
            for (var j = 0; j < k; j++)
            {
                ease[j] += 0.8 * Math.Clamp((target[j] - moments.Mean[j]) / Math.Max(moments.Within[j], 0.02), -0.5, 0.5);
                var gain = Math.Max(moments.SlopeInformation[j], 0.02 * Math.Sqrt(variance));
                slope[j] += 0.6 * Math.Clamp((wanted[j] * scale - moments.CovarianceWithTotal[j]) / gain, -0.3, 0.3);
            }

            // Only differences of slopes matter for a fixed total.
            var centre = slope.Average();
            for (var j = 0; j < k; j++) slope[j] -= centre;
        }

        return ([.. ease.Select(e => Math.Round(e, 4))], [.. slope.Select(s => Math.Round(s, 4))]);
    }

    /// <summary>Published percents are rounded; they are shifted together on the logit scale until the task means add up to the mean total.</summary>
    public static double[] Consistent(IReadOnlyList<int> max, IReadOnlyList<double> pct, double meanTotal)
    {
        double low = -4, high = 4;
        double[] means = [];
        for (var step = 0; step < 60; step++)
        {
            var shift = (low + high) / 2;
            means = [.. pct.Select((p, j) => max[j] / (1 + Math.Exp(-(Logit(p / 100) + shift))))];
            if (means.Sum() < meanTotal) low = shift;
            else high = shift;
        }

        return means;
    }

    private static double Logit(double p)
    {
        var q = Math.Clamp(p, 0.003, 0.997);
        return Math.Log(q / (1 - q));
    }
}
