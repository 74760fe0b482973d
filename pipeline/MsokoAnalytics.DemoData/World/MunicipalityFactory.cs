using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

internal static class MunicipalityFactory
{
    private const double LevelSd = 0.1;
    private const int OnlyNumber = 10;

    public static List<Municipality> Create(DemoOptions options, ulong seed)
    {
        var list = new List<Municipality>(options.Municipalities);
        for (var i = 0; i < options.Municipalities; i++)
        {
            var key = KeyedRandom.Key(seed, Purpose.MunicipalityLevel, i);
            var number = options.Municipalities == 1 ? OnlyNumber : i + 1;
            var city = options.Municipalities > 3 && i == 0;
            var adjective = Names.Masculine(i);
            list.Add(new Municipality(
                i,
                FormattableString.Invariant($"reg{options.RegionCode}_m{number:000}"),
                city ? "городской округ город Приозёрск" : $"{adjective} муниципальный район",
                city ? "г. Приозёрск" : $"{adjective} район",
                LevelSd * KeyedRandom.Normal(key)));
        }

        return list;
    }

    /// <summary>
    /// Schools per municipality. Real regions: quartiles 5, 7 and 10, one town with an eighth of all schools. At least one each.
    /// </summary>
    public static int[] Sizes(DemoOptions options, ulong seed)
    {
        var weights = Enumerable.Range(0, options.Municipalities)
            .Select(i => (i == 0 && options.Municipalities > 3 ? 9.0 : 1.0) * Math.Exp(0.5 * KeyedRandom.Normal(KeyedRandom.Key(seed, Purpose.MunicipalitySize, i))))
            .ToArray();
        var free = options.Schools - options.Municipalities;
        var sum = weights.Sum();
        var exact = weights.Select(w => free * w / sum).ToArray();
        var sizes = exact.Select(e => 1 + (int)e).ToArray();
        foreach (var i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => exact[i] - (int)exact[i]).ThenBy(i => i).Take(options.Schools - sizes.Sum())) sizes[i]++;
        return sizes;
    }
}
