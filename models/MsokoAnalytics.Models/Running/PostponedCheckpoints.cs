using System.Data.Common;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// While tables are built side by side the engine writes what is below a row group into its log and, after every 16 MB of it, into the database file: a score of checkpoints a build, each with
/// everything that was changed and on one thread where a table is small (1.3 million results: 36.0 instead of 31.6 s of processor time). Until this is disposed of they wait for more;
/// the commit that publishes the tables makes up for them.
/// </summary>
internal sealed class PostponedCheckpoints : IAsyncDisposable
{
    /// <summary>Log that is kept meanwhile: what it holds lies uncompressed in memory.</summary>
    private const string Threshold = "256MB";

    private readonly Session _session;

    private PostponedCheckpoints(Session session) => _session = session;

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<PostponedCheckpoints> BeginAsync(Session session, CancellationToken token)
    {
        var postponed = new PostponedCheckpoints(session);
        await session.ExecuteAsync($"SET GLOBAL checkpoint_threshold = '{Threshold}'", token);
        return postponed;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _session.ExecuteAsync("RESET GLOBAL checkpoint_threshold", CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection is gone, and the setting with it; the first error is the one to report.
        }
    }
}
