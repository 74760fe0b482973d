namespace MsokoAnalytics.Detection;

/// <summary>Order statistics of small arrays.</summary>
internal static class Quantiles
{
    /// <summary>Median; of an even number the mean of the two middle values.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var n = sorted.Length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    public static double[] Medians(FeatureMatrix data)
    {
        var result = new double[data.Columns];
        for (var j = 0; j < result.Length; j++) result[j] = Median(data.Column(j));
        return result;
    }
}
