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
    private const double SeniorShareOfRural = 0.35;

    /// <summary>Means of the common level by kind, before it is standardised over pupils.</summary>
    private static readonly Dictionary<SchoolKind, double> Levels = new()
    {
        [SchoolKind.Town] = 0, [SchoolKind.Gymnasium] = 1.3, [SchoolKind.Rural] = -0.3, [SchoolKind.Special] = -2.5,
    };

    public static List<School> Create(DemoOptions options, ulong seed, IReadOnlyList<Municipality> municipalities)
    {
        var schools = new List<School>(options.Schools);
        var sizes = MunicipalityFactory.Sizes(options, seed);
        var prone = Prone(options, seed);
        var places = Places(options, seed, municipalities, sizes);
        var scale = LevelScale(places);
        foreach (var place in places)
        {
            var school = Create(options, place, scale, place.Kind == SchoolKind.Special ? null : prone[place.Index]);
            schools.Add(school);
            place.Municipality.Schools.Add(school);
        }

        return schools;
    }

    private static List<Place> Places(DemoOptions options, ulong seed, IReadOnlyList<Municipality> municipalities, int[] sizes)
    {
        var places = new List<Place>(options.Schools);
        foreach (var municipality in municipalities)
            for (var i = 0; i < sizes[municipality.Index]; i++)
            {
                var index = places.Count;
                var kind = Kind(index, i, sizes[municipality.Index]);
                var key = KeyedRandom.Key(seed, Purpose.SchoolKind, index);
                var (classes, classSize) = Size(options, kind, new KeyedRandom(KeyedRandom.Key(key, Purpose.SchoolSize)));
                places.Add(new Place(municipality, index, i + 1, kind, key, classes, classSize));
            }

        return places;
    }

    /// <summary>Centre and rest of the common level: over the pupils of all schools it has mean 0 and variance 1.</summary>
    private static (double Mean, double Residual) LevelScale(List<Place> places)
    {
        var pupils = places.Sum(p => p.Classes * p.ClassSize);
        var mean = places.Sum(p => Levels[p.Kind] * p.Classes * p.ClassSize) / pupils;
        var variance = places.Sum(p => Math.Pow(Levels[p.Kind] - mean, 2) * p.Classes * p.ClassSize) / pupils;
        return (mean, Math.Sqrt(Math.Max(0.1, 1 - variance)));
    }

    private static (double Classes, double ClassSize) Size(DemoOptions options, SchoolKind kind, KeyedRandom random)
    {
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
        return (classes, size);
    }

    private static School Create(DemoOptions options, Place place, (double Mean, double Residual) scale, ManipulationKind? prone)
    {
        var (kind, key) = (place.Kind, place.Key);
        var random = new KeyedRandom(KeyedRandom.Key(key, Purpose.SchoolImprovement));
        var improving = random.Chance(ImprovingShare);
        var years = options.Years.Order().ToArray();
        return new School
        {
            Index = place.Index,
            Number = place.Number,
            Digits = options.RegionCode + (place.Index + 1).ToString("0000", CultureInfo.InvariantCulture),
            Municipality = place.Municipality,
            Kind = kind,
            Key = key,
            Classes = place.Classes,
            ClassSize = place.ClassSize,
            Common = Levels[kind] - scale.Mean + scale.Residual * KeyedRandom.Normal(KeyedRandom.Key(key, Purpose.SchoolCommon)),
            Severity = KeyedRandom.Normal(KeyedRandom.Key(key, Purpose.SchoolSeverity)),
            HasSenior = kind is SchoolKind.Town or SchoolKind.Gymnasium || (kind == SchoolKind.Rural && KeyedRandom.Uniform(KeyedRandom.Key(key, Purpose.Senior)) < SeniorShareOfRural),
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

    private sealed record Place(Municipality Municipality, int Index, int Number, SchoolKind Kind, ulong Key, double Classes, double ClassSize);
}
