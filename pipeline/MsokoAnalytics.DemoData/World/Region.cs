using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>All municipalities and schools of the generated region.</summary>
internal sealed class Region
{
    public Region(DemoOptions options)
    {
        Options = options;
        Seed = KeyedRandom.Key(unchecked((ulong)options.Seed), 0x4D534F4B4F);
        FirstYear = options.Years.Min();
        Municipalities = MunicipalityFactory.Create(options, Seed);
        Schools = SchoolFactory.Create(options, Seed, Municipalities);
        Changes = SchoolChanges.Plan(options, Schools);
    }

    public DemoOptions Options { get; }

    /// <summary>The key all other random keys start from.</summary>
    public ulong Seed { get; }

    public int FirstYear { get; }

    public IReadOnlyList<Municipality> Municipalities { get; }

    /// <summary>By municipality, then by number.</summary>
    public IReadOnlyList<School> Schools { get; }

    /// <summary>Mergers, branches, renames and closures, in the order they were planned.</summary>
    public IReadOnlyList<SchoolChange> Changes { get; }

    /// <summary>With several municipalities the region's own figures can be added up; with one they come from outside.</summary>
    public bool IsWhole => Municipalities.Count > 1;
}
