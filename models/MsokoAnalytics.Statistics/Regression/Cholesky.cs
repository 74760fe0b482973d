using System.Runtime.CompilerServices;

namespace MsokoAnalytics.Statistics.Regression;

/// <summary>Cholesky factor of a symmetric positive definite matrix.</summary>
internal sealed class Cholesky
{
    private readonly double[,] _factor;
    private readonly int _size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Cholesky(double[,] matrix)
    {
        _size = matrix.GetLength(0);
        _factor = new double[_size, _size];
        for (var j = 0; j < _size; j++)
        {
            for (var i = j; i < _size; i++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= _factor[i, k] * _factor[j, k];
                if (i > j) _factor[i, j] = sum / _factor[j, j];
                else if (sum > 1e-14 * matrix[j, j]) _factor[j, j] = Math.Sqrt(sum);
                else throw new ArgumentException($"column {j} of the design depends on the columns before it", nameof(matrix));
            }
        }
    }

    internal double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _size; i++) sum += 2 * Math.Log(_factor[i, i]);
            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double[] Solve(double[] right)
    {
        var x = (double[])right.Clone();
        for (var i = 0; i < _size; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= _factor[i, k] * x[k];
            x[i] /= _factor[i, i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < _size; k++) x[i] -= _factor[k, i] * x[k];
            x[i] /= _factor[i, i];
        }

        return x;
    }

    internal double[,] Inverse()
    {
        var inverse = new double[_size, _size];
        for (var j = 0; j < _size; j++)
        {
            var unit = new double[_size];
            unit[j] = 1;
            var column = Solve(unit);
            for (var i = 0; i < _size; i++) inverse[i, j] = column[i];
        }

        return inverse;
    }
}
