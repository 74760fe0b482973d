namespace MsokoAnalytics.Models.Running;

/// <summary>
/// While tables are built beside the published ones the engine writes what is below a row group into its log and, after every 16 MB of it, into the database file: a score of checkpoints a
/// build, each with everything that was changed and on one thread where a table is small (1.3 million results: 36.0 instead of 31.6 s of processor time). Until the result is disposed of they
/// wait for more; the commit that publishes the tables makes up for them. What the log holds lies uncompressed in memory, so where memory is short nothing is put off: a region with a limit of
/// 2 GB took 300 MB more, and a checkpoint of 256 MB, which nothing runs beside, took 5.5 s of a build of 93.
/// </summary>
internal static class PostponedCheckpoints
{
    /// <summary>Log that is kept meanwhile.</summary>
    private const string Threshold = "'256MB'";

    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="token">Interrupts the engine.</param>
    /// <returns>What ends it; null where memory is short.</returns>
    public static async Task<EngineSetting?> BeginAsync(Session session, CancellationToken token) =>
        await EngineMemory.IsEnoughForLogAsync(session, token) ? await EngineSetting.SetAsync(session, "checkpoint_threshold", Threshold, token) : null;
}
