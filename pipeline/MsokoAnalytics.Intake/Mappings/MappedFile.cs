namespace MsokoAnalytics.Intake.Mappings;

/// <summary>The mapping that speaks for a file and what its mask tells of the file by context key.</summary>
internal sealed record MappedFile(TableMapping Mapping, IReadOnlyDictionary<string, string> Places)
{
    /// <summary>What the file is said to be about, by context key; the mapping's own words win over the mask.</summary>
    public IReadOnlyDictionary<string, string> Labels() =>
        Places.Concat(Mapping.Constants).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);
}
