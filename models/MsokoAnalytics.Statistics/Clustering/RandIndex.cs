namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>Agreement of two partitions.</summary>
public static class RandIndex
{
    /// <summary>
    /// Adjusted Rand index (Hubert &amp; Arabie 1985, J. Classification 2:193–218): 1 for equal partitions, 0 in the mean for unrelated ones; may be
    /// below 0. Two partitions that are both one cluster, or both all singles, agree: 1.
    /// </summary>
    /// <param name="first">Cluster of each object.</param>
    /// <param name="second">Cluster of each object in the other partition.</param>
    public static double Adjusted(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        Guard.SameLength(first.Count, second.Count, nameof(second));
        if (first.Count < 2) throw new ArgumentException("at least two objects", nameof(first));
        static double Pairs(IEnumerable<int> sizes) => sizes.Sum(size => size * (size - 1.0) / 2);
        var both = Pairs(first.Zip(second).GroupBy(pair => pair).Select(g => g.Count()));
        var a = Pairs(first.GroupBy(c => c).Select(g => g.Count()));
        var b = Pairs(second.GroupBy(c => c).Select(g => g.Count()));
        var expected = a * b / (first.Count * (first.Count - 1.0) / 2);
        var most = (a + b) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }
}
