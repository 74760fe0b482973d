namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Least squares by normal equations with a ridge of 1e-6·N on every coefficient, the intercept included.</summary>
public sealed class RidgeRegression(int columns)
{
    private readonly double[] _gram = new double[columns * columns];
    private readonly double[] _moment = new double[columns];

    /// <summary>Rows added.</summary>
    public int Rows { get; private set; }

    public void Add(ReadOnlySpan<double> row, double y, double weight = 1)
    {
        for (var i = 0; i < columns; i++)
        {
            var left = row[i] * weight;
            if (left == 0) continue;
            _moment[i] += left * y;
            for (var j = 0; j <= i; j++) _gram[(i * columns) + j] += left * row[j];
        }

        Rows++;
    }

    public double[] Solve()
    {
        var matrix = (double[])_gram.Clone();
        for (var i = 0; i < columns; i++) matrix[(i * columns) + i] += 1e-6 * Math.Max(Rows, 1);
        var solution = (double[])_moment.Clone();
        Cholesky.SolveInPlace(matrix, solution);
        return solution;
    }
}

/// <summary>Symmetric positive definite systems.</summary>
public static class Cholesky
{
    /// <summary>Solves A·x = b; A (lower triangle, row-major) is overwritten by its factor, b by x.</summary>
    public static void SolveInPlace(Span<double> a, Span<double> b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[(i * n) + j];
                for (var k = 0; k < j; k++) sum -= a[(i * n) + k] * a[(j * n) + k];
                // A direction without information keeps a tiny pivot instead of a division by zero.
                a[(i * n) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / a[(j * n) + j];
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) b[i] -= a[(i * n) + k] * b[k];
            b[i] /= a[(i * n) + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) b[i] -= a[(k * n) + i] * b[k];
            b[i] /= a[(i * n) + i];
        }
    }
}
