using System.Collections.Concurrent;

namespace MsokoAnalytics.Statistics.Trends;

/// <summary>Gauss–Legendre nodes and weights on −1..1: exact for polynomials of degree 2n − 1.</summary>
internal sealed record GaussLegendre(double[] Nodes, double[] Weights)
{
    private static readonly ConcurrentDictionary<int, GaussLegendre> Known = new();

    internal static GaussLegendre Of(int n) => Known.GetOrAdd(n, Make);

    /// <summary>Roots of Pₙ by Newton's method from Tricomi's starts; w = 2/((1 − x²)Pₙ′(x)²).</summary>
    private static GaussLegendre Make(int n)
    {
        var (nodes, weights) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var x = -Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 20; step++)
            {
                double before = 1, value = x;
                for (var k = 2; k <= n; k++) (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
                slope = n * ((x * value) - before) / ((x * x) - 1);
                var change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16) break;
            }

            (nodes[i], weights[i]) = (x, 2 / ((1 - (x * x)) * slope * slope));
        }

        return new GaussLegendre(nodes, weights);
    }
}
