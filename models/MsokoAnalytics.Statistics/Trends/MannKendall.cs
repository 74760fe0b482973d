using System.Runtime.InteropServices;
using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.Ranks;

namespace MsokoAnalytics.Statistics.Trends;

/// <summary>Mann–Kendall test of a monotonic trend.</summary>
/// <param name="S">Rises minus falls over all pairs of times.</param>
/// <param name="PValue">Two-sided p.</param>
/// <param name="N">Points.</param>
/// <param name="SmallestPossibleP">
/// The least p that a series with these ties could give: a series of 4 points cannot be significant at 5 % (1/12 = 0.083), whatever
/// it shows.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MannKendall(long S, double PValue, int N, double SmallestPossibleP)
{
    /// <summary>
    /// Exact p up to 33 points (ties included), then normal with continuity correction (S ∓ 1)/√Var S (Mann 1945; Kendall 1975;
    /// Gilbert 1987, §16.4).
    /// </summary>
    /// <param name="values">At least 3 finite values in order of time, times distinct.</param>
    public static MannKendall Of(ReadOnlySpan<double> values)
    {
        Guard.Finite(values, nameof(values));
        if (values.Length < 3) throw new ArgumentException("a trend test needs at least 3 points", nameof(values));
        if (values.Length <= KendallScore.KeptLimit)
        {
            var (s, random) = (KendallScore.Rises(values), KendallScore.NullOf(values));
            return new MannKendall(s, random.PValue(s), values.Length, random.SmallestP);
        }

        var score = KendallScore.OverTime(values);
        return new MannKendall(score.S, PValueOf(score), values.Length, PValueOf(score.Steepest()));
    }

    private static double PValueOf(KendallScore score) =>
        score.ExactPValue() ?? (score.S == 0 ? 1 : Normal.TwoSidedTail((Math.Abs(score.S) - 1) / Math.Sqrt(score.Variance)));
}
