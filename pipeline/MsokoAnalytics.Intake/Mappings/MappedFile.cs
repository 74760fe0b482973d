namespace MsokoAnalytics.Intake.Mappings;

/// <summary>The mapping that speaks for a file and what its mask tells of the file by context key.</summary>
internal sealed record MappedFile(TableMapping Mapping, IReadOnlyDictionary<string, string> Places);
