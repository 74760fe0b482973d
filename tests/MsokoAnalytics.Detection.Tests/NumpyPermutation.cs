namespace MsokoAnalytics.Detection.Tests;

/// <summary>
/// numpy.random.RandomState(seed).permutation(n): Mersenne Twister (Matsumoto and Nishimura 1998) and a Fisher–Yates shuffle by masked rejection, so that splits published by
/// their seed alone can be made again.
/// </summary>
internal sealed class NumpyPermutation
{
    private const int Size = 624;
    private readonly uint[] _state = new uint[Size];
    private int _at = Size;

    private NumpyPermutation(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < Size; i++) _state[i] = unchecked((1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i);
    }

    public static int[] Of(int rows, uint seed)
    {
        var random = new NumpyPermutation(seed);
        int[] order = [.. Enumerable.Range(0, rows)];
        for (var i = rows - 1; i > 0; i--)
        {
            var j = random.UpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private uint UpTo(uint most)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(most);
        uint value;
        do value = Next() & mask;
        while (value > most);
        return value;
    }

    private uint Next()
    {
        if (_at == Size) Twist();
        var y = _state[_at++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (_state[i] & 0x80000000u) | (_state[(i + 1) % Size] & 0x7FFFFFFFu);
            _state[i] = _state[(i + 397) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DFu);
        }

        _at = 0;
    }
}
