using FsCheck;

namespace MsokoAnalytics.Testing;

/// <summary>
/// How properties are tried. By default every run tries the same cases, so that a red run means that the change under test broke something.
/// To look for new counterexamples: <c>MSOKO_PROPERTY_SEED=random</c> (other cases every run) and <c>MSOKO_PROPERTY_FACTOR=20</c> (twenty times as many).
/// </summary>
public static class Properties
{
    private const ulong Seed = 20261124, Gamma = 7919;

    /// <summary>Throws at the first case that does not hold, with the case and the seed that gives it again.</summary>
    /// <param name="maxTest">Number of cases.</param>
    public static Config Cases(int maxTest = 100)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(maxTest * Factor);
        return Environment.GetEnvironmentVariable("MSOKO_PROPERTY_SEED") == "random" ? config : config.WithReplay(Seed, Gamma);
    }

    private static int Factor => int.TryParse(Environment.GetEnvironmentVariable("MSOKO_PROPERTY_FACTOR"), out var factor) && factor > 0 ? factor : 1;
}
