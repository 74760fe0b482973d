using System.Runtime.CompilerServices;
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

    private const int MostOnStack = 128;

    /// <summary>From here on p is its upper bound, the sum 2Φ(−c) over the splits, each below 8.1e-11: the integral would need ever more nodes to tell it from 0.</summary>
    private const double FarOut = 6.5;

    /// <summary>
    /// The split with the largest |z| = |Step|/SE. Under no change the z's are a standardised Brownian bridge at t = W_before/W, a
    /// Gaussian Markov chain with correlation √(tₖ(1−tₖ₊₁)/(tₖ₊₁(1−tₖ))) (Worsley 1979, JASA 74:365–367; James, James &amp; Siegmund 1987,
    /// Biometrika 74:71–83), so P(max |z| ≤ c) is a chain of one-dimensional integrals (error below 1e-9 up to 13 points).
    /// </summary>
    /// <param name="values">3..50 finite values in order of time.</param>
    /// <param name="variances">Their variances, all above 0; real changes from year to year, where wanted, are added by the caller.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ChangePoint Of(ReadOnlySpan<double> values, ReadOnlySpan<double> variances)
    {
        Guard.SameLength(values.Length, variances.Length, nameof(variances));
        Guard.Finite(values, nameof(values));
        Guard.Finite(variances, nameof(variances));
        if (values.Length is < 3 or > 50) throw new ArgumentException("a change point is sought among 3 to 50 points", nameof(values));
        Span<double> times = stackalloc double[values.Length - 1];
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

        return best with { PValue = largest > FarOut ? times.Length * Normal.TwoSidedTail(largest) : Math.Clamp(1 - Inside(times, largest), 0, 1) };
    }

    /// <summary>
    /// P(|z| ≤ c at all times) of the standardised bridge. The density stays even, so half of the range is integrated, by Gauss–Legendre nodes close enough for
    /// the narrowest step of the chain.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Inside(ReadOnlySpan<double> times, double c)
    {
        if (c <= 0) return 0;
        var correlations = times.Length <= MostOnStack ? stackalloc double[times.Length] : new double[times.Length];
        var narrowest = 1.0;
        for (var k = 1; k < times.Length; k++)
        {
            correlations[k] = Math.Sqrt(times[k - 1] * (1 - times[k]) / (times[k] * (1 - times[k - 1])));
            narrowest = Math.Min(narrowest, Math.Sqrt(1 - (correlations[k] * correlations[k])));
        }

        var rule = GaussLegendre.Of((int)Math.Clamp(16 + (4 * Math.Ceiling(c / narrowest)), 16, MostNodes));
        var n = rule.Nodes.Length;
        // Rows of the nodes, weights, shifts, masses, the density and the next one.
        var work = n <= MostOnStack ? stackalloc double[6 * n] : new double[6 * n];
        Span<double> nodes = work[..n], weights = work.Slice(n, n), shifts = work.Slice(2 * n, n), masses = work.Slice(3 * n, n), density = work.Slice(4 * n, n), next = work.Slice(5 * n, n);
        for (var i = 0; i < n; i++)
        {
            (nodes[i], weights[i]) = (c * (1 + rule.Nodes[i]) / 2, c * rule.Weights[i] / 2);
            density[i] = Normal.Density(nodes[i]);
        }

        for (var k = 1; k < times.Length; k++)
        {
            var spread = Math.Sqrt(1 - (correlations[k] * correlations[k]));
            var factor = 1 / (spread * Math.Sqrt(2 * Math.PI));
            for (var j = 0; j < nodes.Length; j++) (shifts[j], masses[j]) = (correlations[k] * nodes[j] / spread, weights[j] * density[j]);
            for (var i = 0; i < nodes.Length; i++) next[i] = Sum(nodes[i] / spread, shifts, masses) * factor;
            var before = density;
            density = next;
            next = before;
        }

        var total = 0.0;
        for (var i = 0; i < nodes.Length; i++) total += weights[i] * density[i];
        return 2 * total;
    }

    /// <summary>Σ masses·(φ(at − shift) + φ(at + shift))·√2π: four of both at a time, because a region has a hundred million of these terms. The number of nodes is a multiple of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(double at, ReadOnlySpan<double> shifts, ReadOnlySpan<double> masses)
    {
        var places = MemoryMarshal.Cast<double, Vector256<double>>(shifts);
        var amounts = MemoryMarshal.Cast<double, Vector256<double>>(masses);
        var (four, sum) = (Vector256.Create(at), Vector256<double>.Zero);
        for (var j = 0; j < places.Length; j++)
        {
            Vector256<double> near = four - places[j], far = four + places[j];
            var both = Vector512.Exp(Vector512.Create(near * near * -0.5, far * far * -0.5));
            sum += amounts[j] * (both.GetLower() + both.GetUpper());
        }

        return Vector256.Sum(sum);
    }
}
