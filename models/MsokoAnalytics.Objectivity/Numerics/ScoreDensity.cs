namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Smooth densities of the primary score: log-linear presmoothing (Holland and Thayer) and exponential tilts of it.</summary>
public static class ScoreDensity
{
    /// <summary>Poisson regression of a histogram on Legendre polynomials of the score, by iteratively weighted least squares.</summary>
    /// <param name="histogram">Counts of scores 0..M, not negative; need not be whole.</param>
    /// <param name="degree">Degree of the polynomial.</param>
    /// <returns>Probabilities of scores 0..M, sum 1.</returns>
    public static double[] LogLinear(ReadOnlySpan<double> histogram, int degree = 5)
    {
        int points = histogram.Length, columns = degree + 1;
        var basis = Legendre(points, degree);
        var row = new double[columns];
        double[]? beta = null;
        for (var step = 0; step <= 50; step++)
        {
            var fit = new RidgeRegression(columns);
            for (var s = 0; s < points; s++)
            {
                basis.AsSpan(s * columns, columns).CopyTo(row);
                double mu, target;
                if (beta is null)
                {
                    mu = histogram[s] + 0.5;
                    target = Math.Log(mu);
                }
                else
                {
                    var eta = Math.Clamp(Dot(row, beta), -20, 20);
                    mu = Math.Exp(eta);
                    target = eta + ((histogram[s] - mu) / mu);
                }

                fit.Add(row, target, mu);
            }

            var next = fit.Solve();
            var change = double.PositiveInfinity;
            if (beta is not null)
            {
                change = 0;
                for (var k = 0; k < columns; k++) change = Math.Max(change, Math.Abs(next[k] - beta[k]));
            }

            beta = next;
            if (change < 1e-8) break;
        }

        var density = new double[points];
        double sum = 0;
        for (var s = 0; s < points; s++) sum += density[s] = Math.Exp(Math.Clamp(Dot(basis.AsSpan(s * columns, columns), beta), -20, 20));
        for (var s = 0; s < points; s++) density[s] /= sum;
        return density;
    }

    /// <summary>
    /// Densities f(s)·exp(b₁s + b₂s²) with the given means and variances (damped Newton, all together until the worst is within 1e-6 of
    /// its moments in units of M and M², at most 60 steps).
    /// </summary>
    /// <returns>Row-major, one row of M + 1 probabilities per mean.</returns>
    public static double[] Tilt(ReadOnlySpan<double> f, ReadOnlySpan<double> means, ReadOnlySpan<double> variances)
    {
        int points = f.Length, rows = means.Length;
        double m = points - 1;
        var log = new double[points];
        for (var s = 0; s < points; s++) log[s] = Math.Log(f[s] + 1e-12);
        var b1 = new double[rows];
        var b2 = new double[rows];
        var settled = new bool[rows];
        var result = new double[rows * points];
        for (var step = 0; step < 60; step++)
        {
            double worst = 0;
            for (var c = 0; c < rows; c++)
            {
                if (settled[c]) continue;
                var p = result.AsSpan(c * points, points);
                Fill(p, log, b1[c], b2[c], m);
                double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
                for (var s = 0; s < points; s++)
                {
                    double x = s / m, px = p[s] * x;
                    m1 += px;
                    m2 += px *= x;
                    m3 += px *= x;
                    m4 += px * x;
                }

                double mean = means[c] / m, variance = variances[c] / (m * m);
                double g1 = mean - m1, g2 = variance + (mean * mean) - m2;
                double a = m2 - (m1 * m1) + 1e-9, b = m3 - (m1 * m2), d = m4 - (m2 * m2) + 1e-9;
                var determinant = Math.Max((a * d) - (b * b), 1e-12);
                double d1 = ((d * g1) - (b * g2)) / determinant, d2 = ((a * g2) - (b * g1)) / determinant;
                var damp = Math.Min(1, 15 / Math.Max(Math.Abs(d1) + Math.Abs(d2), 1e-9));
                b1[c] = Math.Clamp(b1[c] + (damp * d1), -200, 200);
                b2[c] = Math.Clamp(b2[c] + (damp * d2), -200, 200);
                var gap = Math.Max(Math.Abs(g1), Math.Abs(g2));
                worst = Math.Max(worst, gap);
                // Further steps would change such a row below the precision of its sums.
                settled[c] = gap < 1e-13;
            }

            if (worst < 1e-6) break;
        }

        return result;
    }

    /// <summary>Moves the mass ρ·f(T−1) from T−1 to T at every threshold: background rounding up.</summary>
    public static void RoundUp(Span<double> density, ReadOnlySpan<int> thresholds, double rho)
    {
        foreach (var t in thresholds)
        {
            var moved = rho * density[t - 1];
            density[t] += moved;
            density[t - 1] -= moved;
        }
    }

    private static void Fill(Span<double> p, double[] log, double b1, double b2, double m)
    {
        var top = double.NegativeInfinity;
        for (var s = 0; s < p.Length; s++)
        {
            var x = s / m;
            var e = log[s] + (b1 * x) + (b2 * x * x);
            p[s] = e;
            top = Math.Max(top, e);
        }

        double sum = 0;
        for (var s = 0; s < p.Length; s++) sum += p[s] = Math.Exp(p[s] - top);
        for (var s = 0; s < p.Length; s++) p[s] /= sum;
    }

    private static double[] Legendre(int points, int degree)
    {
        var basis = new double[points * (degree + 1)];
        for (var s = 0; s < points; s++)
        {
            var x = points == 1 ? 0 : -1 + (2.0 * s / (points - 1));
            var row = basis.AsSpan(s * (degree + 1), degree + 1);
            row[0] = 1;
            if (degree > 0) row[1] = x;
            for (var k = 2; k <= degree; k++) row[k] = ((((2 * k) - 1) * x * row[k - 1]) - ((k - 1) * row[k - 2])) / k;
        }

        return basis;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
