using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace MsokoAnalytics.Detection.Covariance;

/// <summary>
/// Minimum covariance determinant by FAST-MCD (Rousseeuw and Van Driessen 1999) with consistency correction and one reweighting at the
/// 0.975 quantile of χ². Score: squared Mahalanobis distance to the robust centre (about χ² with as many degrees as features for ordinary rows).
/// </summary>
/// <param name="Support">Share of the rows the core is made of, [0.5; 1]; null for the most robust one, (n + p + 1)/2 rows.</param>
/// <param name="Starts">Random starts.</param>
/// <param name="Seed">Each start has a random stream of its own.</param>
public sealed record RobustCovariance(double? Support = 0.75, int Starts = 500, long Seed = 1) : IAnomalyDetector
{
    public string Name => "MCD";

    public FittedDetector Fit(FeatureMatrix data)
    {
        if (Support is < 0.5 or > 1) throw new DetectionException("доля основы MCD бывает от 0,5 до 1");
        int n = data.Rows, p = data.Columns;
        if (n < 2 * p) throw new DetectionException($"для MCD мало строк: {n} при {p} показателях (нужно не меньше {2 * p})");
        var core = Support is { } share ? Math.Max((int)(share * n), (n + p + 1) / 2) : (int)Math.Ceiling(0.5 * (n + p + 1));
        var points = Matrix<double>.Build.Dense(n, p, (i, j) => data[i, j]);
        return Reweight(data.Names, points, new FastMcd(points, core, Starts, Seed).Search());
    }

    /// <summary>Consistency correction of the core's covariance, one reweighting at the 0.975 quantile, mean and covariance of what is kept.</summary>
    internal static FittedCovariance Reweight(IReadOnlyList<string> names, Matrix<double> points, Scatter raw)
    {
        int n = points.RowCount, p = points.ColumnCount;
        var distances = raw.Distances(points);
        // Consistency: the median distance of normal data is the median of χ²; then one reweighting.
        var correction = Quantiles.Median(distances) / ChiSquared.InvCDF(p, 0.5);
        if (correction <= 0) throw new DetectionException("больше половины строк совпадают или лежат в одной плоскости: MCD неприменим");
        var limit = ChiSquared.InvCDF(p, 0.975) * correction;
        var kept = Enumerable.Range(0, n).Where(i => distances[i] < limit).ToArray();
        var final = Scatter.Of(points, kept);
        return new FittedCovariance
        {
            Names = names, Centre = [.. final.Centre], Covariance = Rows(final.Covariance), Precision = Rows(final.Precision),
            RawCentre = [.. raw.Centre], RawCovariance = Rows(raw.Covariance), Support = [.. kept],
        };
    }

    private static double[][] Rows(Matrix<double> matrix) => matrix.ToRowArrays();
}
