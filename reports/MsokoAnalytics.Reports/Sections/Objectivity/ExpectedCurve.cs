namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>Distribution of scores of the municipality moved to the mean of a class: what a histogram of honest work of this level looks like.</summary>
internal static class ExpectedCurve
{
    private const int Steps = 60;

    /// <summary>
    /// Exponential tilt f(s)·e^(bs), b by bisection so that the mean is that of the class. Keeps the shape of the work, its heaps at
    /// thresholds included.
    /// </summary>
    /// <param name="counts">Pupils of the municipality by score.</param>
    /// <param name="mean">Mean score of the class, inside the scores anybody reached.</param>
    /// <returns>Percent by score; null where no tilt reaches the mean.</returns>
    internal static double[]? Tilt(IReadOnlyList<int> counts, double mean)
    {
        var reached = Enumerable.Range(0, counts.Count).Where(s => counts[s] > 0).ToList();
        if (reached.Count < 2 || mean <= reached[0] || mean >= reached[^1]) return null;
        double low = -5, high = 5;
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            if (Mean(Tilted(counts, middle)) < mean) low = middle;
            else high = middle;
        }

        return [.. Tilted(counts, (low + high) / 2).Select(p => Math.Round(100 * p, 2, MidpointRounding.AwayFromZero))];
    }

    private static double[] Tilted(IReadOnlyList<int> counts, double b)
    {
        var centre = (counts.Count - 1) / 2.0;
        double[] weight = [.. counts.Select((n, s) => n * Math.Exp(b * (s - centre)))];
        var sum = weight.Sum();
        return Array.ConvertAll(weight, w => w / sum);
    }

    private static double Mean(double[] share) => share.Select((p, s) => p * s).Sum();
}
