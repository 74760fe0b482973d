namespace MsokoAnalytics.Statistics;

/// <summary>SplitMix64 (Steele, Lea &amp; Flood 2014): the same numbers for the same seed on every machine and .NET version.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    internal ulong NextUInt64()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform over 0..below−1 (the high word of the product: bias below 2⁻³²).</summary>
    internal int Next(int below) => (int)Math.BigMul(NextUInt64(), (ulong)below, out _);
}
