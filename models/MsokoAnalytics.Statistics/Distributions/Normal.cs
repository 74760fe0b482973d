namespace MsokoAnalytics.Statistics.Distributions;

/// <summary>Standard normal distribution.</summary>
public static class Normal
{
    /// <summary>P(Z ≤ z), relative error below 1e-13 in both tails (regularised incomplete gamma of z²/2).</summary>
    public static double Cdf(double z)
    {
        if (double.IsNaN(z)) throw new ArgumentException("not a number", nameof(z));
        return z <= 0 ? Upper(-z) : 1 - Upper(z);
    }

    /// <summary>Two-sided tail P(|Z| ≥ |z|), accurate for large |z| too.</summary>
    public static double TwoSidedTail(double z) => Math.Min(1, 2 * Upper(Math.Abs(z)));

    /// <summary>Density at z.</summary>
    public static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// Quantile: z with P(Z ≤ z) = p. Wichura's AS 241 starting value is not needed: a rational start (Acklam) with two Halley
    /// steps on <see cref="Cdf"/> gives full double precision.
    /// </summary>
    /// <param name="p">Between 0 and 1, both excluded.</param>
    public static double Quantile(double p)
    {
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "a probability between 0 and 1");
        if (p > 0.5) return -Quantile(1 - p);
        var t = Math.Sqrt(-2 * Math.Log(p));
        var z = -(t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))));
        for (var i = 0; i < 4; i++)
        {
            var step = (Cdf(z) - p) / Density(z);
            z -= step / (1 + (z * step / 2));
        }

        return z;
    }

    // Q(z) = Γ(1/2, z²/2) / (2Γ(1/2)): a series near zero, the continued fraction in the tail.
    private static double Upper(double z)
    {
        if (z < 2.5)
        {
            // Φ(z) − 1/2 = φ(z)·(z + z³/3 + z⁵/15 + …), Abramowitz & Stegun 26.2.11.
            double term = z, sum = z;
            for (var i = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum) && term != 0; i += 2)
            {
                term *= z * z / i;
                sum += term;
            }

            return 0.5 - (Density(z) * sum);
        }

        // Q(z) = φ(z)·1/(z + 1/(z + 2/(z + 3/…))), Abramowitz & Stegun 26.2.14, from the far end.
        var fraction = 0.0;
        for (var i = 120; i >= 1; i--) fraction = i / (z + fraction);
        return Density(z) / (z + fraction);
    }
}
