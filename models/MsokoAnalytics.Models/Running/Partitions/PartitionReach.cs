using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>Where the rows lie that partitions see through other tables, as far as it is known: plain lists let the engine skip what it need not read.</summary>
/// <param name="FileKeys">Files, of ways that compare the key of the file.</param>
/// <param name="Sources">Partitions of the input, of ways whose columns decide them (<see cref="PartitionInputs.SourceKey"/>).</param>
/// <param name="Rows">First and last row of those files in a source table: files loaded together lie together, and their keys, which are hashes, tell the engine nothing about where.</param>
internal sealed record PartitionReach(
    IReadOnlyDictionary<PartitionThrough, IReadOnlyList<long>> FileKeys, IReadOnlyDictionary<PartitionThrough, IReadOnlyList<long>> Sources,
    IReadOnlyDictionary<PartitionThrough, (long First, long Last)> Rows)
{
    /// <summary>Longer lists cost more than they save.</summary>
    private const int MostFiles = 2000;

    /// <param name="session">Connection of the build.</param>
    /// <param name="inputs">What the model reads.</param>
    /// <param name="parts">Its partitions that are to be built.</param>
    /// <param name="sql">SQL of parts of tables.</param>
    /// <param name="models">All models by full name.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<PartitionReach> FindAsync(
        Session session, PartitionInputs inputs, IReadOnlyCollection<long> parts, PartitionSql sql, IReadOnlyDictionary<string, ModelDefinition> models, CancellationToken token)
    {
        var (files, sources) = (new Dictionary<PartitionThrough, IReadOnlyList<long>>(), new Dictionary<PartitionThrough, IReadOnlyList<long>>());
        var rows = new Dictionary<PartitionThrough, (long First, long Last)>();
        var asked = new Dictionary<string, IReadOnlyList<long>>(StringComparer.Ordinal);
        foreach (var way in inputs.Through)
        {
            if (PartitionInputs.SourceKey(way, models) is { } key)
            {
                sources[way] = await AskAsync($"SELECT DISTINCT CAST({key} AS BIGINT) FROM {sql.Bounds(way, parts)} WHERE ({key}) IS NOT NULL");
            }
            else if (way.Columns.Contains("file_key"))
            {
                var found = await AskAsync($"SELECT DISTINCT file_key FROM {sql.Bounds(way, parts)} LIMIT {MostFiles + 1}");
                if (found.Count > MostFiles) continue;
                files[way] = found;
                if (found.Count == 0 || models.ContainsKey(way.Input)) continue;
                var ends = await AskAsync($"SELECT unnest([min(rowid), max(rowid)]) FROM {SqlText.Table(way.Input)} WHERE file_key IN ({PartitionSql.List(found)}) HAVING count(*) > 0");
                if (ends.Count > 0) rows[way] = (ends[0], ends[1]);
            }
        }

        return new PartitionReach(files, sources, rows);

        async Task<IReadOnlyList<long>> AskAsync(string query) =>
            asked.TryGetValue(query, out var known) ? known : asked[query] = await session.QueryAsync(query, reader => reader.GetInt64(0), token);
    }
}
