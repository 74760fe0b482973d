using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// The runner's own tables in schema ops. They carry no keys: the engine refuses to delete and insert one key in a transaction,
/// and the runner is the only writer.
/// </summary>
internal sealed class RunLog(Session session, RunContext context)
{
    /// <summary>What each family of figures took in a run, and all of them together.</summary>
    private const string FamilyViewSql =
        """
        CREATE OR REPLACE VIEW ops.model_family_run AS
        SELECT
          m.run_id, coalesce(m.family, 'все семейства') AS family, min(m.started_at) AS started_at, count(*) AS models, count(*) FILTER (WHERE m.status = 'built') AS built,
          round(sum(m.seconds), 2) AS seconds, round(sum(m.processor_seconds), 2) AS processor_seconds, CAST(sum(m.rows) AS BIGINT) AS rows,
          CAST(max(m.memory_mb) AS INTEGER) AS memory_mb
        FROM ops.model_run AS m
        WHERE m.family IS NOT NULL
        GROUP BY GROUPING SETS ((m.run_id, m.family), (m.run_id))
        """;

    public async Task EnsureTablesAsync(IEnumerable<string> schemas, CancellationToken token)
    {
        foreach (var schema in schemas.Append("ops"))
            await session.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(schema)}", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.model_state (model VARCHAR NOT NULL, input_hash VARCHAR NOT NULL, "
            + "built_at TIMESTAMP NOT NULL, run_id VARCHAR NOT NULL, rows BIGINT, model_hash VARCHAR, "
            + "content_hash VARCHAR)", token);
        // Warehouses of earlier versions.
        await session.ExecuteAsync("ALTER TABLE ops.model_state ADD COLUMN IF NOT EXISTS model_hash VARCHAR", token);
        await session.ExecuteAsync("ALTER TABLE ops.model_state ADD COLUMN IF NOT EXISTS content_hash VARCHAR", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.model_run (run_id VARCHAR NOT NULL, model VARCHAR NOT NULL, started_at TIMESTAMP, "
            + "seconds DOUBLE, rows BIGINT, status VARCHAR NOT NULL, input_hash VARCHAR, message VARCHAR, partitions BIGINT, family VARCHAR, processor_seconds DOUBLE, memory_mb DOUBLE)", token);
        await session.ExecuteAsync("ALTER TABLE ops.model_run ADD COLUMN IF NOT EXISTS partitions BIGINT", token);
        await session.ExecuteAsync("ALTER TABLE ops.model_run ADD COLUMN IF NOT EXISTS family VARCHAR", token);
        await session.ExecuteAsync("ALTER TABLE ops.model_run ADD COLUMN IF NOT EXISTS processor_seconds DOUBLE", token);
        await session.ExecuteAsync("ALTER TABLE ops.model_run ADD COLUMN IF NOT EXISTS memory_mb DOUBLE", token);
        await session.ExecuteAsync(FamilyViewSql, token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.check_result (run_id VARCHAR NOT NULL, model VARCHAR NOT NULL, check_name VARCHAR NOT NULL, "
            + "severity VARCHAR NOT NULL, status VARCHAR NOT NULL, failed_rows BIGINT NOT NULL, sample VARCHAR, message VARCHAR)", token);
    }

    /// <summary>Input hashes of the published tables, and the fingerprints of their content where known.</summary>
    public async Task<(Dictionary<string, string> Inputs, Dictionary<string, string> Contents)> StateAsync(CancellationToken token)
    {
        var rows = await session.QueryAsync(
            "SELECT model, input_hash, content_hash FROM ops.model_state",
            reader => (Model: reader.GetString(0), Input: reader.GetString(1), Content: reader.IsDBNull(2) ? null : reader.GetString(2)), token);
        return (
            rows.ToDictionary(row => row.Model, row => row.Input, StringComparer.Ordinal),
            rows.Where(row => row.Content is not null).ToDictionary(row => row.Model, row => row.Content!, StringComparer.Ordinal));
    }

    /// <summary>What checks found when their model was last built, by model and check.</summary>
    public async Task<Dictionary<(string Model, string Check), StandingFault>> BrokenChecksAsync(CancellationToken token) =>
        (await session.QueryAsync(
            "SELECT c.model, c.check_name, max(c.failed_rows), max(c.sample) FROM ops.check_result AS c JOIN ops.model_state AS s ON s.model = c.model AND s.run_id = c.run_id "
            + "WHERE c.status = 'broken' GROUP BY c.model, c.check_name",
            reader => (Key: (reader.GetString(0), reader.GetString(1)), Fault: new StandingFault(reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3))), token))
        .ToDictionary(row => row.Key, row => row.Fault);

    public async Task SaveStateAsync(IReadOnlyCollection<ModelResult> built, CancellationToken token)
    {
        if (built.Count == 0) return;
        var names = string.Join(", ", built.Select(r => SqlText.Literal(r.Model)));
        await session.ExecuteAsync($"DELETE FROM ops.model_state WHERE model IN ({names})", token);
        var now = SqlText.Time(Now());
        await InsertAsync(
            "ops.model_state",
            built.Select(r => $"{SqlText.Literal(r.Model)}, {SqlText.Literal(r.InputHash)}, {now}, {SqlText.Literal(context.RunId)}, {SqlText.Whole(r.Rows)}, {SqlText.Literal(r.ModelHash)}, {SqlText.Literal(r.ContentHash)}"),
            token);
    }

    public async Task WriteAsync(IReadOnlyCollection<ModelResult> results, IReadOnlyDictionary<string, ModelDefinition> models, CancellationToken token)
    {
        var run = SqlText.Literal(context.RunId);
        await InsertAsync(
            "ops.model_run",
            results.Select(r => $"{run}, {SqlText.Literal(r.Model)}, {SqlText.Time(r.StartedAt)}, {SqlText.Fraction(r.Seconds)}, "
                + $"{SqlText.Whole(r.Rows)}, {SqlText.Literal(StatusCode(r.Status))}, "
                + $"{SqlText.Literal(r.InputHash.Length == 0 ? null : r.InputHash)}, {SqlText.Literal(r.Message)}, {SqlText.Whole(r.PartitionsBuilt)}, {SqlText.Literal(models[r.Model].Family)}, {SqlText.Fraction(r.ProcessorSeconds)}, {(r.MemoryMegabytes is { } memory ? SqlText.Fraction(Math.Round(memory)) : "NULL")}"),
            token);
        await InsertAsync(
            "ops.check_result",
            results.SelectMany(r => r.Checks).Select(c => $"{run}, {SqlText.Literal(c.Model)}, {SqlText.Literal(c.Name)}, "
                + $"{SqlText.Literal(c.Severity == CheckSeverity.Fail ? "fail" : "warn")}, {SqlText.Literal(c.Passed ? "passed" : "broken")}, "
                + $"{SqlText.Whole(c.FailedRows)}, {SqlText.Literal(c.Sample)}, {SqlText.Literal(c.Message)}"),
            token);
    }

    public DateTime Now() => context.Time.GetUtcNow().UtcDateTime;

    /// <summary>One statement for all rows: two hundred single inserts take longer than a small build.</summary>
    private async Task InsertAsync(string table, IEnumerable<string> rows, CancellationToken token)
    {
        var values = string.Join("), (", rows);
        if (values.Length > 0) await session.ExecuteAsync($"INSERT INTO {table} VALUES ({values})", token);
    }

    private static string StatusCode(ModelStatus status) => status switch
    {
        ModelStatus.Built => "built",
        ModelStatus.Skipped => "skipped",
        ModelStatus.Failed => "failed",
        ModelStatus.Discarded => "discarded",
        _ => "not_run",
    };
}
