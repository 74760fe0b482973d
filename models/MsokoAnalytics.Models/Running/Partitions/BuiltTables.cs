using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>
/// What this run has built beside the published tables, and where a table is to be read meanwhile: a table built by parts is the published one without the changed
/// partitions, and the new ones.
/// </summary>
internal sealed class BuiltTables
{
    private readonly Dictionary<string, (ModelDefinition Model, IReadOnlySet<long>? Parts)> _built = new(StringComparer.Ordinal);

    /// <param name="model">A model whose table or view of the building name stands.</param>
    /// <param name="parts">The partitions it holds; null = it is whole.</param>
    public void Add(ModelDefinition model, IReadOnlySet<long>? parts) => _built[model.FullName] = (model, parts);

    public bool Contains(string fullName) => _built.ContainsKey(fullName);

    /// <summary>The partitions built anew; null where the table is whole or not built.</summary>
    public IReadOnlySet<long>? PartsOf(string fullName) => _built.TryGetValue(fullName, out var built) ? built.Parts : null;

    /// <summary>SQL of a table as it will be published.</summary>
    public string Locate(string fullName)
    {
        if (!_built.TryGetValue(fullName, out var built)) return SqlText.Table(fullName);
        if (built.Parts is null) return Catalog.NextName(built.Model);
        return built.Parts.Count == 0 ? SqlText.Table(fullName) : $"({Kept(built.Model)} UNION ALL SELECT * FROM {Catalog.NextName(built.Model)})";
    }

    private string Kept(ModelDefinition model) => $"SELECT * FROM {SqlText.Table(model.FullName)} WHERE NOT ({PartitionSql.Within(model, _built[model.FullName].Parts!)})";

    /// <summary>SQL of a table that holds at least these partitions.</summary>
    public string LocateParts(ModelDefinition model, IReadOnlyCollection<long> parts) =>
        PartsOf(model.FullName) is { Count: > 0 } built && parts.All(built.Contains) ? Catalog.NextName(model) : Locate(model.FullName);
}
