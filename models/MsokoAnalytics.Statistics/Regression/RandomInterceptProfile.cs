using System.Runtime.CompilerServices;
namespace MsokoAnalytics.Statistics.Regression;

/// <summary>
/// Profiled deviance of the random-intercept model over λ = τ²/σ². With c = n/(1+λn) of a group, XᵀV⁻¹X·σ² = W + Σ c·x̄x̄ᵀ, where W is the
/// pooled within-group cross-product: the exact inverse of the compound-symmetric V.
/// </summary>
internal sealed class RandomInterceptProfile
{
    private const int GridPoints = 121;

    private readonly bool _restricted;
    private readonly int _n;
    private readonly int[] _counts;
    private readonly int _columns;
    private readonly int[] _sizes;

    /// <summary>The sizes there are, ascending, and the place of each group's among them: many groups are of one size, and a logarithm costs more than all the rest.</summary>
    private readonly int[] _different;
    private readonly int[] _sizeNo;

    private readonly double[][] _means;
    private readonly double[,] _within;
    private readonly double[] _start;

    internal RandomInterceptProfile(double[,] design, ReadOnlySpan<double> y, ReadOnlySpan<int> group, bool restricted)
        : this(design, y, group, Enumerable.Repeat(1, design.GetLength(0)).ToArray(), 0, restricted)
    {
    }

    /// <param name="design">A row per cell; all pupils of a cell have it.</param>
    /// <param name="y">Mean of each cell.</param>
    /// <param name="group">Group of each cell.</param>
    /// <param name="counts">Pupils of each cell.</param>
    /// <param name="scatter">Σ of squared deviations of all pupils from the means of their cells.</param>
    /// <param name="restricted">REML.</param>
    internal RandomInterceptProfile(double[,] design, ReadOnlySpan<double> y, ReadOnlySpan<int> group, int[] counts, double scatter, bool restricted)
    {
        _restricted = restricted;
        _counts = counts;
        _n = counts.Sum();
        _columns = design.GetLength(1);
        Guard.SameLength(design.GetLength(0), group.Length, nameof(group));
        // y is taken as the residual of ordinary least squares, so that the sums of squares do not cancel.
        var first = Start(design, y, counts);
        if (!(first.ResidualSumOfSquares + scatter > 1e-20 * Math.Max(first.TotalSumOfSquares, double.Epsilon)))
            throw new ArgumentException("the fixed part reproduces y exactly", nameof(y));
        _start = [.. first.Coefficients];
        _sizes = Sizes(group, counts);
        _different = [.. _sizes.Distinct().Order()];
        _sizeNo = [.. _sizes.Select(size => Array.BinarySearch(_different, size))];
        _means = new double[_sizes.Length][];
        _within = new double[_columns + 1, _columns + 1];
        _within[_columns, _columns] = scatter;
        Accumulate(design, y, group);
    }

    /// <summary>λ with the least deviance: a scan over twelve decades, then bisection on the derivative.</summary>
    internal double BestRatio()
    {
        var grid = new double[GridPoints];
        for (var i = 1; i < GridPoints; i++) grid[i] = Math.Pow(10, -6 + (12.0 * (i - 1) / (GridPoints - 2)));
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < GridPoints; i++)
        {
            var deviance = At(grid[i], withSlope: false).Deviance;
            if (deviance < least) (least, best) = (deviance, i);
        }

        if (best == 0 && At(0).Slope >= 0) return 0;
        double low = grid[Math.Max(best - 1, 0)], high = grid[Math.Min(best + 1, GridPoints - 1)];
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (At(middle).Slope < 0) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    internal RandomInterceptModel Model(double ratio)
    {
        var point = At(ratio);
        var fixedEffects = _start.Zip(point.Effects, (a, b) => a + b).ToArray();
        var covariance = point.Cross.Inverse();
        for (var i = 0; i < _columns; i++)
            for (var j = 0; j < _columns; j++)
                covariance[i, j] *= point.Variance;
        var groups = new GroupEffect[_sizes.Length];
        for (var g = 0; g < groups.Length; g++)
        {
            var weight = ratio * _sizes[g] / (1 + (ratio * _sizes[g]));
            var residual = GroupResidual(g, point.Effects);
            var conditional = point.Variance * ratio / (1 + (ratio * _sizes[g]));
            groups[g] = new GroupEffect(
                _sizes[g], weight * residual, residual, weight, conditional,
                conditional + (weight * weight * QuadraticForm(covariance, _means[g])));
        }

        return new RandomInterceptModel(
            _restricted ? Estimation.Restricted : Estimation.MaximumLikelihood, fixedEffects, covariance, ratio * point.Variance,
            point.Variance, point.Deviance, groups, _n);
    }

    /// <summary>Least squares over all pupils: cells count by the roots of their sizes.</summary>
    private static LeastSquares Start(double[,] design, ReadOnlySpan<double> y, int[] counts)
    {
        if (counts.All(c => c == 1)) return LeastSquares.Fit(design, y);
        var (rows, columns) = (design.GetLength(0), design.GetLength(1));
        var (scaled, values) = (new double[rows, columns], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var root = Math.Sqrt(counts[i]);
            values[i] = root * y[i];
            for (var j = 0; j < columns; j++) scaled[i, j] = root * design[i, j];
        }

        return LeastSquares.Fit(scaled, values);
    }

