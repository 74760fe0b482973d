namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Works at a threshold and in the window below it against a smooth density.</summary>
/// <param name="Threshold">First score of the mark.</param>
/// <param name="At">Works at the threshold.</param>
/// <param name="ExpectedAt">The same by the smooth density.</param>
/// <param name="Below">Works up to w points below.</param>
/// <param name="ExpectedBelow">The same by the smooth density.</param>
/// <param name="Z">Excess at and gap below together, in deviations that allow for how roughly the density fits elsewhere.</param>
public sealed record HeapingAt(int Threshold, int At, double ExpectedAt, int Below, double ExpectedBelow, double Z)
{
    /// <summary>Deviations from which a heap is told: far beyond chance even among hundreds of works.</summary>
    public const double Limit = 4;

    /// <summary>More works at the threshold and fewer below it than a smooth density has, beyond chance.</summary>
    public bool IsHeaped => Z >= Limit && At > ExpectedAt && Below < ExpectedBelow;
}

/// <summary>Heaping of a histogram of scores at thresholds: is there a spike with a gap below it?</summary>
public static class Heaping
{
    private const double Window = .05;

    /// <param name="histogram">Works by score 0..M.</param>
    /// <param name="thresholds">Scores 1..M to look at.</param>
    /// <exception cref="ArgumentException">A threshold lies outside 1..M.</exception>
    public static HeapingAt[] Find(double[] histogram, IReadOnlyList<int> thresholds)
    {
        var max = histogram.Length - 1;
        if (thresholds.Any(t => t < 1 || t > max)) throw new ArgumentException("A threshold lies outside 1..M.", nameof(thresholds));
        var n = histogram.Sum();
        var w = Math.Max(1, (int)Math.Ceiling(Window * max));
        var f = ScoreDensity.LogLinear(histogram);
        var near = new bool[max + 1];
        foreach (var t in thresholds)
            for (var s = Math.Max(0, t - w); s <= t; s++) near[s] = true;
        // Scores are rough by themselves (parities of task maxima, round marks): the spread of the rest is the measure.
        var rest = Enumerable.Range(0, max + 1).Where(s => !near[s] && n * f[s] >= 1).Select(s => (histogram[s] - (n * f[s])) / Math.Sqrt(n * f[s])).ToArray();
        var rough = rest.Length < 5 ? 1 : Math.Max(1, Robust.Mad(rest));
        return [.. thresholds.Select(t =>
        {
            double below = 0, expectedBelow = 0;
            for (var s = Math.Max(0, t - w); s < t; s++)
            {
                below += histogram[s];
                expectedBelow += n * f[s];
            }

            var expectedAt = n * f[t];
            var shift = histogram[t] - expectedAt + expectedBelow - below;
            return new HeapingAt(t, (int)histogram[t], expectedAt, (int)below, expectedBelow, shift / (rough * Math.Sqrt(Math.Max(expectedAt + expectedBelow, 1))));
        })];
    }
}
