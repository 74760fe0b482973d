using MathNet.Numerics.Distributions;

namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>p-values adjusted for the number of tests; equal to R's p.adjust.</summary>
public static class MultipleTesting
{
    /// <summary>Benjamini and Hochberg.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p) => StepUp(p, 1);

    /// <summary>Benjamini and Yekutieli, valid under any dependence.</summary>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> p)
    {
        double harmonic = 0;
        for (var i = 1; i <= p.Length; i++) harmonic += 1.0 / i;
        return StepUp(p, harmonic);
    }

    /// <summary>Holm's step-down: family-wise error.</summary>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var (values, order) = Sorted(p);
        var adjusted = new double[values.Length];
        double top = 0;
        for (var i = 0; i < values.Length; i++) adjusted[order[i]] = top = Math.Max(top, Math.Min(1, (values.Length - i) * values[i]));
        return adjusted;
    }

    /// <summary>Storey's share of true null hypotheses at λ = ½, at most 1.</summary>
    public static double NullShare(ReadOnlySpan<double> p)
    {
        var above = 0;
        foreach (var x in p)
            if (x > 0.5) above++;
        return Math.Min(1, (1 + above) / (0.5 * p.Length));
    }

    private static double[] StepUp(ReadOnlySpan<double> p, double factor)
    {
        var (values, order) = Sorted(p);
        var adjusted = new double[values.Length];
        double best = 1;
        for (var i = values.Length - 1; i >= 0; i--) adjusted[order[i]] = best = Math.Min(best, factor * values.Length / (i + 1) * values[i]);
        return adjusted;
    }

    private static (double[] Values, int[] Order) Sorted(ReadOnlySpan<double> p)
    {
        var values = p.ToArray();
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values, order);
        return (values, order);
    }
}

/// <summary>Combination of p-values of one unit.</summary>
public static class CombinedP
{
    /// <summary>Fisher: −2Σ ln p against χ² with 2k degrees of freedom.</summary>
    public static double Fisher(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (var x in p) sum += Math.Log(x);
        // Upper tail of χ² with an even number of degrees of freedom: a Poisson sum.
        double half = -sum, term = 1, tail = 1;
        for (var k = 1; k < p.Length; k++) tail += term *= half / k;
        return Math.Exp(-half) * tail;
    }

    /// <summary>Stouffer: Σ z/√k.</summary>
    public static double Stouffer(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (var x in p) sum -= Normal.InvCDF(0, 1, x);
        return Normal.CDF(0, 1, -sum / Math.Sqrt(p.Length));
    }

    /// <summary>Cauchy combination (Liu and Xie).</summary>
    public static double Cauchy(ReadOnlySpan<double> p)
    {
        double sum = 0;
        foreach (var x in p) sum += Math.Tan((0.5 - x) * Math.PI);
        return 0.5 - (Math.Atan(sum / p.Length) / Math.PI);
    }
}
