namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Limited-memory BFGS with a line search by the weak Wolfe conditions (bisection).</summary>
internal static class Lbfgs
{
    private const int Memory = 12;

    /// <summary>Value at x; fills the gradient.</summary>
    public delegate double Function(double[] x, double[] gradient);

    public sealed record Result(double[] X, double Value, int Steps);

    public static Result Minimise(double[] start, Function function, double tolerance, int maxSteps)
    {
        var x = (double[])start.Clone();
        var g = new double[x.Length];
        var value = function(x, g);
        var pairs = new List<(double[] S, double[] Y, double Rho)>();
        double[] next = new double[x.Length], nextG = new double[x.Length];
        for (var step = 1; step <= maxSteps; step++)
        {
            if (Largest(g) <= tolerance) return new Result(x, value, step - 1);
            var direction = Direction(g, pairs);
            var slope = VectorMath.Dot(direction, g);
            double lo = 0, hi = double.PositiveInfinity, length = pairs.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(VectorMath.Dot(g, g))) : 1;
            double nextValue = value;
            var found = false;
            for (var attempt = 0; attempt < 40; attempt++)
            {
                for (var i = 0; i < x.Length; i++) next[i] = x[i] + (length * direction[i]);
                nextValue = function(next, nextG);
                if (!(nextValue <= value + (1e-4 * length * slope))) hi = length;
                else if (VectorMath.Dot(nextG, direction) < 0.9 * slope) lo = length;
                else
                {
                    found = true;
                    break;
                }

                length = double.IsPositiveInfinity(hi) ? 2 * length : (lo + hi) / 2;
            }

            // No step lowers the value any more: the sums have reached their precision.
            if (!found && nextValue >= value) return new Result(x, value, step - 1);
            double[] s = new double[x.Length], y = new double[x.Length];
            for (var i = 0; i < x.Length; i++) (s[i], y[i]) = (next[i] - x[i], nextG[i] - g[i]);
            var curvature = VectorMath.Dot(s, y);
            if (curvature > 1e-300)
            {
                pairs.Add((s, y, 1 / curvature));
                if (pairs.Count > Memory) pairs.RemoveAt(0);
            }

            (x, next, g, nextG, value) = (next, x, nextG, g, nextValue);
        }

        return new Result(x, value, maxSteps);
    }

    private static double[] Direction(double[] g, List<(double[] S, double[] Y, double Rho)> pairs)
    {
        var q = (double[])g.Clone();
        var alpha = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            alpha[i] = pairs[i].Rho * VectorMath.Dot(pairs[i].S, q);
            VectorMath.AddScaled(q, pairs[i].Y, -alpha[i]);
        }

        if (pairs.Count > 0)
        {
            var (s, y, _) = pairs[^1];
            var gamma = VectorMath.Dot(s, y) / VectorMath.Dot(y, y);
            for (var i = 0; i < q.Length; i++) q[i] *= gamma;
        }

        for (var i = 0; i < pairs.Count; i++) VectorMath.AddScaled(q, pairs[i].S, alpha[i] - (pairs[i].Rho * VectorMath.Dot(pairs[i].Y, q)));
        for (var i = 0; i < q.Length; i++) q[i] = -q[i];
        return q;
    }

    private static double Largest(double[] g)
    {
        double top = 0;
        foreach (var v in g) top = Math.Max(top, Math.Abs(v));
        return top;
    }
}
