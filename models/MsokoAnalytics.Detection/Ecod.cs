namespace MsokoAnalytics.Detection;

/// <summary>What stands beside the skewness-corrected tail of a feature; the larger of both counts.</summary>
public enum EcodTails
{
    /// <summary>The larger of both tails: PyOD's ECOD, the published tables.</summary>
    Larger,

    /// <summary>The mean of both tails: the rule of methods.md §8 (and of COPOD).</summary>
    Mean,
}

/// <summary>
/// ECOD (Li, Zhao, Hu, Botta, Ionescu and Chen 2022): −ln of the empirical tail probability per feature, its sum over the features is the score (0 and
/// more). No randomness.
/// </summary>
public sealed record Ecod(EcodTails Tails = EcodTails.Larger) : IAnomalyDetector
{
    public string Name => "ECOD";

    public FittedDetector Fit(FeatureMatrix data)
    {
        var sorted = new double[data.Columns][];
        var skew = new int[data.Columns];
        for (var j = 0; j < data.Columns; j++)
        {
            sorted[j] = data.Column(j);
            skew[j] = SkewSign(sorted[j]);
            Array.Sort(sorted[j]);
        }

        return new FittedEcod { Names = data.Names, Sorted = sorted, SkewSigns = skew, Tails = Tails };
    }

    /// <summary>Sign of the third central moment; 0 for a constant feature.</summary>
    private static int SkewSign(double[] values)
    {
        var mean = values.Average();
        double second = 0, third = 0;
        foreach (var v in values)
        {
            var d = v - mean;
            second += d * d;
            third += d * d * d;
        }

        second /= values.Length;
        third /= values.Length;
        // A third moment of rounding size is none: symmetric data must not be decided by the order of summation.
        return Math.Abs(third) <= 1e-14 * Math.Pow(second, 1.5) ? 0 : Math.Sign(third);
    }
}

/// <summary>The empirical distribution of every feature.</summary>
public sealed record FittedEcod : FittedDetector
{
    /// <summary>Training values of each feature, ascending.</summary>
    public required IReadOnlyList<double[]> Sorted { get; init; }

    /// <summary>Sign of each feature's skewness.</summary>
    public required IReadOnlyList<int> SkewSigns { get; init; }

    public required EcodTails Tails { get; init; }

    public override double[] Explain(ReadOnlySpan<double> row)
    {
        var result = new double[row.Length];
        for (var j = 0; j < row.Length; j++) result[j] = Tail(j, row[j]);
        return result;
    }

    protected internal override double ScoreRow(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++) sum += Tail(j, row[j]);
        return sum;
    }

    private double Tail(int feature, double value)
    {
        var sorted = Sorted[feature];
        // Beyond everything seen the tail is taken as half a row: unusual, yet finite.
        var left = -Math.Log(Math.Max(CountAtMost(sorted, value), 0.5) / sorted.Length);
        var right = -Math.Log(Math.Max(sorted.Length - CountBelow(sorted, value), 0.5) / sorted.Length);
        var skewed = SkewSigns[feature] switch { < 0 => left, > 0 => right, _ => left + right };
        return Math.Max(skewed, Tails == EcodTails.Mean ? (left + right) / 2 : Math.Max(left, right));
    }

    private static int CountAtMost(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int CountBelow(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
