using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
    private const int MostNodes = 1024;

    /// <summary>
    /// The split with the largest |z| = |Step|/SE. Under no change the z's are a standardised Brownian bridge at t = W_before/W, a
    /// Gaussian Markov chain with correlation √(tₖ(1−tₖ₊₁)/(tₖ₊₁(1−tₖ))) (Worsley 1979, JASA 74:365–367; James, James &amp; Siegmund 1987,
    /// Biometrika 74:71–83), so P(max |z| ≤ c) is a chain of one-dimensional integrals (error below 1e-9).
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

    /// <summary>
    /// P(|z| ≤ c at all times) of the standardised bridge. The density stays even, so half of the range is integrated, by Gauss–Legendre nodes close enough for
    /// the narrowest step of the chain.
    /// </summary>
    internal static double Inside(double[] times, double c)
    {
        if (c <= 0) return 0;
        var correlations = new double[times.Length];
        var narrowest = 1.0;
        for (var k = 1; k < times.Length; k++)
        {
            correlations[k] = Math.Sqrt(times[k - 1] * (1 - times[k]) / (times[k] * (1 - times[k - 1])));
            narrowest = Math.Min(narrowest, Math.Sqrt(1 - (correlations[k] * correlations[k])));
        }

        var rule = GaussLegendre.Of((int)Math.Clamp(16 + (4 * Math.Ceiling(c / narrowest)), 16, MostNodes));
        var (nodes, weights) = (rule.Nodes.Select(x => c * (1 + x) / 2).ToArray(), rule.Weights.Select(w => c * w / 2).ToArray());
        var density = nodes.Select(Normal.Density).ToArray();
        double[] shifts = new double[nodes.Length], masses = new double[nodes.Length];
        for (var k = 1; k < times.Length; k++)
        {
            var spread = Math.Sqrt(1 - (correlations[k] * correlations[k]));
            var factor = 1 / (spread * Math.Sqrt(2 * Math.PI));
            var next = new double[nodes.Length];
            for (var j = 0; j < nodes.Length; j++) (shifts[j], masses[j]) = (correlations[k] * nodes[j] / spread, weights[j] * density[j]);
            for (var i = 0; i < nodes.Length; i++)
            {
                // Four at a time whatever the machine, so that the sum is the same everywhere; the number of nodes is a multiple of four.
                var (place, sum) = (Vector256.Create(nodes[i] / spread), Vector256<double>.Zero);
                for (var j = 0; j < nodes.Length; j += Vector256<double>.Count)
                {
                    var shift = Vector256.Create(shifts, j);
                    Vector256<double> near = place - shift, far = place + shift;
                    sum += Vector256.Create(masses, j) * (Vector256.Exp(near * near * -0.5) + Vector256.Exp(far * far * -0.5));
                }

                next[i] = Vector256.Sum(sum) * factor;
            }

            density = next;
        }

        var total = 0.0;
        for (var i = 0; i < nodes.Length; i++) total += weights[i] * density[i];
        return 2 * total;
    }
}
