namespace MsokoAnalytics.Detection;

/// <summary>
/// Local Outlier Factor (Breunig, Kriegel, Ng and Sander 2000) with Euclidean distances over features scaled by median and MAD (or not scaled).
/// Score about 1 for a row as dense as its neighbours, larger for one in a thinner place.
/// </summary>
/// <param name="Neighbours">k; at most rows − 1 are used.</param>
/// <param name="Scale">Whether features are brought to one scale first.</param>
/// <remarks>Time grows with the square of the rows: meant for tables of schools and classes, up to <see cref="MaxRows"/> rows.</remarks>
public sealed record Lof(int Neighbours = 20, bool Scale = true) : IAnomalyDetector
{
    public const int MaxRows = 20_000;

    public string Name => "LOF";

    public FittedDetector Fit(FeatureMatrix data)
    {
        if (data.Rows < 3) throw new DetectionException("для LOF нужно не меньше трёх строк");
        if (data.Rows > MaxRows) throw new DetectionException($"для LOF строк слишком много ({data.Rows}, не больше {MaxRows}): выберите часть таблицы");
        var centre = new double[data.Columns];
        var scale = Enumerable.Repeat(1.0, data.Columns).ToArray();
        if (Scale)
            for (var j = 0; j < data.Columns; j++) (centre[j], scale[j]) = RobustScale(data.Column(j));
        var points = new double[data.Rows][];
        for (var i = 0; i < data.Rows; i++) points[i] = FittedLof.Scaled(data.Row(i), centre, scale);
        var k = Math.Min(Neighbours, data.Rows - 1);
        var near = new Neighbour[data.Rows][];
        Parallel.For(0, data.Rows, i => near[i] = FittedLof.Nearest(points, points[i], k, skip: i));
        var reach = Array.ConvertAll(near, n => n[^1].Distance);
        var density = Array.ConvertAll(near, n => FittedLof.LocalDensity(n, reach));
        return new FittedLof { Names = data.Names, Neighbours = k, Centre = centre, Scale = scale, Points = points, Reach = reach, Density = density };
    }

    private static (double Centre, double Scale) RobustScale(double[] values)
    {
        var median = Quantiles.Median(values);
        var mad = 1.4826 * Quantiles.Median(Array.ConvertAll(values, v => Math.Abs(v - median)));
        // More than half of the values equal: fall back to the standard deviation, and to 1 for a constant.
        if (mad == 0) mad = Math.Sqrt(values.Sum(v => (v - median) * (v - median)) / values.Length);
        return (median, mad == 0 ? 1 : mad);
    }
}

/// <summary>A training row near another.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct Neighbour(double Distance, int Row);

/// <summary>The training rows with their densities.</summary>
public sealed record FittedLof : FittedDetector
{
    // scikit-learn adds the same to the mean reachability, so that copies of a row do not have an infinite density.
    private const double Tiny = 1e-10;

    public required int Neighbours { get; init; }

    public required IReadOnlyList<double> Centre { get; init; }

    public required IReadOnlyList<double> Scale { get; init; }

    /// <summary>Scaled training rows.</summary>
    public required double[][] Points { get; init; }

    /// <summary>Distance of each training row to its k-th neighbour.</summary>
    public required double[] Reach { get; init; }

    /// <summary>Local reachability density of each training row.</summary>
    public required double[] Density { get; init; }

    public override double[] Explain(ReadOnlySpan<double> row) => ExplainByReplacement(row, Centre);

    /// <remarks>A row equal to a training row is scored as that row: it does not count as its own neighbour.</remarks>
    protected internal override double ScoreRow(ReadOnlySpan<double> row)
    {
        var point = Scaled(row, Centre, Scale);
        var same = Array.FindIndex(Points, p => p.AsSpan().SequenceEqual(point));
        var near = Nearest(Points, point, Neighbours, same);
        var density = same >= 0 ? Density[same] : LocalDensity(near, Reach);
        return near.Average(n => Density[n.Row]) / density;
    }

    internal static double[] Scaled(ReadOnlySpan<double> row, IReadOnlyList<double> centre, IReadOnlyList<double> scale)
    {
        var result = new double[row.Length];
        for (var j = 0; j < row.Length; j++) result[j] = (row[j] - centre[j]) / scale[j];
        return result;
    }

    /// <summary>The k nearest rows, nearest first; of equal distances the earlier row.</summary>
    internal static Neighbour[] Nearest(double[][] points, double[] point, int k, int skip)
    {
        var best = new PriorityQueue<int, (double Distance, int Row)>(k + 1, Comparer<(double Distance, int Row)>.Create((a, b) => b.CompareTo(a)));
        for (var i = 0; i < points.Length; i++)
        {
            if (i == skip) continue;
            var sum = 0.0;
            var other = points[i];
            for (var j = 0; j < point.Length; j++)
            {
                var d = point[j] - other[j];
                sum += d * d;
            }

            if (best.Count < k) best.Enqueue(i, (sum, i));
            else best.EnqueueDequeue(i, (sum, i));
        }

        var result = new Neighbour[best.Count];
        for (var at = result.Length - 1; best.TryDequeue(out var row, out var priority); at--) result[at] = new Neighbour(Math.Sqrt(priority.Distance), row);
        return result;
    }

    internal static double LocalDensity(Neighbour[] near, double[] reach) => 1 / (near.Average(n => Math.Max(n.Distance, reach[n.Row])) + Tiny);
}
