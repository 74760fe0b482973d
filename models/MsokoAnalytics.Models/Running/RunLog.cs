using MsokoAnalytics.Models.Checks;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// The runner's own tables in schema ops. They carry no keys: the engine refuses to delete and insert one key in a transaction,
/// and the runner is the only writer.
/// </summary>
internal sealed class RunLog(Session session, RunContext context)
{
    public async Task EnsureTablesAsync(IEnumerable<string> schemas, CancellationToken token)
    {
        foreach (var schema in schemas.Append("ops"))
            await session.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {SqlText.Name(schema)}", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.model_state (model VARCHAR NOT NULL, input_hash VARCHAR NOT NULL, "
            + "built_at TIMESTAMP NOT NULL, run_id VARCHAR NOT NULL, rows BIGINT)", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.model_run (run_id VARCHAR NOT NULL, model VARCHAR NOT NULL, started_at TIMESTAMP, "
            + "seconds DOUBLE, rows BIGINT, status VARCHAR NOT NULL, input_hash VARCHAR, message VARCHAR)", token);
        await session.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS ops.check_result (run_id VARCHAR NOT NULL, model VARCHAR NOT NULL, check_name VARCHAR NOT NULL, "
            + "severity VARCHAR NOT NULL, status VARCHAR NOT NULL, failed_rows BIGINT NOT NULL, sample VARCHAR, message VARCHAR)", token);
    }

    /// <summary>Input hashes of the published tables.</summary>
    public async Task<Dictionary<string, string>> StateAsync(CancellationToken token)
    {
        var rows = await session.QueryAsync(
            "SELECT model, input_hash FROM ops.model_state", reader => (reader.GetString(0), reader.GetString(1)), token);
        return rows.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
    }

    public async Task SaveStateAsync(IEnumerable<ModelResult> built, CancellationToken token)
    {
        foreach (var result in built)
        {
            await session.ExecuteAsync("DELETE FROM ops.model_state WHERE model = $model", token, ("model", result.Model));
            await session.ExecuteAsync(
                "INSERT INTO ops.model_state VALUES ($model, $hash, $at, $run, $rows)",
                token,
                ("model", result.Model),
                ("hash", result.InputHash),
                ("at", Now()),
                ("run", context.RunId),
                ("rows", result.Rows));
        }
    }

    public async Task WriteAsync(IEnumerable<ModelResult> results, CancellationToken token)
    {
        foreach (var result in results)
        {
            await session.ExecuteAsync(
                "INSERT INTO ops.model_run VALUES ($run, $model, $at, $seconds, $rows, $status, $hash, $message)",
                token,
                ("run", context.RunId),
                ("model", result.Model),
                ("at", result.StartedAt == default ? null : result.StartedAt),
                ("seconds", result.Seconds),
                ("rows", result.Rows),
                ("status", StatusCode(result.Status)),
                ("hash", result.InputHash.Length == 0 ? null : result.InputHash),
                ("message", result.Message));
            foreach (var check in result.Checks) await WriteCheckAsync(check, token);
        }
    }

    public DateTime Now() => context.Time.GetUtcNow().UtcDateTime;

    private Task<int> WriteCheckAsync(CheckOutcome check, CancellationToken token) => session.ExecuteAsync(
        "INSERT INTO ops.check_result VALUES ($run, $model, $name, $severity, $status, $rows, $sample, $message)",
        token,
        ("run", context.RunId),
        ("model", check.Model),
        ("name", check.Name),
        ("severity", check.Severity == CheckSeverity.Fail ? "fail" : "warn"),
        ("status", check.Passed ? "passed" : "broken"),
        ("rows", check.FailedRows),
        ("sample", check.Sample),
        ("message", check.Message));

    private static string StatusCode(ModelStatus status) => status switch
    {
        ModelStatus.Built => "built",
        ModelStatus.Skipped => "skipped",
        ModelStatus.Failed => "failed",
        ModelStatus.Discarded => "discarded",
        _ => "not_run",
    };
}
