using System.Runtime.CompilerServices;

namespace MsokoAnalytics.Statistics.Shrinkage;

/// <summary>Variance τ² of true values between units (schools) when each estimate yᵢ has its known sampling variance vᵢ; never below 0.</summary>
public static class BetweenVariance
{
    /// <summary>Moment estimate in one step (DerSimonian &amp; Laird 1986): (Q − (k−1))/(Σw − Σw²/Σw), w = 1/v.</summary>
    /// <param name="y">At least two finite estimates.</param>
    /// <param name="v">Their sampling variances, all above 0.</param>
    public static double DerSimonianLaird(ReadOnlySpan<double> y, ReadOnlySpan<double> v)
    {
        Check(y, v);
        var fit = Weighted(y, v, 0);
        return Math.Max(0, (fit.Q - (y.Length - 1)) / (fit.Weight - (fit.SquaredWeight / fit.Weight)));
    }

    /// <summary>Paule &amp; Mandel 1982: τ² with Σ (yᵢ − μ̂)²/(vᵢ + τ²) = k − 1; the most stable of the moment estimates for unequal variances.</summary>
    /// <param name="y">At least two finite estimates.</param>
    /// <param name="v">Their sampling variances, all above 0.</param>
    public static double PauleMandel(ReadOnlySpan<double> y, ReadOnlySpan<double> v)
    {
        Check(y, v);
        if (Weighted(y, v, 0).Q <= y.Length - 1) return 0;
        double low = 0, high = 1;
        while (Weighted(y, v, high).Q > y.Length - 1) high *= 2;
        for (var i = 0; i < 2000; i++)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) break;
            if (Weighted(y, v, middle).Q > y.Length - 1) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>Restricted maximum likelihood (Viechtbauer 2005, J. Educ. Behav. Stat. 30:261–293).</summary>
    /// <param name="y">At least two finite estimates.</param>
    /// <param name="v">Their sampling variances, all above 0.</param>
    public static double Restricted(ReadOnlySpan<double> y, ReadOnlySpan<double> v)
    {
        Check(y, v);
        // No solution lies above the variance of the estimates themselves plus what is needed to bracket it.
        var mean = 0.0;
        foreach (var value in y) mean += value / y.Length;
        var top = 0.0;
        foreach (var value in y) top += (value - mean) * (value - mean);
        if (!(top > 0)) return 0;
        const int steps = 200;
        double best = 0, most = Weighted(y, v, 0).LogLikelihood;
        var at = 0;
        for (var i = 1; i <= steps; i++)
        {
            var likelihood = Weighted(y, v, Grid(i)).LogLikelihood;
            if (likelihood > most) (most, best, at) = (likelihood, Grid(i), i);
        }

        if (at == 0 && Weighted(y, v, 0).Score <= 0) return 0;
        double low = at <= 1 ? 0 : Grid(at - 1), high = Grid(Math.Min(at + 1, steps));
        for (var i = 0; i < 200; i++)
        {
            best = (low + high) / 2;
            if (best <= low || best >= high) break;
            if (Weighted(y, v, best).Score > 0) low = best;
            else high = best;
        }

        return best;

        double Grid(int i) => top * Math.Pow(10, -8 + (8.0 * i / steps));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static WeightedFit Weighted(ReadOnlySpan<double> y, ReadOnlySpan<double> v, double between)
    {
        double weight = 0, squared = 0, sum = 0, logs = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var w = 1 / (v[i] + between);
            weight += w;
            squared += w * w;
            sum += w * y[i];
            logs += Math.Log(v[i] + between);
        }

        var mean = sum / weight;
        double q = 0, squaredQ = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var w = 1 / (v[i] + between);
            q += w * (y[i] - mean) * (y[i] - mean);
            squaredQ += w * w * (y[i] - mean) * (y[i] - mean);
        }

        return new WeightedFit(
            mean, weight, squared, q, -(logs + Math.Log(weight) + q) / 2, (squaredQ - weight + (squared / weight)) / 2);
    }

    internal static void Check(ReadOnlySpan<double> y, ReadOnlySpan<double> v)
    {
        Guard.SameLength(y.Length, v.Length, nameof(v));
        if (y.Length < 2) throw new ArgumentException("at least two estimates", nameof(y));
        Guard.Finite(y, nameof(y));
        Guard.Finite(v, nameof(v));
        foreach (var value in v)
            if (!(value > 0)) throw new ArgumentException("a sampling variance is above 0", nameof(v));
    }

    /// <summary>Weighted mean at one τ² with what the estimators need.</summary>
    internal sealed record WeightedFit(double Mean, double Weight, double SquaredWeight, double Q, double LogLikelihood, double Score);
}
