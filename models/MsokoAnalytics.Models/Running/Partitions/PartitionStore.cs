using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>The runner's table of published partitions.</summary>
internal sealed class PartitionStore(Session session)
{
    private const string Table = "ops.model_partition";

    public Task EnsureTableAsync(CancellationToken token) => session.ExecuteAsync(
        $"CREATE TABLE IF NOT EXISTS {Table} (model VARCHAR NOT NULL, part BIGINT NOT NULL, input_hash VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, rows BIGINT NOT NULL)", token);

    /// <summary>Model → partition → state, of all published tables with partitions.</summary>
    public async Task<Dictionary<string, Dictionary<long, PartitionState>>> ReadAsync(CancellationToken token)
    {
        var rows = await session.QueryAsync(
            $"SELECT model, part, input_hash, content_hash, rows FROM {Table}",
            reader => (Model: reader.GetString(0), Part: reader.GetInt64(1), State: new PartitionState(reader.GetString(2), reader.GetString(3), reader.GetInt64(4))), token);
        return rows.GroupBy(row => row.Model, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToDictionary(row => row.Part, row => row.State), StringComparer.Ordinal);
    }

    /// <summary>
    /// Fingerprints of the partitions of a table: number, sum and xor of row hashes, which no order of rows changes.
    /// </summary>
    /// <param name="model">The model, for its key.</param>
    /// <param name="table">SQL of the table or query.</param>
    /// <param name="token">Interrupts the engine.</param>
    /// <exception cref="PartitionException">A row has no partition.</exception>
    public async Task<Dictionary<long, PartitionState>> ContentsAsync(ModelDefinition model, string table, CancellationToken token)
    {
        var rows = await session.QueryAsync(
            $"SELECT CAST({model.Partition!.Key} AS BIGINT) AS part, count(*), count(*) || '|' || sum(hash(t)) || '|' || bit_xor(hash(t)) FROM {table} AS t GROUP BY part",
            reader => (Part: reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0), Rows: reader.GetInt64(1), Content: reader.GetString(2)), token);
        if (rows.FirstOrDefault(r => r.Part is null) is { Rows: > 0 } lost)
            throw new PartitionException($"у {SqlText.Whole(lost.Rows)} строк нет раздела (partition key «{model.Partition.Key}» пуст)");
        return rows.ToDictionary(r => r.Part!.Value, r => new PartitionState("", r.Content, r.Rows));
    }

    /// <summary>Writes what has changed; to be called in the transaction that publishes the tables.</summary>
    /// <param name="model">Full name.</param>
    /// <param name="changed">Partitions built anew or gone; null = all.</param>
    /// <param name="states">State of all partitions.</param>
    /// <param name="token">Interrupts the engine.</param>
    public async Task SaveAsync(string model, IReadOnlyCollection<long>? changed, IReadOnlyDictionary<long, PartitionState> states, CancellationToken token)
    {
        var name = SqlText.Literal(model);
        await session.ExecuteAsync($"DELETE FROM {Table} WHERE model = {name}" + (changed is null ? "" : $" AND part IN ({PartitionSql.List(changed)})"), token);
        var written = states.Where(s => changed is null || changed.Contains(s.Key))
            .Select(s => $"({name}, {SqlText.Whole(s.Key)}, {SqlText.Literal(s.Value.Input)}, {SqlText.Literal(s.Value.Content)}, {SqlText.Whole(s.Value.Rows)})").ToList();
        if (written.Count > 0) await session.ExecuteAsync($"INSERT INTO {Table} VALUES {string.Join(", ", written)}", token);
    }
}
