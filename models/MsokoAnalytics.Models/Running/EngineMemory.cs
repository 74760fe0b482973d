using System.Globalization;

namespace MsokoAnalytics.Models.Running;

/// <summary>How much memory the engine may use.</summary>
internal static class EngineMemory
{
    /// <summary>Bytes from which two models are built side by side. The dearest models of a large region take up to 2 GB each; below this they would spill to the disk for want of the other's memory.</summary>
    private const double ForTwo = 3.5 * (1L << 30);

    /// <summary>Bytes from which a build may keep a log of 256 MB in memory.</summary>
    private const double ForLog = 2.5 * (1L << 30);

    /// <summary>Units as the engine writes them, in bytes.</summary>
    private static readonly Dictionary<string, double> Units = new(StringComparer.Ordinal)
    {
        ["bytes"] = 1, ["KiB"] = 1L << 10, ["MiB"] = 1L << 20, ["GiB"] = 1L << 30, ["TiB"] = 1L << 40,
    };

    /// <param name="session">A connection of the build.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<bool> IsEnoughForTwoAsync(Session session, CancellationToken token) => await LimitAsync(session, token) >= ForTwo;

    /// <param name="session">A connection of the build.</param>
    /// <param name="token">Interrupts the engine.</param>
    public static async Task<bool> IsEnoughForLogAsync(Session session, CancellationToken token) => await LimitAsync(session, token) >= ForLog;

    /// <param name="text">As the engine writes it: «3.7 GiB».</param>
    /// <returns>Bytes; 0 for a text of another form.</returns>
    public static double Bytes(string text) =>
        text.Split(' ') is [var number, var unit] && Units.TryGetValue(unit, out var size) && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n * size : 0;

    private static async Task<double> LimitAsync(Session session, CancellationToken token) =>
        Bytes((await session.QueryAsync("SELECT current_setting('memory_limit')", reader => reader.GetString(0), token))[0]);
}
