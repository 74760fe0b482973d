namespace MsokoAnalytics.Statistics.Distributions;

/// <summary>χ² distribution.</summary>
public static class ChiSquare
{
    /// <summary>P(X ≥ x): regularised upper incomplete gamma Q(df/2, x/2) (series or continued fraction, Numerical Recipes §6.2).</summary>
    /// <param name="x">≥ 0.</param>
    /// <param name="df">Above 0.</param>
    public static double UpperTail(double x, double df)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        if (!(df > 0)) throw new ArgumentOutOfRangeException(nameof(df), df, "above 0");
        double a = df / 2, y = x / 2;
        if (y <= 0) return 1;
        var front = Math.Exp((a * Math.Log(y)) - y - Beta.LogGamma(a));
        if (y < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var i = 1; i < 100000 && term > sum * 1e-17; i++)
            {
                term *= y / (a + i);
                sum += term;
            }

            return 1 - (front * sum);
        }

        var b = y + 1 - a;
        var c = 1e300;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < 100000; i++)
        {
            var an = -i * (i - a);
            b += 2;
            d = 1 / ((an * d) + b);
            c = b + (an / c);
            h *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15) break;
        }

        return front * h;
    }
}
