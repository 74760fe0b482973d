using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MsokoAnalytics.Statistics.Ranks;
using MsokoAnalytics.Statistics.Robust;

namespace MsokoAnalytics.Statistics.Trends;

/// <summary>Robust line: median of pairwise slopes.</summary>
/// <param name="Slope">Units of y per unit of x.</param>
/// <param name="Intercept">median(y) − Slope·median(x).</param>
/// <param name="SlopeInterval">Sen's interval; all that pairwise slopes allow when n is too small for the level.</param>
/// <param name="N">Points.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TheilSen(double Slope, double Intercept, Interval SlopeInterval, int N)
{
    private const int MostOnStack = 64;

    /// <summary>
    /// Theil 1950; interval of Sen (JASA 1968, 63:1379–1389): of the N' sorted slopes those numbered (N' ∓ z·√Var S)/2 (rounded, the
    /// upper one plus none, as in scipy.stats.theilslopes), with the variance of Kendall's S for ties.
    /// </summary>
    /// <param name="x">At least 2 different finite values.</param>
    /// <param name="y">As many finite values.</param>
    /// <param name="level">Confidence level, e.g. 0.95.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TheilSen Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95)
    {
        Guard.SameLength(x.Length, y.Length, nameof(y));
        Guard.Finite(x, nameof(x));
        Guard.Finite(y, nameof(y));
        var pairs = x.Length * (x.Length - 1) / 2;
        var slopes = pairs <= MostOnStack ? stackalloc double[pairs] : new double[pairs];
        var count = 0;
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j < i; j++)
                if (x[i] != x[j]) slopes[count++] = (y[i] - y[j]) / (x[i] - x[j]);
        if (count == 0) throw new ArgumentException("a slope needs at least two different x", nameof(x));
        slopes = slopes[..count];
        slopes.Sort();
        var slope = Location.MedianOfSorted(slopes);
        var variance = x.Length <= KendallScore.KeptLimit && IsAscending(x) ? KendallScore.NullOf(y).Variance : KendallScore.Of(x, y).Variance;
        var half = Guard.TwoSidedZ(level) * Math.Sqrt(variance);
        var upper = Math.Min((int)Math.Round((count + half) / 2, MidpointRounding.ToEven), count - 1);
        var lower = Math.Max((int)Math.Round((count - half) / 2, MidpointRounding.ToEven) - 1, 0);
        return new TheilSen(slope, Location.Median(y) - (slope * Location.Median(x)), new Interval(slopes[lower], slopes[upper]), x.Length);
    }

    private static bool IsAscending(ReadOnlySpan<double> x)
    {
        for (var i = 1; i < x.Length; i++)
            if (!(x[i] > x[i - 1])) return false;
        return true;
    }
}
