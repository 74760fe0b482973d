namespace MsokoAnalytics.Detection.Forest;

/// <summary>
/// Isolation Forest (Liu, Ting and Zhou 2008). Score 2^(−E h / c(ψ)) in (0; 1): about 0.5 for an ordinary row, towards 1 for one that few
/// random splits set apart.
/// </summary>
/// <param name="Trees">Number of trees.</param>
/// <param name="SampleSize">Rows a tree sees (ψ), at most; drawn without replacement.</param>
/// <param name="Seed">Each tree has a random stream of its own, made of the seed and its number.</param>
public sealed record IsolationForest(int Trees = 200, int SampleSize = 256, long Seed = 1) : IAnomalyDetector
{
    public string Name => "Isolation Forest";

    public FittedDetector Fit(FeatureMatrix data)
    {
        if (data.Rows < 2) throw new DetectionException("для Isolation Forest нужно не меньше двух строк");
        var sample = Math.Min(SampleSize, data.Rows);
        var trees = new IsolationTree[Trees];
        Parallel.For(0, Trees, t => trees[t] = TreeGrower.Grow(data, sample, new SeededStream(Seed, t)));
        return new FittedForest { Names = data.Names, SampleSize = sample, Trees = trees, Medians = Quantiles.Medians(data) };
    }

    /// <summary>c(n): mean length of an unsuccessful search in a binary search tree of n nodes, the usual depth of n rows.</summary>
    public static double AveragePath(int n) => n switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(n - 1) + EulerGamma) - 2.0 * (n - 1) / n,
    };

    private const double EulerGamma = 0.57721566490153286;
}
