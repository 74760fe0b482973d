namespace MsokoAnalytics.Statistics.Distributions;

/// <summary>Beta distribution; also the ground of Student's t and Fisher's F.</summary>
public static class Beta
{
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Regularised incomplete beta I_x(a, b) = P(B ≤ x), by the continued fraction (Lentz; Numerical Recipes §6.4).</summary>
    /// <param name="x">0..1.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Cdf(double x, double a, double b)
    {
        if (x is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(x), x, "0..1");
        return Tail(x, 1 - x, a, b);
    }

    /// <summary>x with I_x(a, b) = p, by bisection to the last bit.</summary>
    public static double Quantile(double p, double a, double b)
    {
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "0..1");
        double low = 0, high = 1;
        for (var i = 0; i < 1100; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (Cdf(middle, a, b) < p) low = middle;
            else high = middle;
        }

        return low + ((high - low) / 2);
    }

    /// <summary>I_x(a, b) with 1 − x given apart, so that a tail near x = 1 keeps its digits.</summary>
    internal static double Tail(double x, double complement, double a, double b)
    {
        if (!(a > 0)) throw new ArgumentOutOfRangeException(nameof(a), a, "above 0");
        if (!(b > 0)) throw new ArgumentOutOfRangeException(nameof(b), b, "above 0");
        if (x <= 0) return 0;
        if (complement <= 0) return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(complement)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(complement, b, a) / b);
    }

    /// <summary>ln Γ(x) for x &gt; 0 (Lanczos, g = 7, n = 9; relative error about 1e-15).</summary>
    internal static double LogGamma(double x)
    {
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        var y = x - 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (y + i);
        var t = y + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((y + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    private static double Fraction(double x, double a, double b)
    {
        const double tiny = 1e-300;
        double Away(double value) => Math.Abs(value) < tiny ? tiny : value;
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var h = d;
        for (var m = 1; m <= 10000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            h *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15) break;
        }

        return h;
    }
}
