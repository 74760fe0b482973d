using MathNet.Numerics.LinearAlgebra;

namespace MsokoAnalytics.Detection.Covariance;

/// <summary>Mean and covariance (divided by n) of some rows, with the inverse of the covariance; a singular one gets its pseudo-inverse.</summary>
internal sealed record Scatter(Vector<double> Centre, Matrix<double> Covariance, Matrix<double> Precision, double LogDeterminant)
{
    public static Scatter Of(Matrix<double> points, IReadOnlyList<int> rows)
    {
        var p = points.ColumnCount;
        var centre = Vector<double>.Build.Dense(p);
        foreach (var i in rows)
            for (var j = 0; j < p; j++) centre[j] += points[i, j];
        centre /= rows.Count;
        var centred = Matrix<double>.Build.Dense(rows.Count, p, (i, j) => points[rows[i], j] - centre[j]);
        var covariance = centred.TransposeThisAndMultiply(centred) / rows.Count;
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Map(c => c.Real);
        // The usual bound of a symmetric pseudo-inverse: what is below it is rounding.
        var floor = Math.Max(values.AbsoluteMaximum(), double.Epsilon) * p * 2.220446049250313e-16;
        var inverse = values.Map(v => v > floor ? 1 / v : 0, Zeros.Include);
        var precision = eigen.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(inverse) * eigen.EigenVectors.Transpose();
        return new Scatter(centre, covariance, precision, values.Minimum() > floor ? values.Sum(Math.Log) : double.NegativeInfinity);
    }

    /// <summary>Squared Mahalanobis distance of every row.</summary>
    public double[] Distances(Matrix<double> points)
    {
        var result = new double[points.RowCount];
        var p = points.ColumnCount;
        var delta = new double[p];
        var precision = Precision.AsColumnMajorArray() ?? Precision.ToColumnMajorArray();
        for (var i = 0; i < result.Length; i++)
        {
            for (var j = 0; j < p; j++) delta[j] = points[i, j] - Centre[j];
            var sum = 0.0;
            for (var j = 0; j < p; j++)
            {
                var product = 0.0;
                for (var k = 0; k < p; k++) product += precision[j * p + k] * delta[k];
                sum += delta[j] * product;
            }

            result[i] = sum;
        }

        return result;
    }
}
