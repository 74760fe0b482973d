using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>Standardised designs and the binary logistic regression of stage 2 and of the school level.</summary>
internal static class LinearFits
{
    /// <summary>Binary logistic regression with C = 1; two softmax rows carry half of it each, which halves C.</summary>
    public static LogisticModel Logistic(double[] x, int[] y, int columns)
    {
        var (mean, scale) = Standardise(x, columns);
        var fit = MultinomialLogistic.Train(x, y, columns, 2, 0.5, 1e-9);
        return new LogisticModel
        {
            Mean = mean,
            Scale = scale,
            Coefficients = [.. fit.Coefficients[1].Zip(fit.Coefficients[0], (a, b) => a - b)],
            Intercept = fit.Intercept[1] - fit.Intercept[0],
        };
    }

    /// <summary>Means of the columns over the chosen rows.</summary>
    public static double[] Means(double[] x, int columns, Func<int, bool> of)
    {
        var mean = new double[columns];
        var n = 0;
        for (var i = 0; i < x.Length / columns; i++)
        {
            if (!of(i)) continue;
            n++;
            for (var j = 0; j < columns; j++) mean[j] += x[(i * columns) + j];
        }

        return Array.ConvertAll(mean, m => m / Math.Max(n, 1));
    }

    /// <summary>Standardises the columns in place by their mean and population deviation; a constant column keeps the scale 1.</summary>
    public static (double[] Mean, double[] Scale) Standardise(double[] x, int columns)
    {
        var n = x.Length / columns;
        var mean = Means(x, columns, _ => true);
        var scale = new double[columns];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < columns; j++) scale[j] += (x[(i * columns) + j] - mean[j]) * (x[(i * columns) + j] - mean[j]);
        for (var j = 0; j < columns; j++)
        {
            scale[j] = Math.Sqrt(scale[j] / n);
            if (scale[j] < 1e-12) scale[j] = 1;
        }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < columns; j++) x[(i * columns) + j] = (x[(i * columns) + j] - mean[j]) / scale[j];
        return (mean, scale);
    }
}
