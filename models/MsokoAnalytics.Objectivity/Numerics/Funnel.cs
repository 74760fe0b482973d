using MathNet.Numerics.Distributions;

namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Funnel of proportions with additive over-dispersion (Spiegelhalter 2005).</summary>
public static class Funnel
{
    /// <summary>Over-dispersion of z-scores winsorised at their 10 % and 90 % quantiles.</summary>
    /// <param name="z">Unadjusted z-scores.</param>
    /// <param name="standardErrors">Their standard errors.</param>
    /// <returns>φ and the additive variance τ² of the random-effects funnel, at least 0.</returns>
    public static (double Phi, double Tau2) OverDispersion(ReadOnlySpan<double> z, ReadOnlySpan<double> standardErrors)
    {
        var sorted = z.ToArray();
        Array.Sort(sorted);
        double lo = Quantile(sorted, 0.1), hi = Quantile(sorted, 0.9), phi = 0, w1 = 0, w2 = 0;
        for (var i = 0; i < z.Length; i++)
        {
            var winsorised = Math.Clamp(z[i], lo, hi);
            var w = 1 / (standardErrors[i] * standardErrors[i]);
            phi += winsorised * winsorised;
            w1 += w;
            w2 += w * w;
        }

        phi /= z.Length;
        return (phi, Math.Max(0, ((z.Length * phi) - (z.Length - 1)) / (w1 - (w2 / w1))));
    }

    /// <summary>Exact binomial limit of a proportion, interpolated between the counts around it.</summary>
    /// <param name="n">Cases of the unit.</param>
    /// <param name="target">Proportion of the whole, 0..1.</param>
    /// <param name="p">Probability below the limit, such as 0.025.</param>
    public static double ExactLimit(int n, double target, double p)
    {
        var r = 0;
        while (Binomial.CDF(target, n, r) <= p) r++;
        double at = Binomial.CDF(target, n, r), before = r == 0 ? 0 : Binomial.CDF(target, n, r - 1);
        return (r - ((at - p) / (at - before))) / n;
    }

    /// <summary>Quantile of R's type 7.</summary>
    private static double Quantile(double[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        return low + 1 >= sorted.Length ? sorted[low] : sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low]));
    }
}
