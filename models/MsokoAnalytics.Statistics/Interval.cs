using System.Runtime.InteropServices;

namespace MsokoAnalytics.Statistics;

/// <summary>An interval estimate in the units of what is estimated.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below <paramref name="Low"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies between the ends (ends included).</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
