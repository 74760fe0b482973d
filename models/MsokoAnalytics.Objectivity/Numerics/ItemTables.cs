namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Probabilities of item scores given the total score, P_j(x|s), by a Gaussian kernel over the total; with their moments.</summary>
public sealed class ItemTables
{
    private readonly double[] _p;
    private readonly double[] _logP;

    private ItemTables(int[] maxima, int points, double bandwidth)
    {
        (Maxima, Points, Bandwidth) = (maxima, points, bandwidth);
        Categories = maxima.Max() + 1;
        _p = new double[maxima.Length * points * Categories];
        _logP = new double[_p.Length];
        Mean = new double[maxima.Length * points];
        Variance = new double[Mean.Length];
        LogMean = new double[Mean.Length];
        LogVariance = new double[Mean.Length];
    }

    public int[] Maxima { get; }

    /// <summary>M + 1.</summary>
    public int Points { get; }

    /// <summary>Highest item maximum + 1.</summary>
    public int Categories { get; }

    public double Bandwidth { get; }

    /// <summary>e_j(s), index j·Points + s.</summary>
    public double[] Mean { get; }

    /// <summary>v_j(s).</summary>
    public double[] Variance { get; }

    /// <summary>Mean of ln P_j(x|s) under P_j.</summary>
    public double[] LogMean { get; }

    /// <summary>Variance of ln P_j(x|s) under P_j.</summary>
    public double[] LogVariance { get; }

    public ReadOnlySpan<double> P(int item, int score) => _p.AsSpan(((item * Points) + score) * Categories, Categories);

    public double LogP(int item, int score, int x) => _logP[(((item * Points) + score) * Categories) + x];

    /// <summary>Tables of a test.</summary>
    /// <param name="items">Item scores, row-major, one row of J per pupil.</param>
    /// <param name="totals">Sum of the items of each pupil, 0..M.</param>
    /// <param name="maxima">Item maxima.</param>
    public static ItemTables Build(ReadOnlySpan<sbyte> items, ReadOnlySpan<short> totals, int[] maxima)
    {
        int count = maxima.Length, m = maxima.Sum(), points = m + 1;
        var tables = new ItemTables(maxima, points, Math.Max(1, 0.035 * m));
        var c = tables.Categories;
        var counts = new double[tables._p.Length];
        for (var i = 0; i < totals.Length; i++)
            for (var j = 0; j < count; j++) counts[(((j * points) + totals[i]) * c) + items[(i * count) + j]]++;
        var kernel = Kernel(points, tables.Bandwidth);
        Parallel.For(0, count, j => tables.Smooth(j, counts, kernel));
        return tables;
    }

    /// <summary>exp(−d²/2h²) + 0.02·exp(−d²/2(3h)²) by distance d.</summary>
    private static double[] Kernel(int points, double h)
    {
        var kernel = new double[points];
        for (var d = 0; d < points; d++)
            kernel[d] = Math.Exp(-0.5 * (d / h) * (d / h)) + (0.02 * Math.Exp(-0.5 * (d / (3 * h)) * (d / (3 * h))));
        return kernel;
    }

    private void Smooth(int j, double[] counts, double[] kernel)
    {
        int width = Maxima[j] + 1, c = Categories;
        var floor = new double[width];
        double all = 0;
        for (var x = 0; x < width; x++)
        {
            for (var t = 0; t < Points; t++) floor[x] += counts[(((j * Points) + t) * c) + x];
            all += floor[x] += 0.5;
        }

        for (var s = 0; s < Points; s++)
        {
            var p = _p.AsSpan(((j * Points) + s) * c, c);
            double sum = 0;
            for (var x = 0; x < width; x++)
            {
                double smooth = 0;
                for (var t = 0; t < Points; t++) smooth += kernel[Math.Abs(s - t)] * counts[(((j * Points) + t) * c) + x];
                sum += p[x] = smooth + (floor[x] / all);
            }

            double mean = 0, square = 0, logMean = 0, logSquare = 0;
            for (var x = 0; x < c; x++)
            {
                p[x] /= sum;
                var log = Math.Log(Math.Max(p[x], 1e-12));
                _logP[(((j * Points) + s) * c) + x] = log;
                mean += p[x] * x;
                square += p[x] * x * x;
                logMean += p[x] * log;
                logSquare += p[x] * log * log;
            }

            var at = (j * Points) + s;
            Mean[at] = mean;
            Variance[at] = square - (mean * mean);
            LogMean[at] = logMean;
            LogVariance[at] = logSquare - (logMean * logMean);
        }
    }
}
