namespace MsokoAnalytics.Detection;

/// <summary>
/// A random stream addressed by seed and index, so that the n-th tree or start is the same on any thread and in any order. SplitMix64
/// (Steele, Lea and Flood, 2014): unlike System.Random its sequence is fixed by definition.
/// </summary>
internal struct SeededStream(long seed, int index)
{
    private ulong _state = Mix(unchecked((ulong)seed * 0xD1B54A32D192ED03UL ^ ((ulong)index + 1) * 0x9E3779B97F4A7C15UL));

    /// <summary>Uniform in [0; 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform whole number in [0; <paramref name="bound"/>).</summary>
    public int NextInt(int bound) => (int)(NextDouble() * bound);

    /// <summary><paramref name="count"/> different numbers of 0…<paramref name="total"/>−1 (the first steps of a Fisher–Yates shuffle).</summary>
    public int[] Sample(int total, int count)
    {
        var all = new int[total];
        for (var i = 0; i < total; i++) all[i] = i;
        for (var i = 0; i < count; i++)
        {
            var j = i + NextInt(total - i);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all[..count];
    }

    private ulong Next() => Mix(_state = unchecked(_state + 0x9E3779B97F4A7C15UL));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
