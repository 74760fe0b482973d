using System.Runtime.InteropServices;
using MsokoAnalytics.Statistics.Distributions;

namespace MsokoAnalytics.Statistics.Proportions;

/// <summary>Difference of two independent shares with its interval and test.</summary>
/// <param name="Difference">p₂ − p₁, −1..1 (times 100 for п.п.).</param>
/// <param name="Interval">Newcombe's hybrid score interval.</param>
/// <param name="PValue">Two-sided p of the pooled two-sample test.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ProportionDifference(double Difference, Interval Interval, double PValue)
{
    /// <summary>
    /// Newcombe's method 10 (Statistics in Medicine 1998, 17:873–890) from two Wilson intervals [l, u]:
    /// d − √((p₂−l₂)² + (u₁−p₁)²) … d + √((u₂−p₂)² + (p₁−l₁)²). The test is the pooled score test
    /// z = d/√(p(1−p)(1/n₁+1/n₂)); with p = 0 or 1 there is no difference and p = 1.
    /// </summary>
    /// <param name="successes1">Successes before, 0..n1.</param>
    /// <param name="n1">Size before, at least 1.</param>
    /// <param name="successes2">Successes after, 0..n2.</param>
    /// <param name="n2">Size after, at least 1.</param>
    /// <param name="level">Confidence level, e.g. 0.95.</param>
    public static ProportionDifference Newcombe(long successes1, long n1, long successes2, long n2, double level = 0.95)
    {
        var first = WilsonInterval.Of(successes1, n1, level);
        var second = WilsonInterval.Of(successes2, n2, level);
        double p1 = (double)successes1 / n1, p2 = (double)successes2 / n2;
        var low = p2 - p1 - Math.Sqrt(Square(p2 - second.Low) + Square(first.High - p1));
        var high = p2 - p1 + Math.Sqrt(Square(second.High - p2) + Square(p1 - first.Low));
        var pooled = (double)(successes1 + successes2) / (n1 + n2);
        var spread = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / n1) + (1.0 / n2)));
        return new ProportionDifference(
            p2 - p1, new Interval(Math.Max(-1, low), Math.Min(1, high)), spread > 0 ? Normal.TwoSidedTail((p2 - p1) / spread) : 1);
    }

    private static double Square(double value) => value * value;
}
