namespace MsokoAnalytics.DuckDb.Types;

/// <summary>Between the engine's days and microseconds since 1970-01-01 and .NET's dates; the engine's range is wider and has infinities.</summary>
internal static class EpochTime
{
    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private static readonly long MinTicks = -DateTime.UnixEpoch.Ticks;

    private static readonly long MaxTicks = DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks;

    public static DateOnly Date(int days)
    {
        var number = (long)days + EpochDay;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber) throw OutOfRange(days is int.MaxValue or -int.MaxValue);
        return DateOnly.FromDayNumber((int)number);
    }

    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    /// <param name="value">Units since the epoch.</param>
    /// <param name="unitsPerSecond">1, 1 000, 1 000 000 or 1 000 000 000.</param>
    /// <param name="kind">The kind of the result.</param>
    public static DateTime Timestamp(long value, long unitsPerSecond, DateTimeKind kind = DateTimeKind.Unspecified)
    {
        Int128 ticks = unitsPerSecond > TimeSpan.TicksPerSecond
            ? FloorDivide(value, unitsPerSecond / TimeSpan.TicksPerSecond)
            : (Int128)value * (TimeSpan.TicksPerSecond / unitsPerSecond);
        if (value is long.MaxValue or -long.MaxValue || ticks < MinTicks || ticks > MaxTicks) throw OutOfRange(value is long.MaxValue or -long.MaxValue);
        return new DateTime((long)ticks + DateTime.UnixEpoch.Ticks, kind);
    }

    /// <summary>Units since the epoch; what is finer than a unit is cut off towards the past.</summary>
    /// <exception cref="OverflowException">Nanoseconds reach only from 1677 to 2262.</exception>
    public static long Units(DateTime value, long unitsPerSecond)
    {
        var ticks = value.Ticks - DateTime.UnixEpoch.Ticks;
        return unitsPerSecond > TimeSpan.TicksPerSecond
            ? checked(ticks * (unitsPerSecond / TimeSpan.TicksPerSecond))
            : FloorDivide(ticks, TimeSpan.TicksPerSecond / unitsPerSecond);
    }

    public static long Microseconds(DateTime value) => Units(value, 1_000_000);

    public static long UnitsPerSecond(DuckDbType type) => type switch
    {
        DuckDbType.TimestampS => 1,
        DuckDbType.TimestampMs => 1_000,
        DuckDbType.TimestampNs => 1_000_000_000,
        _ => 1_000_000,
    };

    /// <summary>TIME of DuckDB includes 24:00:00, which .NET has no value for.</summary>
    public static TimeOnly Time(long microseconds) =>
        microseconds < TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond
            ? new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond)
            : throw new InvalidCastException("Время 24:00:00 не представимо в TimeOnly.");

    private static long FloorDivide(long value, long by)
    {
        var quotient = value / by;
        return value % by < 0 ? quotient - 1 : quotient;
    }

    private static InvalidCastException OutOfRange(bool infinite) =>
        new(infinite ? "Бесконечная дата (infinity) не представима в .NET." : "Дата вне границ .NET (годы 1–9999).");
}
