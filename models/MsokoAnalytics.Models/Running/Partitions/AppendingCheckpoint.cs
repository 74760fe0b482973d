using System.Data.Common;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>
/// Lets the checkpoint of a run that only adds rows append them. The engine would fold neighbouring row groups that are not full into fewer ones, and compress up to three of
/// them anew in every table that grew, whatever was added: of ten years most of the cost of publishing one more. The next run that replaces rows folds them.
/// </summary>
internal sealed class AppendingCheckpoint : IAsyncDisposable
{
    private const string Setting = "max_vacuum_tasks";

    private readonly Session _session;
    private readonly bool _isSet;

    private AppendingCheckpoint(Session session, bool isSet) => (_session, _isSet) = (session, isSet);

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="turnover">What the run adds and takes away.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<AppendingCheckpoint> BeginAsync(Session session, RowTurnover turnover, CancellationToken token)
    {
        if (turnover.OnlyGrows) await session.ExecuteAsync($"SET GLOBAL {Setting} = 0", token);
        return new AppendingCheckpoint(session, turnover.OnlyGrows);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isSet) return;
        try
        {
            await _session.ExecuteAsync($"RESET GLOBAL {Setting}", CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection is gone, and the setting with it; the first error is the one to report.
        }
    }
}
