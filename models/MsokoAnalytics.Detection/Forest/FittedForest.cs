namespace MsokoAnalytics.Detection.Forest;

/// <summary>A grown forest.</summary>
public sealed record FittedForest : FittedDetector
{
    /// <summary>Rows each tree was grown from (ψ).</summary>
    public required int SampleSize { get; init; }

    public required IReadOnlyList<IsolationTree> Trees { get; init; }

    /// <summary>Typical values of the features, for explanations.</summary>
    public required IReadOnlyList<double> Medians { get; init; }

    public override double[] Explain(ReadOnlySpan<double> row) => ExplainByReplacement(row, Medians);

    protected internal override double ScoreRow(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var tree in Trees) sum += tree.PathLength(row);
        var usual = IsolationForest.AveragePath(SampleSize);
        return usual == 0 ? 0.5 : Math.Pow(2, -sum / Trees.Count / usual);
    }
}
