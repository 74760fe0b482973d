using System.Runtime.CompilerServices;

namespace MsokoAnalytics.Statistics.Ranks;

/// <summary>Ranks with ties.</summary>
public static class MidRanks
{
    private const int MostOnStack = 64;

    /// <summary>Ranks from 1; tied values share the mean of their places.</summary>
    /// <param name="values">Finite values.</param>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        Guard.Finite(values, nameof(values));
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (var i = 0; i < keys.Length;)
        {
            var end = i;
            while (end < keys.Length && keys[end] == keys[i]) end++;
            for (var j = i; j < end; j++) ranks[order[j]] = (i + 1 + end) / 2.0;
            i = end;
        }

        return ranks;
    }

    /// <summary>Sizes of the groups of equal values, groups of one included, ascending by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int[] TieSizes(ReadOnlySpan<double> values)
    {
        var sorted = values.Length <= MostOnStack ? stackalloc double[values.Length] : new double[values.Length];
        values.CopyTo(sorted);
        sorted.Sort();
        var sizes = values.Length <= MostOnStack ? stackalloc int[values.Length] : new int[values.Length];
        var count = 0;
        for (var i = 0; i < sorted.Length;)
        {
            var end = i;
            while (end < sorted.Length && sorted[end] == sorted[i]) end++;
            sizes[count++] = end - i;
            i = end;
        }

        return sizes[..count].ToArray();
    }
}
