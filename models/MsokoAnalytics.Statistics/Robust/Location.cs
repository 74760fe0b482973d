namespace MsokoAnalytics.Statistics.Robust;

/// <summary>Robust centre.</summary>
public static class Location
{
    /// <summary>Middle value, or the mean of the two middle ones.</summary>
    /// <param name="values">At least one finite value, in any order.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        Guard.Finite(values, nameof(values));
        if (values.Length == 0) throw new ArgumentException("no values", nameof(values));
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return MedianOfSorted(sorted);
    }

    internal static double MedianOfSorted(IReadOnlyList<double> sorted)
    {
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
    }
}
