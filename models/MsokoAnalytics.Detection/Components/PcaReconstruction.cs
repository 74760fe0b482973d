using MathNet.Numerics.LinearAlgebra;

namespace MsokoAnalytics.Detection.Components;

/// <summary>Distance to the subspace of the main components, by an exact singular value decomposition of the centred rows.</summary>
/// <param name="Rank">Components kept, at most one fewer than features and rows; ignored by <see cref="PcaScore.Standardised"/>, which uses all.</param>
/// <param name="Scale">Divide every feature by its standard deviation first; a constant feature is left as it is.</param>
public sealed record PcaReconstruction(int Rank, PcaScore Score, bool Scale = false) : IAnomalyDetector
{
    public string Name => Score switch
    {
        PcaScore.Direction => "PCA (как ML.NET)",
        PcaScore.Residual => "PCA (остаток)",
        _ => "PCA (Махаланобис)",
    };

    public FittedDetector Fit(FeatureMatrix data)
    {
        int n = data.Rows, p = data.Columns;
        if (n < 2) throw new DetectionException("для PCA нужно не меньше двух строк");
        if (Score != PcaScore.Standardised && (Rank < 1 || Rank >= p)) throw new DetectionException($"число компонент PCA бывает от 1 до {p - 1} (показателей {p})");
        var mean = new double[p];
        var scale = Enumerable.Repeat(1.0, p).ToArray();
        for (var j = 0; j < p; j++)
        {
            var column = data.Column(j);
            mean[j] = column.Average();
            if (!Scale) continue;
            var sd = Math.Sqrt(column.Sum(v => (v - mean[j]) * (v - mean[j])) / n);
            if (sd > 0) scale[j] = sd;
        }

        var centred = Matrix<double>.Build.Dense(n, p, (i, j) => (data[i, j] - mean[j]) / scale[j]);
        var eigen = (centred.TransposeThisAndMultiply(centred) / n).Evd(Symmetricity.Symmetric);
        var values = eigen.EigenValues.Map(c => c.Real);
        // Evd gives ascending eigenvalues; directions without any spread explain nothing and are left out.
        var floor = values.AbsoluteMaximum() * p * 2.220446049250313e-16;
        var kept = Enumerable.Range(0, p).Reverse().Where(k => values[k] > floor).Take(Score == PcaScore.Standardised ? p : Math.Min(Rank, n - 1)).ToArray();
        if (kept.Length == 0) throw new DetectionException("все строки одинаковы: PCA неприменим");
        return new FittedComponents
        {
            Names = data.Names, Kind = Score, Mean = mean, Scale = scale,
            Vectors = [.. kept.Select(k => eigen.EigenVectors.Column(k).ToArray())], Variances = [.. kept.Select(k => values[k])],
        };
    }
}
