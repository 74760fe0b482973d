using System.Data.Common;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// What the warehouse itself tells about its models, written anew where a model has changed: the texts of the checks, the graph, and the view
/// that leads from a mart to run, version and files.
/// </summary>
internal static class Provenance
{
    public static async Task EnsureTablesAsync(Session session, CancellationToken token)
    {
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.check_definition (model VARCHAR NOT NULL, check_name VARCHAR NOT NULL, severity VARCHAR NOT NULL, "
            + "what VARCHAR NOT NULL, matters_when VARCHAR NOT NULL, fix VARCHAR NOT NULL)", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.model_lineage (model VARCHAR NOT NULL, upstream VARCHAR NOT NULL, is_direct BOOLEAN NOT NULL, "
            + "is_source BOOLEAN NOT NULL)", token);
    }

    /// <summary>To be called in the transaction that publishes the tables.</summary>
    public static async Task WriteAsync(Session session, ModelProject project, CancellationToken token)
    {
        await ReplaceAsync(session, "ops.check_definition", project.Models.SelectMany(Definitions), token);
        await ReplaceAsync(session, "ops.model_lineage", project.Models.SelectMany(m => Upstream(project, m)), token);
        if (ViewSql(project) is { } view) await session.ExecuteAsync(view, token);
    }

    private static IEnumerable<string> Definitions(ModelDefinition model) => model.Checks.Select(c =>
        $"{SqlText.Literal(model.FullName)}, {SqlText.Literal(c.Name)}, {SqlText.Literal(c.Severity == CheckSeverity.Fail ? "fail" : "warn")}, "
        + $"{SqlText.Literal(c.What.Length > 0 ? c.What : c.Name)}, {SqlText.Literal(c.When)}, {SqlText.Literal(c.Fix)}");

    /// <summary>All tables below a model, however deep.</summary>
    private static IEnumerable<string> Upstream(ModelProject project, ModelDefinition model)
    {
        var byName = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(model.Inputs);
        while (open.TryDequeue(out var name))
        {
            if (!seen.Add(name) || !byName.TryGetValue(name, out var input)) continue;
            foreach (var next in input.Inputs) open.Enqueue(next);
        }

        return seen.Select(name =>
            $"{SqlText.Literal(model.FullName)}, {SqlText.Literal(name)}, {(model.Inputs.Contains(name) ? "TRUE" : "FALSE")}, {(byName.ContainsKey(name) ? "FALSE" : "TRUE")}");
    }

    /// <summary>Null where the project has no register of files.</summary>
    private static string? ViewSql(ModelProject project)
    {
        var used = project.Models.SelectMany(m => m.Inputs).ToHashSet(StringComparer.Ordinal);
        var tables = project.Sources
            .Where(s => s.FullName != SourceTables.FileRegister && used.Contains(s.FullName) && s.Columns.Any(c => c.Name == "file_key"))
            .Select(s => $"SELECT {SqlText.Literal(s.FullName)} AS source_table, file_key, count(*) AS rows FROM {SqlText.Table(s.FullName)} GROUP BY file_key")
            .ToList();
        if (tables.Count == 0 || project.Sources.All(s => s.FullName != SourceTables.FileRegister)) return null;
        return "CREATE OR REPLACE VIEW ops.mart_provenance AS "
            + "SELECT s.model, s.run_id, s.built_at, s.model_hash, s.input_hash, l.upstream AS source_table, f.file_key, f.path, f.sha256, u.rows "
            + "FROM ops.model_state AS s JOIN ops.model_lineage AS l ON l.model = s.model AND l.is_source "
            + $"JOIN ({string.Join(" UNION ALL ", tables)}) AS u ON u.source_table = l.upstream "
            + "JOIN ops.source_file AS f ON f.file_key = u.file_key AND f.status = 'loaded'";
    }

    /// <summary>Ten thousand rows of literals take the engine half a second to read, and they are those of the last build until a model changes.</summary>
    private static async Task ReplaceAsync(Session session, string table, IEnumerable<string> rows, CancellationToken token)
    {
        var written = rows.ToList();
        var standing = await session.QueryAsync("SELECT * FROM " + table, Literals, token);
        if (standing.Count == written.Count && standing.ToHashSet(StringComparer.Ordinal).SetEquals(written)) return;
        await session.ExecuteAsync("DELETE FROM " + table, token);
        if (written.Count > 0) await session.ExecuteAsync($"INSERT INTO {table} VALUES ({string.Join("), (", written)})", token);
    }

    private static string Literals(DbDataReader row) => string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) switch
    {
        bool flag => flag ? "TRUE" : "FALSE",
        string text => SqlText.Literal(text),
        var other => throw new InvalidOperationException($"{row.GetName(i)}: {other.GetType()}"),
    }));
}
