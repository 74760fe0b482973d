using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Operations.Disclosure;

/// <summary>The objects each measure hides, as temporary tables of the connection: columns of the tree, level, object.</summary>
internal sealed class HiddenObjects(DbConnection connection, DisclosurePolicy policy)
{
    private const int RowsPerInsert = 1000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public static string TableOf(string measure) => SqlText.Name("hidden_" + measure);

    /// <summary>Objects hidden by a measure; computes them at first use.</summary>
    public long Count(string measure)
    {
        if (_counts.TryGetValue(measure, out var known)) return known;
        var rule = policy.Measures[measure];
        var rows = Compute(rule);
        var columns = rule.Tree.Select(c => $"{SqlText.Name(c)} VARCHAR").Append("level VARCHAR").Append("object VARCHAR");
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {TableOf(measure)} ({string.Join(", ", columns)})");
        foreach (var chunk in rows.Chunk(RowsPerInsert))
            connection.Execute($"INSERT INTO {TableOf(measure)} VALUES ({string.Join("), (", chunk.Select(r => string.Join(", ", r.Select(SqlText.Literal))))})");
        return _counts[measure] = rows.Count;
    }

    /// <summary>Condition that an object of table <c>t</c> is hidden by a measure.</summary>
    public string Condition(string measure)
    {
        var rule = policy.Measures[measure];
        var same = rule.Tree.Select(c => $"h.{SqlText.Name(c)} = CAST(t.{SqlText.Name(c)} AS VARCHAR)")
            .Append($"h.level = t.{SqlText.Name(rule.LevelColumn)}").Append($"h.object = t.{SqlText.Name(rule.ObjectColumn)}");
        return $"EXISTS (SELECT 1 FROM {TableOf(measure)} AS h WHERE {string.Join(" AND ", same)})";
    }

    private List<string[]> Compute(MeasureRule rule)
    {
        var parents = policy.Parents[rule.Parents];
        // The expressions of the policy name columns of the table alone: they are computed before anything is joined.
        var counts = new StringBuilder($"CAST(coalesce({rule.Size}, 0) AS BIGINT) AS guarded_size");
        for (var i = 0; i < rule.Shares.Count; i++)
            counts.Append(CultureInfo.InvariantCulture, $", CAST(coalesce({rule.Shares[i].Part}, 0) AS BIGINT) AS guarded_part_{i}, CAST(coalesce({rule.Shares[i].Whole}, 0) AS BIGINT) AS guarded_whole_{i}");
        var sql = new StringBuilder("SELECT ");
        foreach (var column in rule.Tree) sql.Append("CAST(t.").Append(SqlText.Name(column)).Append(" AS VARCHAR), ");
        sql.Append(CultureInfo.InvariantCulture, $"t.{SqlText.Name(rule.LevelColumn)}, t.{SqlText.Name(rule.ObjectColumn)}, p.parent_level, p.parent_object, t.guarded_size");
        for (var i = 0; i < rule.Shares.Count; i++) sql.Append(CultureInfo.InvariantCulture, $", t.guarded_part_{i}, t.guarded_whole_{i}");
        var match = parents.Key.Select(k => $"p.{SqlText.Name(k)} = t.{SqlText.Name(k)}").Append($"p.level = t.{SqlText.Name(rule.LevelColumn)}").Append($"p.object = t.{SqlText.Name(rule.ObjectColumn)}");
        sql.Append(CultureInfo.InvariantCulture, $" FROM (SELECT *, {counts} FROM {SqlText.Table(rule.Table)}{(rule.Where is null ? "" : $" WHERE {rule.Where}")}) AS t LEFT JOIN ({parents.Sql}) AS p ON {string.Join(" AND ", match)}");
        return [.. Read(sql.ToString(), rule).GroupBy(r => string.Join('\u001F', r.Tree)).SelectMany(tree => HideIn([.. tree]))];
    }

    private List<Row> Read(string sql, MeasureRule rule)
    {
        var rows = new List<Row>();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var n = rule.Tree.Count;
        string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
        while (reader.Read())
        {
            rows.Add(new Row(
                [.. Enumerable.Range(0, n).Select(i => Text(i) ?? "")], Text(n) ?? "", Text(n + 1) ?? "", Text(n + 2), Text(n + 3), reader.GetInt64(n + 4),
                [.. rule.Shares.Select((_, i) => reader.GetInt64(n + 5 + 2 * i))], [.. rule.Shares.Select((_, i) => reader.GetInt64(n + 6 + 2 * i))]));
        }

        return rows;
    }

    private IEnumerable<string[]> HideIn(List<Row> rows)
    {
        var index = rows.Select((r, i) => (Key: (r.Level, r.Object), i)).ToDictionary(p => p.Key, p => p.i);
        var nodes = rows.Select(r => new DisclosureNode(
            r.ParentLevel is not null && r.ParentObject is not null && index.TryGetValue((r.ParentLevel, r.ParentObject), out var parent) ? parent : -1,
            r.Size, r.Parts, r.Wholes, policy.Levels.Contains(r.Level))).ToList();
        var hidden = Suppression.Hide(nodes, policy.MinN);
        return rows.Where((_, i) => hidden[i]).Select(r => (string[])[.. r.Tree, r.Level, r.Object]);
    }

    private sealed record Row(string[] Tree, string Level, string Object, string? ParentLevel, string? ParentObject, long Size, long[] Parts, long[] Wholes);
}
