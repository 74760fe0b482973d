namespace MsokoAnalytics.Statistics.Tests;

/// <summary>Comparison with a reference value.</summary>
internal static class Near
{
    /// <summary>|actual − expected| ≤ tolerance · max(1, |expected|).</summary>
    internal static void Equal(double expected, double actual, double tolerance = 1e-10)
    {
        if (Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected))) return;
        Assert.Fail($"expected {expected:R}, got {actual:R}");
    }

    /// <summary>Relative agreement, also of tiny values.</summary>
    internal static void Relative(double expected, double actual, double tolerance = 1e-10)
    {
        if (Math.Abs(actual - expected) <= tolerance * Math.Abs(expected)) return;
        Assert.Fail($"expected {expected:R}, got {actual:R}");
    }

    internal static void All(double[] expected, IEnumerable<double> actual, double tolerance = 1e-10)
    {
        var values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++) Equal(expected[i], values[i], tolerance);
    }
}
