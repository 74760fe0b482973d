namespace MsokoAnalytics.Statistics.MultipleTesting;

/// <summary>P-values adjusted for many tests; a hypothesis is rejected at level q when its adjusted p is ≤ q.</summary>
public static class AdjustedPValues
{
    /// <summary>
    /// Benjamini–Hochberg (JRSS B 1995, 57:289–300): controls the false discovery rate of independent or positively dependent
    /// tests. p̃₍ᵢ₎ = min over j ≥ i of m·p₍ⱼ₎/j, capped at 1.
    /// </summary>
    /// <param name="p">P-values 0..1 in any order; may be empty.</param>
    /// <returns>Adjusted values in the order given.</returns>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p) => StepUp(p, 1);

    /// <summary>Benjamini–Yekutieli (Annals of Statistics 2001, 29:1165–1188): any dependence; BH times Σ 1/j.</summary>
    /// <param name="p">P-values 0..1 in any order.</param>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> p)
    {
        var harmonic = 0.0;
        for (var j = 1; j <= p.Length; j++) harmonic += 1.0 / j;
        return StepUp(p, harmonic);
    }

    /// <summary>Holm (Scandinavian Journal of Statistics 1979, 6:65–70): family-wise error, max over j ≤ i of (m − j + 1)·p₍ⱼ₎.</summary>
    /// <param name="p">P-values 0..1 in any order.</param>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var order = Order(p);
        var result = new double[p.Length];
        var highest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, (p.Length - i) * p[order[i]]));
            result[order[i]] = highest;
        }

        return result;
    }

    private static double[] StepUp(ReadOnlySpan<double> p, double factor)
    {
        var order = Order(p);
        var result = new double[p.Length];
        var lowest = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            lowest = Math.Min(lowest, factor * p.Length / (i + 1) * p[order[i]]);
            result[order[i]] = lowest;
        }

        return result;
    }

    private static int[] Order(ReadOnlySpan<double> p)
    {
        foreach (var value in p)
            if (value is not (>= 0 and <= 1)) throw new ArgumentException("a p-value lies between 0 and 1", nameof(p));
        var order = new int[p.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(p.ToArray(), order);
        return order;
    }
}
