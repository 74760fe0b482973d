using System.Globalization;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>Makes schools of the four kinds with sizes and levels like those of a real region.</summary>
internal static class SchoolFactory
{
    /// <summary>One correctional school for so many schools.</summary>
    private const int PerSpecial = 40;

    private const double TownShare = 0.3;
    private const double ProneShare = 0.15;
    private const double ImprovingShare = 0.08;
    private const double ClosingShare = 0.025;

    // Means of the common level by kind, and the share of pupils in each kind: the level has mean 0 and variance 1 over pupils.
    private static readonly (double Mean, double Weight)[] Levels = [(0, 0.51), (1.3, 0.24), (-0.3, 0.245), (-2.5, 0.005)];
    private static readonly double LevelMean = Levels.Sum(l => l.Mean * l.Weight);
    private static readonly double LevelRest = Math.Sqrt(1 - Levels.Sum(l => (l.Mean - LevelMean) * (l.Mean - LevelMean) * l.Weight));

    public static List<School> Create(DemoOptions options, ulong seed, IReadOnlyList<Municipality> municipalities)
    {
        var schools = new List<School>(options.Schools);
        var sizes = MunicipalityFactory.Sizes(options, seed);
        var prone = Prone(options, seed);
        foreach (var municipality in municipalities)
            for (var i = 0; i < sizes[municipality.Index]; i++)
            {
                var index = schools.Count;
                var kind = Kind(index, i, sizes[municipality.Index]);
                var school = Create(options, seed, municipality, (index, i + 1), kind, kind == SchoolKind.Special ? null : prone[index]);
                schools.Add(school);
                municipality.Schools.Add(school);
            }

        return schools;
    }

    private static School Create(DemoOptions options, ulong seed, Municipality municipality, (int Index, int Number) place, SchoolKind kind, ManipulationKind? prone)
    {
        var key = KeyedRandom.Key(seed, Purpose.SchoolKind, place.Index);
        var random = new KeyedRandom(KeyedRandom.Key(key, Purpose.SchoolSize));
        var (classes, size) = kind switch
        {
            SchoolKind.Town => (1 + 1.4 * random.NextDouble(), 23.0),
            SchoolKind.Gymnasium => (2 + 1.2 * random.NextDouble(), 26.0),
            // Small schools: one in five has fewer than ten pupils in a parallel.
            SchoolKind.Rural => (1.0, 4 + 17 * random.NextDouble()),
            _ => (1.0, 4 + 4 * random.NextDouble()),
        };
        if (kind is SchoolKind.Town or SchoolKind.Gymnasium) classes = Math.Max(1, classes * options.SizeFactor);
        else if (kind is SchoolKind.Rural) size = Math.Clamp(size * options.SizeFactor, 2, 28);
        var improving = KeyedRandom.Uniform(KeyedRandom.Key(key, Purpose.SchoolImprovement)) < ImprovingShare;
        var years = options.Years.Order().ToArray();
        var closes = kind == SchoolKind.Rural && years.Length > 1 && KeyedRandom.Uniform(KeyedRandom.Key(key, Purpose.SchoolCloses)) < ClosingShare;
        return new School
        {
            Index = place.Index,
            Number = place.Number,
            Digits = options.RegionCode + (place.Index + 1).ToString("0000", CultureInfo.InvariantCulture),
            Municipality = municipality,
            Kind = kind,
            Key = key,
            Classes = classes,
            ClassSize = size,
            Common = Levels[(int)kind].Mean - LevelMean + LevelRest * KeyedRandom.Normal(KeyedRandom.Key(key, Purpose.SchoolCommon)),
            Severity = KeyedRandom.Normal(KeyedRandom.Key(key, Purpose.SchoolSeverity)),
            HasSenior = kind is SchoolKind.Town or SchoolKind.Gymnasium || (kind == SchoolKind.Rural && KeyedRandom.Uniform(KeyedRandom.Key(key, Purpose.Senior)) < 0.35),
            LastYear = closes ? years[^2] : int.MaxValue,
            ImprovesFrom = improving && years.Length > 1 ? years[1 + random.NextInt(years.Length - 1)] : int.MaxValue,
            Improvement = 0.25 + 0.25 * random.NextDouble(),
            Prone = prone,
        };
    }

    /// <summary>The second school of a municipality and every tenth after it is a gymnasium; a third are town schools; the rest are rural.</summary>
    private static SchoolKind Kind(int index, int inMunicipality, int size)
    {
        if (index % PerSpecial == PerSpecial - 1) return SchoolKind.Special;
        if (size >= 4 && inMunicipality % 10 == 1) return SchoolKind.Gymnasium;
        return inMunicipality < Math.Ceiling(TownShare * size) + size / 10.0 ? SchoolKind.Town : SchoolKind.Rural;
    }

    /// <summary>Schools inclined to manipulate, every kind in turn, so that each kind occurs as soon as there are seven of them.</summary>
    private static Dictionary<int, ManipulationKind?> Prone(DemoOptions options, ulong seed)
    {
        var kinds = Enum.GetValues<ManipulationKind>();
        var count = (int)Math.Ceiling(ProneShare * options.Schools * Math.Clamp(options.Manipulations, 0, 1));
        var chosen = Enumerable.Range(0, options.Schools)
            .OrderBy(i => KeyedRandom.Key(seed, Purpose.Prone, i)).Take(count)
            .Select((school, i) => (school, kind: kinds[i % kinds.Length]))
            .ToDictionary(p => p.school, p => (ManipulationKind?)p.kind);
        return Enumerable.Range(0, options.Schools).ToDictionary(i => i, i => chosen.GetValueOrDefault(i));
    }
}
