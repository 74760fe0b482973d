using System.Globalization;

namespace MsokoAnalytics.Models.Tests.SqlCases;

/// <summary>Compares rows regardless of order; a fraction agrees to the last digit the expectation writes.</summary>
internal static class RowMatcher
{
    /// <returns>What differs, or null.</returns>
    public static string? Difference(IReadOnlyList<string[]> expected, IReadOnlyList<string[]> actual)
    {
        var left = actual.ToList();
        var missing = new List<string[]>();
        foreach (var row in expected)
        {
            var at = left.FindIndex(other => row.Length == other.Length && row.Zip(other).All(pair => Same(pair.First, pair.Second)));
            if (at < 0) missing.Add(row);
            else left.RemoveAt(at);
        }

        if (missing.Count == 0 && left.Count == 0) return null;
        return "expected but absent:\n" + Lines(missing) + "\npresent but not expected:\n" + Lines(left);
    }

    private static string Lines(IEnumerable<string[]> rows) => string.Join('\n', rows.Select(r => "  " + string.Join(';', r)));

    private static bool Same(string expected, string actual)
    {
        if (expected == actual) return true;
        var dot = expected.IndexOf('.', StringComparison.Ordinal);
        if (!double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var wanted)
            || !double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var got)) return false;
        var decimals = dot < 0 ? 9 : expected.Length - dot - 1;
        return Math.Abs(wanted - got) <= 0.5000001 * Math.Pow(10, -decimals);
    }
}