    private static int[] Sizes(ReadOnlySpan<int> group, int[] counts)
    {
        var count = 0;
        foreach (var number in group)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(group));
            count = Math.Max(count, number + 1);
        }

        var sizes = new int[count];
        for (var i = 0; i < group.Length; i++) sizes[group[i]] += counts[i];
        if (count < 2) throw new ArgumentException("at least two groups", nameof(group));
        if (sizes.Contains(0)) throw new ArgumentException("a group number without rows", nameof(group));
        if (sizes.All(size => size == 1)) throw new ArgumentException("no group has two rows: the variances cannot be told apart", nameof(group));
        return sizes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate(double[,] design, ReadOnlySpan<double> y, ReadOnlySpan<int> group)
    {
        var width = _columns + 1;
        var rows = new double[_counts.Length][];
        for (var i = 0; i < _counts.Length; i++)
        {
            var row = new double[width];
            var residual = default(CompensatedSum);
            residual.Add(y[i]);
            for (var j = 0; j < _columns; j++)
            {
                row[j] = design[i, j];
                residual.AddProduct(-design[i, j], _start[j]);
            }

            row[_columns] = residual.Value;
            rows[i] = row;
        }

        for (var g = 0; g < _means.Length; g++) _means[g] = new double[width];
        for (var i = 0; i < _counts.Length; i++)
            for (var j = 0; j < width; j++)
                _means[group[i]][j] += rows[i][j] * _counts[i] / _sizes[group[i]];
        for (var i = 0; i < _counts.Length; i++)
        {
            var mean = _means[group[i]];
            for (var j = 0; j < width; j++)
                for (var k = 0; k <= j; k++)
                    _within[j, k] += _counts[i] * (rows[i][j] - mean[j]) * (rows[i][k] - mean[k]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double GroupResidual(int g, double[] effects)
    {
        var sum = _means[g][_columns];
        for (var j = 0; j < _columns; j++) sum -= _means[g][j] * effects[j];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double QuadraticForm(double[,] matrix, double[] vector)
    {
        var sum = 0.0;
        for (var i = 0; i < _columns; i++)
            for (var j = 0; j < _columns; j++)
                sum += matrix[i, j] * vector[i] * vector[j];
        return sum;
    }

    /// <param name="ratio">λ.</param>
    /// <param name="withSlope">Whether the derivative is wanted, which costs more than all the rest; NaN without.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Point At(double ratio, bool withSlope = true)
    {
        var cross = new double[_columns, _columns];
        var right = new double[_columns];
        var total = _within[_columns, _columns];
        for (var j = 0; j < _columns; j++)
        {
            right[j] = _within[_columns, j];
            for (var k = 0; k <= j; k++) cross[j, k] = _within[j, k];
        }

        var (weights, logsOf) = (new double[_different.Length], new double[_different.Length]);
        for (var s = 0; s < weights.Length; s++) (weights[s], logsOf[s]) = (_different[s] / (1 + (ratio * _different[s])), Math.Log(1 + (ratio * _different[s])));
        double logs = 0, slope = 0;
        for (var g = 0; g < _sizes.Length; g++)
        {
            var weight = weights[_sizeNo[g]];
            logs += logsOf[_sizeNo[g]];
            slope += weight;
            var mean = _means[g];
            total += weight * mean[_columns] * mean[_columns];
            for (var j = 0; j < _columns; j++)
            {
                right[j] += weight * mean[j] * mean[_columns];
                for (var k = 0; k <= j; k++) cross[j, k] += weight * mean[j] * mean[k];
            }
        }

        for (var j = 0; j < _columns; j++)
            for (var k = 0; k < j; k++)
                cross[k, j] = cross[j, k];
        var factor = new Cholesky(cross);
        var effects = factor.Solve(right);
        var rss = total;
        for (var j = 0; j < _columns; j++) rss -= effects[j] * right[j];
        var free = _restricted ? _n - _columns : _n;
        var deviance = (free * (Math.Log(2 * Math.PI * rss / free) + 1)) + logs + (_restricted ? factor.LogDeterminant : 0);
        return new Point(deviance, withSlope ? slope + SlopeOfFit(ratio, effects, factor, rss, free) : double.NaN, rss / free, effects, factor);
    }

    /// <summary>Derivative by λ of free·ln RSS and, for REML, of ln|XᵀV⁻¹X| (dc/dλ = −c²; β̂ is optimal, so its own change adds nothing).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SlopeOfFit(double ratio, double[] effects, Cholesky factor, double rss, int free)
    {
        double fit = 0, determinant = 0;
        var inverse = _restricted ? factor.Inverse() : null;
        for (var g = 0; g < _sizes.Length; g++)
        {
            var weight = _sizes[g] / (1 + (ratio * _sizes[g]));
            var residual = GroupResidual(g, effects);
            fit -= weight * weight * residual * residual;
            if (inverse is not null) determinant -= weight * weight * QuadraticForm(inverse, _means[g]);
        }

        return (free * fit / rss) + determinant;
    }

    private sealed record Point(double Deviance, double Slope, double Variance, double[] Effects, Cholesky Cross);
}
