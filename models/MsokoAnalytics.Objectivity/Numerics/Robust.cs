namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Median, normalised median absolute deviation and the between-unit variance that makes it 1.</summary>
public static class Robust
{
    private const double MadToSigma = 1.4826;

    /// <summary>Mean of the two middle values when the count is even; NaN for an empty span.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        return MedianInPlace(copy);
    }

    /// <summary>1.4826·median|v − median v|.</summary>
    public static double Mad(ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        return MadInPlace(copy);
    }

    /// <summary>Additive variance τ² for which the normalised MAD of r/√(v + τ²) is 1; 0 when it is at most 1 already (bisection, 60 steps, up to 10·Var r).</summary>
    /// <param name="r">Residuals.</param>
    /// <param name="v">Sampling variances, positive.</param>
    public static double Tau2(ReadOnlySpan<double> r, ReadOnlySpan<double> v)
    {
        if (r.Length == 0) return 0;
        var z = new double[r.Length];
        if (Spread(r, v, 0, z) <= 1) return 0;
        double mean = 0, square = 0;
        foreach (var x in r) mean += x;
        mean /= r.Length;
        foreach (var x in r) square += (x - mean) * (x - mean);
        double lo = 0, hi = (square / r.Length * 10) + 1e-9;
        for (var i = 0; i < 60; i++)
        {
            var middle = (lo + hi) / 2;
            if (Spread(r, v, middle, z) > 1) lo = middle;
            else hi = middle;
        }

        return (lo + hi) / 2;
    }

    internal static double MedianInPlace(Span<double> values)
    {
        if (values.Length == 0) return double.NaN;
        var middle = values.Length / 2;
        var upper = Select(values, middle);
        if (values.Length % 2 == 1) return upper;
        var lower = double.NegativeInfinity;
        foreach (var x in values[..middle]) lower = Math.Max(lower, x);
        return (lower + upper) / 2;
    }

    internal static double MadInPlace(Span<double> values)
    {
        var median = MedianInPlace(values);
        for (var i = 0; i < values.Length; i++) values[i] = Math.Abs(values[i] - median);
        return MadToSigma * MedianInPlace(values);
    }

    private static double Spread(ReadOnlySpan<double> r, ReadOnlySpan<double> v, double tau2, double[] z)
    {
        for (var i = 0; i < r.Length; i++) z[i] = r[i] / Math.Sqrt(v[i] + tau2);
        return MadInPlace(z);
    }

    /// <summary>The k-th smallest value; smaller ones end up before it.</summary>
    private static double Select(Span<double> values, int k)
    {
        int left = 0, right = values.Length - 1;
        while (left < right)
        {
            var pivot = MedianOfThree(values[left], values[left + ((right - left) / 2)], values[right]);
            int i = left, j = right;
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) continue;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }

            if (k <= j) right = j;
            else if (k >= i) left = i;
            else break;
        }

        return values[k];
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
