using System.Numerics;
using System.Runtime.InteropServices;

namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Dot product and scaled addition over four fixed lanes: the same bits on every processor.</summary>
internal static class VectorMath
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++) s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }

    /// <summary>target += factor·source; element by element, so lanes do not change the result.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var t = MemoryMarshal.Cast<double, Vector<double>>(target);
        var s = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (var v = 0; v < s.Length; v++) t[v] += s[v] * factor;
        for (var i = s.Length * Vector<double>.Count; i < source.Length; i++) target[i] += source[i] * factor;
    }
}
