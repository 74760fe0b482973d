namespace MsokoAnalytics.Detection.Components;

/// <summary>Main components of the training rows.</summary>
public sealed record FittedComponents : FittedDetector
{
    public required PcaScore Kind { get; init; }

    public required IReadOnlyList<double> Mean { get; init; }

    public required IReadOnlyList<double> Scale { get; init; }

    /// <summary>Unit vectors, of the largest variance first.</summary>
    public required IReadOnlyList<double[]> Vectors { get; init; }

    public required IReadOnlyList<double> Variances { get; init; }

    /// <summary>Residual and direction: squared residual of each feature. Standardised: parts z_j·(Σ⁻¹z)_j, which add up to the score.</summary>
    public override double[] Explain(ReadOnlySpan<double> row)
    {
        var z = Standardised(row);
        var rest = Kind == PcaScore.Standardised ? Whitened(z) : Residual(z);
        for (var j = 0; j < rest.Length; j++) rest[j] *= Kind == PcaScore.Standardised ? z[j] : rest[j];
        return rest;
    }

    protected internal override double ScoreRow(ReadOnlySpan<double> row)
    {
        var z = Standardised(row);
        if (Kind == PcaScore.Standardised)
        {
            var sum = 0.0;
            for (var k = 0; k < Vectors.Count; k++)
            {
                var t = Dot(Vectors[k], z);
                sum += t * t / Variances[k];
            }

            return sum;
        }

        var outside = Residual(z).Sum(v => v * v);
        if (Kind == PcaScore.Residual) return outside;
        var whole = z.Sum(v => v * v);
        return whole == 0 ? 0 : Math.Sqrt(outside / whole);
    }

    private double[] Standardised(ReadOnlySpan<double> row)
    {
        var z = new double[row.Length];
        for (var j = 0; j < z.Length; j++) z[j] = (row[j] - Mean[j]) / Scale[j];
        return z;
    }

    private double[] Residual(double[] z)
    {
        var rest = (double[])z.Clone();
        foreach (var vector in Vectors)
        {
            var t = Dot(vector, z);
            for (var j = 0; j < rest.Length; j++) rest[j] -= t * vector[j];
        }

        return rest;
    }

    private double[] Whitened(double[] z)
    {
        var result = new double[z.Length];
        for (var k = 0; k < Vectors.Count; k++)
        {
            var t = Dot(Vectors[k], z) / Variances[k];
            for (var j = 0; j < result.Length; j++) result[j] += t * Vectors[k][j];
        }

        return result;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }
}
