using System.Globalization;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.DuckDb;

/// <summary>An INTERVAL: months, days and microseconds are kept apart, because a month has no fixed length.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds)
{
    /// <summary>The interval as a length of time; a day counts 24 hours.</summary>
    /// <exception cref="InvalidCastException">The interval has months.</exception>
    public TimeSpan ToTimeSpan() => Months == 0
        ? checked(new TimeSpan((Days * TimeSpan.TicksPerDay) + (Microseconds * TimeSpan.TicksPerMicrosecond)))
        : throw new InvalidCastException($"Интервал «{this}» содержит месяцы и не переводится в TimeSpan; читайте его как DuckDbInterval.");

    /// <summary>Whole days and the rest in microseconds; what is below a microsecond is cut off.</summary>
    public static DuckDbInterval FromTimeSpan(TimeSpan value) => new(0, value.Days, value.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);

    public static explicit operator TimeSpan(DuckDbInterval value) => value.ToTimeSpan();

    public static explicit operator DuckDbInterval(TimeSpan value) => FromTimeSpan(value);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Months} months {Days} days {new TimeSpan(Microseconds * TimeSpan.TicksPerMicrosecond)}");
}
