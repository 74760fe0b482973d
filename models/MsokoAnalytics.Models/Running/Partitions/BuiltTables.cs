using System.Collections.Concurrent;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>
/// What this run has built beside the published tables, and where a table is to be read meanwhile: a table built by parts is the published one without the changed
/// partitions, and the new ones. Models that are built side by side may ask and tell at the same time.
/// </summary>
internal sealed class BuiltTables
{
    private readonly ConcurrentDictionary<string, (string Name, IReadOnlySet<long>? Parts, IReadOnlySet<long>? Replaced)> _built = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ModelDefinition> _models = new(StringComparer.Ordinal);

    /// <param name="model">A model that has been built beside the published one.</param>
    /// <param name="name">SQL name of what was built: a table or view, or a table of this connection.</param>
    /// <param name="parts">The partitions it holds; null = it is whole.</param>
    /// <param name="replaced">Those of them that have published rows.</param>
    public void Add(ModelDefinition model, string name, IReadOnlySet<long>? parts, IReadOnlySet<long>? replaced) =>
        (_models[model.FullName], _built[model.FullName]) = (model, (name, parts, replaced));

    public bool Contains(string fullName) => _built.ContainsKey(fullName);

    /// <summary>The partitions built anew; null where the table is whole or not built.</summary>
    public IReadOnlySet<long>? PartsOf(string fullName) => _built.TryGetValue(fullName, out var built) ? built.Parts : null;

    /// <summary>The partitions built anew whose published rows have to go.</summary>
    public IReadOnlySet<long> ReplacedOf(string fullName) => _built[fullName].Replaced!;

    /// <summary>SQL name of what was built.</summary>
    public string NameOf(string fullName) => _built[fullName].Name;

    /// <summary>Whether all published rows stay and others may have come.</summary>
    public bool OnlyGrew(string fullName) => _built.TryGetValue(fullName, out var built) && built is { Parts: not null, Replaced.Count: 0 };

    /// <summary>SQL of a table as it will be published.</summary>
    public string Locate(string fullName)
    {
        if (!_built.TryGetValue(fullName, out var built)) return SqlText.Table(fullName);
        if (built.Parts is null) return built.Name;
        return built.Parts.Count == 0 ? SqlText.Table(fullName) : $"({Kept(_models[fullName], built.Replaced!)} UNION ALL SELECT * FROM {built.Name})";
    }

    /// <summary>Query of the published rows that stay when these partitions are replaced.</summary>
    public static string Kept(ModelDefinition model, IReadOnlyCollection<long> replaced) =>
        $"SELECT * FROM {SqlText.Table(model.FullName)}" + (replaced.Count == 0 ? "" : $" WHERE NOT ({PartitionSql.Within(model, replaced)})");

    /// <summary>Whether exactly these partitions of a table have been built, so that what was built holds their rows and no others.</summary>
    public bool AreTheBuilt(ModelDefinition model, IReadOnlyCollection<long> parts) => PartsOf(model.FullName) is { Count: > 0 } built && built.SetEquals(parts);

    /// <summary>SQL of a table that holds at least these partitions.</summary>
    public string LocateParts(ModelDefinition model, IReadOnlyCollection<long> parts) =>
        PartsOf(model.FullName) is { Count: > 0 } built && parts.All(built.Contains) ? NameOf(model.FullName) : Locate(model.FullName);
}
