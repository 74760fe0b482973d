using System.Data.Common;

namespace MsokoAnalytics.Models.Running;

/// <summary>A setting of the engine that is another than usual until this is disposed of.</summary>
internal sealed class EngineSetting : IAsyncDisposable
{
    private readonly Session _session;
    private readonly string _name;

    private EngineSetting(Session session, string name) => (_session, _name) = (session, name);

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="name">Name of a setting of the whole database.</param>
    /// <param name="value">As SQL writes it.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<EngineSetting> SetAsync(Session session, string name, string value, CancellationToken token)
    {
        var setting = new EngineSetting(session, name);
        await session.ExecuteAsync($"SET GLOBAL {name} = {value}", token);
        return setting;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _session.ExecuteAsync($"RESET GLOBAL {_name}", CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection is gone, and the setting with it; the first error is the one to report.
        }
    }
}
