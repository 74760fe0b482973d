using System.Data.Common;
using System.Reflection;
using Dapper;

namespace MsokoAnalytics.Warehouse;

/// <summary>One run in <c>ops.run</c>. Runs that a killed process left open are closed as interrupted by the next one.</summary>
public sealed class RunLog : IDisposable
{
    private readonly DbConnection _connection;
    private readonly TimeProvider _clock;
    private string _status = "failed";
    private string? _message;

    private RunLog(DbConnection connection, string runId, TimeProvider clock)
    {
        _connection = connection;
        RunId = runId;
        _clock = clock;
    }

    /// <summary>Time of start and a random tail: <c>20260520T101500-3f9a2c</c>.</summary>
    public string RunId { get; }

    public static string AppVersion { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public static RunLog Start(DbConnection connection, string command, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var runId = FormattableString.Invariant($"{now:yyyyMMddTHHmmss}-{Guid.NewGuid().ToString("N")[..6]}");
        connection.Execute("UPDATE ops.run SET status = 'interrupted' WHERE status = 'running'");
        connection.Execute(
            "INSERT INTO ops.run VALUES ($runId, $command, $now, NULL, 'running', $appVersion, version(), NULL)",
            new { runId, command, now, appVersion = AppVersion });
        return new RunLog(connection, runId, clock);
    }

    /// <summary>Without this call the run counts as failed.</summary>
    public void Complete(string? message = null) => (_status, _message) = ("complete", message);

    public void Cancelled() => _status = "cancelled";

    public void Failed(string message) => (_status, _message) = ("failed", message);

    public void Dispose() => _connection.Execute(
        "UPDATE ops.run SET finished_at = $now, status = $status, message = $message WHERE run_id = $runId",
        new { now = _clock.GetUtcNow().UtcDateTime, status = _status, message = _message, runId = RunId });
}
