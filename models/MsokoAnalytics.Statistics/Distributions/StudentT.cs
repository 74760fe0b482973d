namespace MsokoAnalytics.Statistics.Distributions;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    /// <summary>P(|T| ≥ |t|) with <paramref name="df"/> degrees of freedom: I_{df/(df+t²)}(df/2, 1/2).</summary>
    /// <param name="t">The statistic; infinities allowed.</param>
    /// <param name="df">Above 0, need not be whole.</param>
    public static double TwoSidedTail(double t, double df)
    {
        if (!(df > 0)) throw new ArgumentOutOfRangeException(nameof(df), df, "above 0");
        if (double.IsNaN(t)) throw new ArgumentException("not a number", nameof(t));
        if (double.IsInfinity(t)) return 0;
        var total = df + (t * t);
        return Beta.Tail(df / total, t * t / total, df / 2, 0.5);
    }

    /// <summary>The positive t with P(|T| ≥ t) = 1 − <paramref name="level"/>.</summary>
    /// <param name="level">Two-sided confidence level, e.g. 0.95.</param>
    /// <param name="df">Above 0.</param>
    public static double TwoSidedQuantile(double level, double df)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "between 0 and 1");
        double low = 0, high = 1;
        while (TwoSidedTail(high, df) > 1 - level) high *= 2;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (TwoSidedTail(middle, df) > 1 - level) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
