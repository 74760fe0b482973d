using System.Data.Common;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>What lies in the database now.</summary>
internal static class Catalog
{
    /// <summary>Tables and views of the given schemas: full name → whether it is a view.</summary>
    public static async Task<Dictionary<string, bool>> ObjectsAsync(Session session, IEnumerable<string> schemas, CancellationToken token)
    {
        var list = string.Join(", ", schemas.Select(SqlText.Literal));
        var rows = await session.QueryAsync(
            $"SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema IN ({list})",
            reader => (Name: reader.GetString(0) + "." + reader.GetString(1), IsView: reader.GetString(2) == "VIEW"),
            token);
        return rows.ToDictionary(row => row.Name, row => row.IsView, StringComparer.Ordinal);
    }

    /// <summary>
    /// Columns of a table or view in order; empty when there is no such object. One object is asked about itself: information_schema describes every column of the
    /// warehouse each time, which took a build of nothing several seconds.
    /// </summary>
    public static async Task<IReadOnlyList<(string Name, string Type)>> ColumnsAsync(Session session, string schema, string name, CancellationToken token)
    {
        try
        {
            return await ColumnsAsync(session, SqlText.Table(schema, name), token);
        }
        catch (DbException) when (!token.IsCancellationRequested)
        {
            if ((await ObjectsAsync(session, [schema], token)).ContainsKey(schema + "." + name)) throw;
            return [];
        }
    }

    /// <param name="session">Connection of the build.</param>
    /// <param name="table">SQL name of a table or view that is there.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static Task<IReadOnlyList<(string Name, string Type)>> ColumnsAsync(Session session, string table, CancellationToken token) =>
        session.QueryAsync($"SELECT name, type FROM pragma_table_info({SqlText.Literal(table)}) ORDER BY cid", reader => (reader.GetString(0), reader.GetString(1)), token);

    /// <summary>Removes what an interrupted build left behind.</summary>
    public static async Task DropLeftoversAsync(Session session, ModelProject project, CancellationToken token)
    {
        var objects = await ObjectsAsync(session, project.Schemas, token);
        // Views first: they stand on the tables.
        foreach (var (name, isView) in objects.OrderByDescending(o => o.Value))
            if (name.EndsWith(SqlText.NextSuffix, StringComparison.Ordinal))
                await session.ExecuteAsync(DropSql(name, isView), token);
        // Parts in memory go with the connection, which may have another build before it.
        foreach (var name in await session.QueryAsync(
            $"SELECT table_name FROM duckdb_tables() WHERE temporary AND ends_with(table_name, {SqlText.Literal(SqlText.NextSuffix)})", reader => reader.GetString(0), token))
            await session.ExecuteAsync($"DROP TABLE {InMemory(name)}", token);
    }

    public static string DropSql(string fullName, bool isView) =>
        $"DROP {(isView ? "VIEW" : "TABLE")} IF EXISTS {SqlText.Table(fullName)}";

    /// <summary>
    /// Fingerprint of the rows of the table built beside the published one: number and sum of their hashes, which no order of rows changes, and the declared columns,
    /// because numbers of different types hash alike.
    /// </summary>
    public static async Task<string> ContentHashAsync(Session session, ModelDefinition model, CancellationToken token)
    {
        var rows = await session.QueryAsync(
            $"SELECT count(*) || '|' || coalesce(sum(hash(t)), 0) || '|' || coalesce(bit_xor(hash(t)), 0) FROM {NextName(model)} AS t", reader => reader.GetString(0), token);
        return InputHash.Digest(string.Join(',', model.Columns.Select(c => c.Name + " " + c.Type)) + "|" + rows[0]);
    }

    /// <summary>Removes what has been built of a model.</summary>
    public static async Task DropNextAsync(Session session, ModelDefinition model, CancellationToken token)
    {
        await session.ExecuteAsync($"DROP {(model.Materialization == Materialization.View ? "VIEW" : "TABLE")} IF EXISTS {NextName(model)}", token);
        await session.ExecuteAsync($"DROP TABLE IF EXISTS {PartName(model)}", token);
    }

    /// <summary>The name a model has while it is built beside the published one.</summary>
    public static string NextName(ModelDefinition model) => SqlText.Table(model.Schema, model.Name + SqlText.NextSuffix);

    /// <summary>The name of a part of a model that is kept in memory until it is published; a temporary table has no schema of its own.</summary>
    public static string PartName(ModelDefinition model) => InMemory(model.FullName + SqlText.NextSuffix);

    private static string InMemory(string name) => "temp.main." + SqlText.Name(name);
}
