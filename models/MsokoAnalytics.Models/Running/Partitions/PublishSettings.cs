namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>
/// How a run is published. The checkpoint of a run that only adds rows appends them: the engine would fold neighbouring row groups that are not full into fewer ones, and compress
/// up to three of them anew in every table that grew, whatever was added: of ten years most of the cost of publishing one more. The next run that replaces rows folds them.
/// </summary>
internal static class PublishSettings
{
    /// <param name="session">Connection of the build, without a transaction.</param>
    /// <param name="turnover">What the run adds and takes away.</param>
    /// <param name="token">Interrupts the engine.</param>
    /// <returns>What holds until it is disposed of; null where all is as usual.</returns>
    public static async Task<EngineSetting?> BeginAsync(Session session, RowTurnover turnover, CancellationToken token) =>
        turnover.OnlyGrows ? await EngineSetting.SetAsync(session, "max_vacuum_tasks", "0", token) : null;
}
