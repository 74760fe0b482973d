namespace MsokoAnalytics.Detection.Covariance;

/// <summary>Robust centre and covariance.</summary>
public sealed record FittedCovariance : FittedDetector
{
    public required IReadOnlyList<double> Centre { get; init; }

    /// <summary>After reweighting, divided by n.</summary>
    public required double[][] Covariance { get; init; }

    public required double[][] Precision { get; init; }

    /// <summary>Of the core of smallest determinant, before correction and reweighting.</summary>
    public required IReadOnlyList<double> RawCentre { get; init; }

    public required double[][] RawCovariance { get; init; }

    /// <summary>Training rows that were kept by the reweighting.</summary>
    public required IReadOnlyList<int> Support { get; init; }

    /// <summary>Parts of the squared distance: δ_j·(Σ⁻¹δ)_j; they add up to the score and may be negative.</summary>
    public override double[] Explain(ReadOnlySpan<double> row)
    {
        var delta = new double[row.Length];
        for (var j = 0; j < row.Length; j++) delta[j] = row[j] - Centre[j];
        var result = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            var product = 0.0;
            for (var k = 0; k < row.Length; k++) product += Precision[j][k] * delta[k];
            result[j] = delta[j] * product;
        }

        return result;
    }

    protected internal override double ScoreRow(ReadOnlySpan<double> row) => Explain(row).Sum();
}
