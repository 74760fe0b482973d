using System.Runtime.CompilerServices;

namespace MsokoAnalytics.Statistics.Robust;

/// <summary>Robust centre.</summary>
public static class Location
{
    private const int MostOnStack = 64;

    /// <summary>Middle value, or the mean of the two middle ones.</summary>
    /// <param name="values">At least one finite value, in any order.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Median(ReadOnlySpan<double> values)
    {
        Guard.Finite(values, nameof(values));
        if (values.Length == 0) throw new ArgumentException("no values", nameof(values));
        var sorted = values.Length <= MostOnStack ? stackalloc double[values.Length] : new double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        return MedianOfSorted(sorted);
    }

    internal static double MedianOfSorted(ReadOnlySpan<double> sorted)
    {
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
    }
}
