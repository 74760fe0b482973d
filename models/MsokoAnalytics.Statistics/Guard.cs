namespace MsokoAnalytics.Statistics;

/// <summary>Checks of arguments that several families share.</summary>
internal static class Guard
{
    private const double UsualLevel = 0.95;
    private static readonly double UsualZ = Distributions.Normal.Quantile(0.5 + (UsualLevel / 2));

    /// <summary>Standard normal quantile that belongs to a two-sided confidence level.</summary>
    internal static double TwoSidedZ(double level)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "a confidence level lies between 0 and 1");
        return level == UsualLevel ? UsualZ : Distributions.Normal.Quantile(0.5 + (level / 2));
    }

    internal static void Counts(long successes, long n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
    }

    internal static void Finite(ReadOnlySpan<double> values, string name)
    {
        foreach (var value in values)
            if (!double.IsFinite(value)) throw new ArgumentException("a value is not a finite number", name);
    }

    internal static void SameLength(int first, int second, string name)
    {
        if (first != second) throw new ArgumentException($"lengths differ: {first} and {second}", name);
    }
}
