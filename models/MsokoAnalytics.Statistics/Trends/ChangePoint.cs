using System.Runtime.InteropServices;
using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Trends;

/// <summary>
/// One step in the level of a short series whose points have known standard errors (a school's share by year). A permutation test cannot work
/// here: 5 years have 120 orders and no split of them is rarer than 1 in 5; so the known sampling variances carry the test.
/// </summary>
/// <param name="Index">First point after the step, 1..n−1.</param>
/// <param name="Step">Level after minus level before (inverse-variance weighted means), in the units of the values.</param>
/// <param name="StandardError">√(1/W_before + 1/W_after).</param>
/// <param name="PValue">P of so large a largest |z| anywhere in a series without a step.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChangePoint(int Index, double Step, double StandardError, double PValue)
{
    private const int Nodes = 201;

    /// <summary>
    /// The split with the largest |z| = |Step|/SE. Under no change the z's are a standardised Brownian bridge at t = W_before/W, a
    /// Gaussian Markov chain with correlation √(tₖ(1−tₖ₊₁)/(tₖ₊₁(1−tₖ))) (Worsley 1979, JASA 74:365–367; James, James &amp; Siegmund 1987,
    /// Biometrika 74:71–83), so P(max |z| ≤ c) is a chain of one-dimensional integrals (Simpson's rule, error below 1e-6 for up to 50 points
    /// of like precision).
    /// </summary>
    /// <param name="values">3..50 finite values in order of time.</param>
    /// <param name="variances">Their variances, all above 0; real changes from year to year, where wanted, are added by the caller.</param>
    public static ChangePoint Of(ReadOnlySpan<double> values, ReadOnlySpan<double> variances)
    {
        Guard.SameLength(values.Length, variances.Length, nameof(variances));
        Guard.Finite(values, nameof(values));
        Guard.Finite(variances, nameof(variances));
        if (values.Length is < 3 or > 50) throw new ArgumentException("a change point is sought among 3 to 50 points", nameof(values));
        var times = new double[values.Length - 1];
        double weight = 0, sum = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!(variances[i] > 0)) throw new ArgumentException("a variance is above 0", nameof(variances));
            weight += 1 / variances[i];
            sum += values[i] / variances[i];
        }

        var best = new ChangePoint(1, 0, 1, 1);
        var largest = -1.0;
        double before = 0, beforeSum = 0;
        for (var i = 0; i < times.Length; i++)
        {
            before += 1 / variances[i];
            beforeSum += values[i] / variances[i];
            times[i] = before / weight;
            var step = ((sum - beforeSum) / (weight - before)) - (beforeSum / before);
            var error = Math.Sqrt((1 / before) + (1 / (weight - before)));
            if (Math.Abs(step) / error <= largest) continue;
            largest = Math.Abs(step) / error;
            best = new ChangePoint(i + 1, step, error, 1);
        }

        return best with { PValue = Math.Clamp(1 - Inside(times, largest), 0, 1) };
    }

    /// <summary>P(|z| ≤ c at all times) of the standardised bridge.</summary>
    internal static double Inside(double[] times, double c)
    {
        if (c <= 0) return 0;
        var step = 2 * c / (Nodes - 1);
        var density = new double[Nodes];
        for (var i = 0; i < Nodes; i++) density[i] = Normal.Density(-c + (i * step));
        for (var k = 1; k < times.Length; k++)
        {
            var correlation = Math.Sqrt(times[k - 1] * (1 - times[k]) / (times[k] * (1 - times[k - 1])));
            var spread = Math.Sqrt(1 - (correlation * correlation));
            var next = new double[Nodes];
            for (var i = 0; i < Nodes; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < Nodes; j++)
                    sum += Simpson(j) * density[j] * Normal.Density((-c + (i * step) - (correlation * (-c + (j * step)))) / spread);
                next[i] = sum * step / (3 * spread);
            }

            density = next;
        }

        var total = 0.0;
        for (var i = 0; i < Nodes; i++) total += Simpson(i) * density[i];
        return total * step / 3;
    }

    private static int Simpson(int node) => node is 0 or Nodes - 1 ? 1 : node % 2 == 1 ? 4 : 2;
}
