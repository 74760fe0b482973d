namespace MsokoAnalytics.Statistics.Robust;

/// <summary>Robust spread, in the units of the values, consistent with the standard deviation of a normal population.</summary>
public static class Scale
{
    /// <summary>1 / Φ⁻¹(3/4).</summary>
    private const double MadFactor = 1.482602218505602;

    /// <summary>1 / (√2·Φ⁻¹(5/8)).</summary>
    private const double QnFactor = 2.219144465985076;

    /// <summary>Median absolute deviation from the median times 1.4826; 0 when half of the values are equal.</summary>
    /// <param name="values">At least one finite value.</param>
    public static double Mad(ReadOnlySpan<double> values)
    {
        var centre = Location.Median(values);
        var deviations = new double[values.Length];
        for (var i = 0; i < deviations.Length; i++) deviations[i] = Math.Abs(values[i] - centre);
        return MadFactor * Location.Median(deviations);
    }

    /// <summary>
    /// Qn of Rousseeuw &amp; Croux (JASA 1993, 88:1273–1283): 2.2191 times the k-th smallest |xᵢ − xⱼ|, k = h(h−1)/2, h = ⌊n/2⌋ + 1. No centre is
    /// needed and the efficiency is 82 % (MAD 37 %). All n(n−1)/2 distances are held, so n is limited; no small-sample factor.
    /// </summary>
    /// <param name="values">2..20 000 finite values.</param>
    public static double Qn(ReadOnlySpan<double> values)
    {
        Guard.Finite(values, nameof(values));
        if (values.Length is < 2 or > 20000) throw new ArgumentException("Qn needs 2 to 20 000 values", nameof(values));
        var distances = new double[values.Length * (values.Length - 1) / 2];
        var at = 0;
        for (var i = 1; i < values.Length; i++)
            for (var j = 0; j < i; j++)
                distances[at++] = Math.Abs(values[i] - values[j]);
        Array.Sort(distances);
        var half = (values.Length / 2) + 1;
        return QnFactor * distances[(half * (half - 1) / 2) - 1];
    }
}
