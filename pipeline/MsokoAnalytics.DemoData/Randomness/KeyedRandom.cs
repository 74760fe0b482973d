namespace MsokoAnalytics.DemoData.Randomness;

/// <summary>
/// A small random stream addressed by a key (seed, purpose, school, work, …). Equal keys give equal streams, so any part
/// of the world can be computed again, in any order and on any thread, with the same outcome.
/// </summary>
/// <remarks>SplitMix64; one value costs about a nanosecond. Not for secrets.</remarks>
internal struct KeyedRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    public KeyedRandom(ulong key) => _state = key;

    /// <summary>Combines a key with one more part; the order of the parts matters.</summary>
    public static ulong Key(ulong key, ulong part) => Mix(unchecked(key + Golden) ^ Mix(unchecked(part + 0xD1B54A32D192ED03)));

    public static ulong Key(ulong key, Purpose purpose) => Key(key, (ulong)purpose);

    public static ulong Key(ulong key, Purpose purpose, int a) => Key(Key(key, (ulong)purpose), unchecked((ulong)a));

    public static ulong Key(ulong key, Purpose purpose, int a, int b) => Key(Key(key, purpose, a), unchecked((ulong)b));

    public static ulong Key(ulong key, Purpose purpose, int a, int b, int c) => Key(Key(key, purpose, a, b), unchecked((ulong)c));

    /// <summary>The first uniform value of a key's stream, in [0; 1).</summary>
    public static double Uniform(ulong key) => new KeyedRandom(key).NextDouble();

    /// <summary>The first standard normal value of a key's stream.</summary>
    public static double Normal(ulong key) => new KeyedRandom(key).NextNormal();

    public ulong NextUInt64()
    {
        _state = unchecked(_state + Golden);
        return Mix(_state);
    }

    /// <summary>Uniform in [0; 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer in [0; <paramref name="bound"/>).</summary>
    public int NextInt(int bound) => (int)(NextDouble() * bound);

    /// <summary>Uniform integer in [<paramref name="low"/>; <paramref name="high"/>], both included.</summary>
    public int NextInt(int low, int high) => low + NextInt(high - low + 1);

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Standard normal.</summary>
    public double NextNormal() => NormalDistribution.Quantile(((NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53)));

    public T Pick<T>(ReadOnlySpan<T> items) => items[NextInt(items.Length)];

    /// <summary>Reorders the items at random (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
