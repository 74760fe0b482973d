namespace MsokoAnalytics.Models.Running;

/// <summary>
/// While tables are built beside the published ones the engine writes what is below a row group into its log and, after every 16 MB of it, into the database file: a score of checkpoints a
/// build, each with everything that was changed and on one thread where a table is small (1.3 million results: 36.0 instead of 31.6 s of processor time). Until the result is disposed of they
/// wait for more; the commit that publishes the tables makes up for them.
/// </summary>
internal static class PostponedCheckpoints
{
    /// <summary>Log that is kept meanwhile: what it holds lies uncompressed in memory.</summary>
    private const string Threshold = "'256MB'";

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static Task<EngineSetting> BeginAsync(Session session, CancellationToken token) => EngineSetting.SetAsync(session, "checkpoint_threshold", Threshold, token);
}
