namespace MsokoAnalytics.Reports.Data;

/// <summary>One wave of ВПР; 2022 had two of them.</summary>
/// <param name="Year">Calendar year in the procedure's name.</param>
/// <param name="Wave"><see cref="Spring"/> or <see cref="Autumn"/>.</param>
internal readonly record struct WaveKey(int Year, string Wave) : IComparable<WaveKey>
{
    internal const string Spring = "spring";
    internal const string Autumn = "autumn";

    public int CompareTo(WaveKey other)
    {
        var byYear = Year.CompareTo(other.Year);
        return byYear != 0 ? byYear : Order.CompareTo(other.Order);
    }

    public static bool operator <(WaveKey left, WaveKey right) => left.CompareTo(right) < 0;

    public static bool operator >(WaveKey left, WaveKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(WaveKey left, WaveKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WaveKey left, WaveKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Year}-{Wave}";

    private int Order => string.Equals(Wave, Spring, StringComparison.Ordinal) ? 0 : 1;
}
