namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>
/// Multinomial logistic regression, ½‖W‖² + C·Σ loss with a free intercept (the objective of scikit-learn). Rows are summed in fixed
/// blocks, block by block in order, so that the coefficients are the same bits for any number of threads.
/// </summary>
public static class MultinomialLogistic
{
    private const int BlockRows = 4096;

    /// <summary>Coefficients of a fit.</summary>
    /// <param name="Coefficients">One row per class.</param>
    /// <param name="Intercept">One per class, sum 0.</param>
    /// <param name="Steps">Steps of L-BFGS.</param>
    public sealed record Fit(double[][] Coefficients, double[] Intercept, int Steps)
    {
        /// <summary>Probabilities of the classes.</summary>
        public double[] Probabilities(ReadOnlySpan<double> row)
        {
            var eta = new double[Intercept.Length];
            for (var k = 0; k < eta.Length; k++)
            {
                eta[k] = Intercept[k];
                for (var i = 0; i < row.Length; i++) eta[k] += Coefficients[k][i] * row[i];
            }

            var all = LogMath.LogSumExp(eta);
            for (var k = 0; k < eta.Length; k++) eta[k] = Math.Exp(eta[k] - all);
            return eta;
        }
    }

    /// <param name="x">Rows, row-major, <paramref name="columns"/> each, already standardised.</param>
    /// <param name="y">Class of each row, 0..classes − 1.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="c">Inverse strength of the penalty.</param>
    /// <param name="tolerance">Largest element of the gradient per row at the end.</param>
    /// <param name="maxSteps">Steps at most.</param>
    public static Fit Train(double[] x, int[] y, int columns, int classes, double c, double tolerance = 1e-8, int maxSteps = 1000)
    {
        var width = columns + 1;
        var theta = new double[classes * width];
        var scale = c * y.Length;
        var result = Lbfgs.Minimise(theta, (w, g) => Objective(x, y, columns, classes, c, scale, w, g), tolerance, maxSteps);
        var coefficients = new double[classes][];
        var intercept = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            coefficients[k] = result.X.AsSpan(k * width, columns).ToArray();
            intercept[k] = result.X[(k * width) + columns];
        }

        return new Fit(coefficients, intercept, result.Steps);
    }

    private static double Objective(double[] x, int[] y, int columns, int classes, double c, double scale, double[] w, double[] gradient)
    {
        var width = columns + 1;
        var blocks = (y.Length + BlockRows - 1) / BlockRows;
        var parts = new (double Loss, double[] Gradient)[blocks];
        Parallel.For(0, blocks, b => parts[b] = Block(x, y, columns, classes, w, b * BlockRows, Math.Min(y.Length, (b + 1) * BlockRows)));
        double loss = 0;
        Array.Clear(gradient);
        foreach (var (part, g) in parts)
        {
            loss += part;
            for (var i = 0; i < g.Length; i++) gradient[i] += g[i];
        }

        double penalty = 0;
        for (var i = 0; i < w.Length; i++)
        {
            gradient[i] *= c;
            if (i % width != columns)
            {
                penalty += w[i] * w[i];
                gradient[i] += w[i];
            }

            gradient[i] /= scale;
        }

        return ((0.5 * penalty) + (c * loss)) / scale;
    }

    private static (double Loss, double[] Gradient) Block(double[] x, int[] y, int columns, int classes, double[] w, int from, int to)
    {
        var width = columns + 1;
        var gradient = new double[w.Length];
        double loss = 0;
        Span<double> eta = stackalloc double[classes];
        for (var i = from; i < to; i++)
        {
            var row = x.AsSpan(i * columns, columns);
            for (var k = 0; k < classes; k++)
                eta[k] = VectorMath.Dot(row, w.AsSpan(k * width, columns)) + w[(k * width) + columns];
            var all = LogMath.LogSumExp(eta);
            loss += all - eta[y[i]];
            for (var k = 0; k < classes; k++)
            {
                var residual = Math.Exp(eta[k] - all) - (y[i] == k ? 1 : 0);
                VectorMath.AddScaled(gradient.AsSpan(k * width, columns), row, residual);
                gradient[(k * width) + columns] += residual;
            }
        }

        return (loss, gradient);
    }
}
