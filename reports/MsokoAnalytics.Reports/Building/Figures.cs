using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Statistics;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Shares from counts, rounded as they are printed.</summary>
internal static class Figures
{
    /// <summary>One decimal, halves away from zero.</summary>
    internal static double Round(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);

    /// <summary>Percent of <paramref name="n"/>, rounded; null without pupils.</summary>
    internal static double? Percent(long part, long n) => n > 0 ? Round(100.0 * part / n) : null;

    /// <summary>A share with its interval; null for a small group.</summary>
    internal static Share? ShareOf(int part, int n)
    {
        if (SmallGroup.Is(n)) return null;
        var (low, high) = Wilson.Interval95(part, n);
        return new Share(Round(100.0 * part / n), Round(low), Round(high));
    }

    /// <summary>
    /// The wider group's share beside ours. The difference is taken between the printed values, so that a reader who
    /// subtracts gets the same; whether it lies outside the interval is decided on the exact ones.
    /// </summary>
    internal static Reference? Compare(int part, int n, int widerPart, int widerN)
    {
        if (widerN <= 0 || SmallGroup.Is(n)) return null;
        var wider = 100.0 * widerPart / widerN;
        var (low, high) = Wilson.Interval95(part, n);
        var outside = wider > high ? -1 : wider < low ? 1 : 0;
        return new Reference(Round(wider), Round(Round(100.0 * part / n) - Round(wider)), outside);
    }

    internal static Totals Sum(IEnumerable<(WorkRow Work, ResultRow Row)> rows)
    {
        var totals = new Totals();
        var largest = new Dictionary<int, int>();
        foreach (var (work, row) in rows)
        {
            largest[work.ActualGrade] = Math.Max(largest.GetValueOrDefault(work.ActualGrade), row.Marked);
            totals.Works++;
            totals.Writers += row.Writers;
            totals.Marked += row.Marked;
            totals.Passed += row.Passed;
            totals.Quality += row.Quality;
            if (row.Enrolled is not { } listed) continue;
            totals.Listed += listed;
            totals.ListedWriters += row.Writers;
        }

        totals.Pupils = largest.Values.Sum();

        return totals;
    }
}

/// <summary>Counts over several works; a pupil counts once in each work.</summary>
internal sealed class Totals
{
    internal int Works { get; set; }

    internal int Writers { get; set; }

    internal int Marked { get; set; }

    /// <summary>
    /// At least so many different pupils: the largest work of each class. Five works of three pupils are fifteen results but
    /// still a small group.
    /// </summary>
    internal int Pupils { get; set; }

    internal bool Small => SmallGroup.Is(Pupils);

    internal int Passed { get; set; }

    internal int Quality { get; set; }

    /// <summary>Listed pupils of the works whose list is known.</summary>
    internal int Listed { get; set; }

    /// <summary>Writers of the same works.</summary>
    internal int ListedWriters { get; set; }

    internal double? Attendance => Figures.Percent(ListedWriters, Listed);
}
