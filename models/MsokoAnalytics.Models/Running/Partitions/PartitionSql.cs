using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>SQL of parts of tables.</summary>
/// <param name="models">All models by full name.</param>
/// <param name="sources">The tables that other parts fill.</param>
/// <param name="tables">Where tables are to be read.</param>
internal sealed class PartitionSql(IReadOnlyDictionary<string, ModelDefinition> models, IReadOnlyList<SourceTable> sources, BuiltTables tables)
{
    /// <summary>Numbers for an IN list; never empty, because the engine refuses <c>IN ()</c>.</summary>
    public static string List(IEnumerable<long> parts) => string.Join(", ", parts.Select(p => SqlText.Whole(p)).DefaultIfEmpty("NULL"));

    /// <summary>Condition that a row lies in one of the partitions.</summary>
    public static string Within(ModelDefinition model, IEnumerable<long> parts) => Within(model.Partition!.Key, parts);

    /// <summary>Condition that a row lies in one of the partitions.</summary>
    public static string Within(string key, IEnumerable<long> parts) => $"CAST({key} AS BIGINT) IN ({List(parts)})";

    /// <summary>The query of a model, reading and giving only these partitions.</summary>
    /// <param name="model">A model built by parts.</param>
    /// <param name="parts">Its partitions.</param>
    /// <param name="reach">Where the rows lie that they see through other tables.</param>
    public string Restricted(ModelDefinition model, IReadOnlyCollection<long> parts, PartitionReach reach) =>
        $"SELECT * FROM ({Seen(model, parts, reach)}\n) AS t WHERE {Within(model, parts)}";

    /// <summary>The query of a model over what these partitions see: what the program of an analysis makes them of.</summary>
    /// <param name="model">A model built by parts.</param>
    /// <param name="parts">Its partitions.</param>
    /// <param name="reach">Where the rows lie that they see through other tables.</param>
    public string Seen(ModelDefinition model, IReadOnlyCollection<long> parts, PartitionReach reach)
    {
        var through = model.Partition!.Through.ToDictionary(t => t.Input, StringComparer.Ordinal);
        return SqlReferences.Rewrite(model.Body, model.References, reference =>
            through.TryGetValue(reference.FullName, out var way) ? Seen(way, parts, reach) : Keyed(model.Partition.By, reference.FullName, parts));
    }

    /// <summary>The rows of these partitions of an input with the same kind of partitions; of any other one all rows.</summary>
    private string Keyed(string kind, string name, IReadOnlyCollection<long> parts)
    {
        if (!models.TryGetValue(name, out var input)) return tables.Locate(name);
        if (input.HasPartitionsBy(kind)) return Part(input, parts);
        return input.IsViewBy(kind) ? $"({SqlReferences.Rewrite(input.Body, input.References, r => Keyed(kind, r.FullName, parts))}\n)" : tables.Locate(name);
    }

    /// <summary>The rows of a table with a key that lie in these partitions.</summary>
    private string Part(ModelDefinition input, IReadOnlyCollection<long> parts) =>
        // The key of a row is a hash of a text as a rule: what has been built for these partitions alone need not be asked row by row.
        tables.AreTheBuilt(input, parts) ? $"(SELECT * FROM {tables.NameOf(input.FullName)})" : $"(SELECT * FROM {tables.LocateParts(input, parts)} WHERE {Within(input, parts)})";

    /// <summary>The rows of the table that a partition sees another one through.</summary>
    public string Bounds(PartitionThrough way, IReadOnlyCollection<long> parts) =>
        way.Key is null ? Part(models[way.Table], parts) : $"(SELECT * FROM {tables.Locate(way.Table)} WHERE {Within(way.Key, parts)})";

    private string Seen(PartitionThrough way, IReadOnlyCollection<long> parts, PartitionReach reach)
    {
        var input = models.GetValueOrDefault(way.Input);
        // A view is its query over what the partitions see of the tables below.
        if (input?.Materialization == Materialization.View)
        {
            var body = SqlReferences.Rewrite(input.Body, input.References, reference =>
                PartitionInputs.Below(way, reference.FullName, models, sources) is { } below ? Seen(below, parts, reach) : tables.Locate(reference.FullName));
            return $"({body}\n)";
        }

        if (input is not null && reach.Sources.TryGetValue(way, out var whole)) return Part(input, whole);
        var same = string.Join(" AND ", way.Columns.Select(c => $"k.{SqlText.Name(c)} = i.{SqlText.Name(c)}"));
        var files = reach.FileKeys.TryGetValue(way, out var keys) ? $" WHERE i.file_key IN ({List(keys)})" : "";
        if (reach.Rows.TryGetValue(way, out var rows)) files += $" AND i.rowid BETWEEN {SqlText.Whole(rows.First)} AND {SqlText.Whole(rows.Last)}";
        return $"(SELECT i.* FROM {tables.Locate(way.Input)} AS i SEMI JOIN (SELECT DISTINCT {SqlText.Names(way.Columns)} FROM {Bounds(way, parts)}) AS k ON {same}{files})";
    }
}
