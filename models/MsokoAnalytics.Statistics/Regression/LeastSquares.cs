namespace MsokoAnalytics.Statistics.Regression;

/// <summary>Linear least squares.</summary>
public sealed class LeastSquares
{
    private const int Refinements = 4;

    private LeastSquares(double[] coefficients, double[,] covariance, double residualSum, double totalSum, int df)
    {
        Coefficients = coefficients;
        Covariance = covariance;
        ResidualSumOfSquares = residualSum;
        TotalSumOfSquares = totalSum;
        ResidualDf = df;
    }

    /// <summary>One per column of the design.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>Covariance matrix of the coefficients, s²(XᵀX)⁻¹.</summary>
    public double[,] Covariance { get; }

    /// <summary>Σ (y − ŷ)².</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>Σ (y − ȳ)².</summary>
    public double TotalSumOfSquares { get; }

    /// <summary>n − number of columns.</summary>
    public int ResidualDf { get; }

    /// <summary>1 − residual/total sum of squares; meant for designs with an intercept.</summary>
    public double RSquared => 1 - (ResidualSumOfSquares / TotalSumOfSquares);

    /// <summary>s = √(RSS/df).</summary>
    public double ResidualDeviation => Math.Sqrt(ResidualSumOfSquares / ResidualDf);

    /// <summary>Standard error of a coefficient.</summary>
    public double StandardError(int column) => Math.Sqrt(Covariance[column, column]);

    /// <summary>
    /// Householder QR (Golub &amp; Van Loan 2013, §5.2) of the column-scaled design, then iterative refinement with residuals in twofold
    /// precision (Björck 1996, §2.9): the normal equations, which square the condition number, are never formed.
    /// </summary>
    /// <param name="design">n × p, with the column of ones if an intercept is wanted; n above p.</param>
    /// <param name="y">n finite values.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a value is not finite, or the columns are linearly dependent.</exception>
    public static LeastSquares Fit(double[,] design, ReadOnlySpan<double> y)
    {
        int n = design.GetLength(0), p = design.GetLength(1);
        Guard.SameLength(n, y.Length, nameof(y));
        if (p == 0 || n <= p) throw new ArgumentException($"{n} rows for {p} columns", nameof(design));
        Guard.Finite(y, nameof(y));
        Guard.Finite(design.Cast<double>().ToArray(), nameof(design));
        var qr = new HouseholderQr(design);
        var coefficients = new double[p];
        var residual = y.ToArray();
        for (var i = 0; i < Refinements; i++)
        {
            var step = qr.Solve(residual);
            for (var j = 0; j < p; j++) coefficients[j] += step[j];
            residual = Residual(design, y, coefficients);
        }

        var rss = SumOfSquares(residual, 0);
        return new LeastSquares(
            coefficients, qr.InverseCrossProduct(rss / (n - p)), rss, SumOfSquares(y.ToArray(), Mean(y)), n - p);
    }

    /// <summary>Polynomial of a degree in x: columns 1, x, …, x^degree.</summary>
    /// <param name="x">Finite values, more than <paramref name="degree"/> + 1 of them.</param>
    /// <param name="y">As many finite values.</param>
    /// <param name="degree">0 or more.</param>
    public static LeastSquares Polynomial(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        var design = new double[x.Length, degree + 1];
        for (var i = 0; i < x.Length; i++)
        {
            design[i, 0] = 1;
            for (var j = 1; j <= degree; j++) design[i, j] = design[i, j - 1] * x[i];
        }

        return Fit(design, y);
    }

    private static double[] Residual(double[,] design, ReadOnlySpan<double> y, double[] coefficients)
    {
        var residual = new double[y.Length];
        for (var i = 0; i < residual.Length; i++)
        {
            var sum = default(CompensatedSum);
            sum.Add(y[i]);
            for (var j = 0; j < coefficients.Length; j++) sum.AddProduct(-design[i, j], coefficients[j]);
            residual[i] = sum.Value;
        }

        return residual;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = default(CompensatedSum);
        foreach (var value in values) sum.Add(value);
        return sum.Value / values.Length;
    }

    private static double SumOfSquares(double[] values, double centre)
    {
        var sum = default(CompensatedSum);
        foreach (var value in values) sum.AddProduct(value - centre, value - centre);
        return sum.Value;
    }
}
