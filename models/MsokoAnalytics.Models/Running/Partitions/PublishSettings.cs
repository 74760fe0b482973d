using System.Data.Common;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>
/// Settings of the engine while a run is published. A run that only adds rows has its checkpoint append them: the engine would fold neighbouring row groups that are not full
/// into fewer ones, and compress up to three of them anew in every table that grew, whatever was added: of ten years most of the cost of publishing one more. The next run that
/// replaces rows folds them.
/// </summary>
internal sealed class PublishSettings : IAsyncDisposable
{
    private const string VacuumTasks = "max_vacuum_tasks";

    private readonly Session _session;
    private readonly List<(string Setting, string Value)> _before = [];

    private PublishSettings(Session session) => _session = session;

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="turnover">What the run adds and takes away.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<PublishSettings> BeginAsync(Session session, RowTurnover turnover, CancellationToken token)
    {
        var settings = new PublishSettings(session);
        if (turnover.OnlyGrows) await settings.SetAsync(VacuumTasks, "0", token);
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var (setting, value) in _before) await _session.ExecuteAsync($"SET GLOBAL {setting} = {value}", CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection is gone, and the settings with it; the first error is the one to report.
        }
    }

    private async Task SetAsync(string setting, string value, CancellationToken token)
    {
        var before = await _session.QueryAsync($"SELECT CAST(current_setting({SqlText.Literal(setting)}) AS VARCHAR)", reader => reader.GetString(0), token);
        _before.Add((setting, before[0]));
        await _session.ExecuteAsync($"SET GLOBAL {setting} = {value}", token);
    }
}
