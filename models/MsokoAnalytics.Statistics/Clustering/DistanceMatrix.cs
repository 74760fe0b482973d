namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>Symmetric distances between n objects with a zero diagonal.</summary>
public sealed class DistanceMatrix
{
    private readonly double[] _lower;

    /// <param name="n">Objects, at least 1.</param>
    /// <param name="distance">Distance of two objects, asked for once per pair; finite and ≥ 0.</param>
    public DistanceMatrix(int n, Func<int, int, double> distance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        Count = n;
        _lower = new double[n * (n - 1) / 2];
        var at = 0;
        for (var i = 1; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var value = distance(i, j);
                if (!(value >= 0) || double.IsInfinity(value)) throw new ArgumentException($"distance of {i} and {j} is {value}", nameof(distance));
                _lower[at++] = value;
            }
        }
    }

    /// <summary>Number of objects.</summary>
    public int Count { get; }

    /// <summary>Distance of two objects.</summary>
    public double this[int i, int j] => i == j ? 0 : i > j ? _lower[(i * (i - 1) / 2) + j] : _lower[(j * (j - 1) / 2) + i];

    /// <summary>Distances of every object to all, a row each: for loops that read rows many times.</summary>
    internal double[][] Rows()
    {
        var rows = new double[Count][];
        for (var i = 0; i < Count; i++) rows[i] = new double[Count];
        var at = 0;
        for (var i = 1; i < Count; i++)
            for (var j = 0; j < i; j++)
                rows[i][j] = rows[j][i] = _lower[at++];
        return rows;
    }
}
