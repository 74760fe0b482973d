namespace MsokoAnalytics.Statistics.Distributions;

/// <summary>Fisher's F distribution.</summary>
public static class FisherF
{
    /// <summary>P(F ≥ f): I_{d₂/(d₂+d₁f)}(d₂/2, d₁/2).</summary>
    /// <param name="f">The statistic, ≥ 0; infinity allowed.</param>
    /// <param name="df1">Degrees of freedom of the numerator, above 0.</param>
    /// <param name="df2">Degrees of freedom of the denominator, above 0.</param>
    public static double UpperTail(double f, double df1, double df2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(f);
        if (double.IsPositiveInfinity(f)) return 0;
        var total = df2 + (df1 * f);
        return Beta.Tail(df2 / total, df1 * f / total, df2 / 2, df1 / 2);
    }
}
