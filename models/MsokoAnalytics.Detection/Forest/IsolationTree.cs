namespace MsokoAnalytics.Detection.Forest;

/// <summary>A binary tree in arrays; node 0 is the root. A row goes left when its value, as a 32-bit float, is at most the threshold (as in scikit-learn).</summary>
public sealed record IsolationTree
{
    /// <summary>Feature the node splits by; negative in a leaf.</summary>
    public required int[] Feature { get; init; }

    public required double[] Threshold { get; init; }

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    /// <summary>Training rows that reached the node.</summary>
    public required int[] Count { get; init; }

    /// <summary>Edges to the leaf plus c(rows of the leaf).</summary>
    public double PathLength(ReadOnlySpan<double> row)
    {
        int node = 0, depth = 0;
        for (; Feature[node] >= 0; depth++) node = (float)row[Feature[node]] <= Threshold[node] ? Left[node] : Right[node];
        return depth + IsolationForest.AveragePath(Count[node]);
    }
}
