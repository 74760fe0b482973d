namespace MsokoAnalytics.Statistics.Ranks;

/// <summary>Kendall's S of a series in any order, against one without ties.</summary>
/// <param name="Variance">Variance of S.</param>
/// <param name="P">P(|S'| ≥ s) by s = 0..largest: exact.</param>
internal sealed record KendallNull(double Variance, double[] P)
{
    internal double PValue(long s) => P[(int)Math.Abs(s)];

    /// <summary>The least p that a series with these ties could give.</summary>
    internal double SmallestP => P[^1];
}
