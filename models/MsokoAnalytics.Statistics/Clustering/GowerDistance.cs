namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>How differences of a numeric column are brought to 0..1.</summary>
public enum NumericScaling
{
    /// <summary>Divided by the range (Gower 1971).</summary>
    Range,

    /// <summary>Divided by the distance of the 10th and 90th percentile and cut at 1, so that one huge school does not flatten all others.</summary>
    Interdecile,
}

/// <summary>
/// Gower's distance of mixed columns (Biometrics 1971, 27:857–871): weighted mean of the columns' distances over the columns
/// where both objects have a value.
/// </summary>
public sealed class GowerDistance
{
    private readonly List<(double Weight, Func<int, int, double?> Distance)> _columns = [];
    private readonly int _n;

    /// <param name="n">Objects.</param>
    public GowerDistance(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _n = n;
    }

    /// <summary>Adds a numeric column; a column without spread is passed over.</summary>
    /// <param name="values">One per object; NaN = unknown.</param>
    /// <param name="scaling">How differences are scaled.</param>
    /// <param name="weight">Above 0.</param>
    public GowerDistance Numeric(IReadOnlyList<double> values, NumericScaling scaling = NumericScaling.Range, double weight = 1)
    {
        Check(values.Count, weight);
        var known = values.Where(v => !double.IsNaN(v)).Order().ToArray();
        if (known.Length == 0) return this;
        var scale = scaling == NumericScaling.Range ? known[^1] - known[0] : Percentile(known, 0.9) - Percentile(known, 0.1);
        // More than four fifths of the schools alike: the range is all the spread there is.
        if (!(scale > 0)) scale = known[^1] - known[0];
        if (!(scale > 0)) return this;
        _columns.Add((weight, (i, j) => double.IsNaN(values[i]) || double.IsNaN(values[j])
            ? null
            : Math.Min(1, Math.Abs(values[i] - values[j]) / scale)));
        return this;
    }

    /// <summary>Adds a column of categories: 0 when equal, 1 when not.</summary>
    /// <param name="values">One per object; null = unknown.</param>
    /// <param name="weight">Above 0.</param>
    public GowerDistance Nominal(IReadOnlyList<string?> values, double weight = 1)
    {
        Check(values.Count, weight);
        _columns.Add((weight, (i, j) => values[i] is { } a && values[j] is { } b
            ? string.Equals(a, b, StringComparison.Ordinal) ? 0 : 1
            : null));
        return this;
    }

    /// <summary>The distances.</summary>
    /// <exception cref="InvalidOperationException">Two objects have no column in common.</exception>
    public DistanceMatrix Build() => new(_n, (i, j) => Of(i, j) ?? throw new InvalidOperationException($"objects {i} and {j} have no known column in common"));

    /// <summary>Distance of two objects; null when no column is known of both.</summary>
    public double? Of(int i, int j)
    {
        double sum = 0, total = 0;
        foreach (var (weight, distance) in _columns)
        {
            if (distance(i, j) is not { } value) continue;
            sum += weight * value;
            total += weight;
        }

        return total > 0 ? sum / total : null;
    }

    private static double Percentile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((at - low) * (sorted[high] - sorted[low]));
    }

    private void Check(int count, double weight)
    {
        Guard.SameLength(_n, count, "values");
        if (!(weight > 0) || double.IsInfinity(weight)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "above 0");
    }
}
