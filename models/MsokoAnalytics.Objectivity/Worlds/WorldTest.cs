namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>The five subjects of generated worlds (published scales of grade 8) and the item parameters of one test.</summary>
internal sealed class WorldTest
{
    private static readonly (int[] Maxima, int[] Thresholds, double Shift)[] Known =
    [
        ([4, 3, 2, 3, 4, 3, 3, 2, 3, 2, 4, 3, 3, 3, 3, 3, 3], [26, 32, 45], -.45),
        ([1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2, 1, 2, 2, 1, 1, 2, 1], [8, 15, 21], 0),
        ([1, 1, 2, 1, 2, 1, 2, 3, 2, 2], [5, 10, 14], .15),
        ([1, 2, 1, 2, 2, 3, 2, 2, 2, 3, 3, 2, 2, 2], [10, 18, 24], 0),
        ([2, 1, 2, 3, 2, 2, 3, 2, 2, 3, 2, 2, 3, 2, 2], [10, 21, 29], 0),
    ];

    private readonly double[] _variant;

    public WorldTest(WorldParameters p, int subject, SplitRandom random)
    {
        double shift;
        (Maxima, Thresholds, shift) = Known[subject];
        var count = Maxima.Length;
        Location = new double[count];
        Discrimination = new double[count];
        for (var j = 0; j < count; j++) Location[j] = p.Location + shift - 1.6 + (3.2 * j / (count - 1)) + random.Normal(.3);
        for (var j = count - 1; j > 0; j--)
        {
            var k = random.Below(j + 1);
            (Location[j], Location[k]) = (Location[k], Location[j]);
        }

        for (var j = 0; j < count; j++) Discrimination[j] = p.Discrimination * Math.Exp(random.Normal(p.DiscriminationSd));
        MaxScore = Maxima.Sum();
        _variant = p.VariantSd > 0 ? Array.ConvertAll(Location, l => l + random.Normal(p.VariantSd)) : Location;
    }

    public static int Subjects => Known.Length;

    public int[] Maxima { get; }

    public int[] Thresholds { get; }

    public int MaxScore { get; }

    public double[] Location { get; }

    public double[] Discrimination { get; }

    /// <summary>Location of step b (0..max − 1) of an item in the first variant or the second.</summary>
    public double Step(bool second, int item, int b) => (second ? _variant[item] : Location[item]) + (Maxima[item] == 1 ? 0 : -.55 + (1.1 * b / (Maxima[item] - 1)));

    public int Mark(int score)
    {
        var mark = 2;
        foreach (var t in Thresholds)
            if (score >= t) mark++;
        return mark;
    }
}
