using System.Numerics;

namespace MsokoAnalytics.Objectivity.Worlds;

/// <summary>xoshiro256** with streams named by numbers: the stream of a school or a test does not depend on who draws before it.</summary>
internal sealed class SplitRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="key">Seed and the numbers that name the stream.</param>
    public SplitRandom(params ReadOnlySpan<long> key)
    {
        var state = 0x9E3779B97F4A7C15UL;
        foreach (var k in key) state = Mix(state ^ Mix(unchecked((ulong)k)));
        (_a, _b, _c, _d) = (Mix(state + 1), Mix(state ^ 2), Mix(state ^ 3), Mix(state ^ 4) | 1);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double lo, double hi) => lo + ((hi - lo) * Uniform());

    /// <summary>Whole number in [0, n).</summary>
    public int Below(int n) => (int)(Uniform() * n);

    public bool Chance(double p) => Uniform() < p;

    /// <summary>Standard normal (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public double Normal(double sd) => sd * Normal();

    /// <summary>Student's t with five degrees of freedom.</summary>
    public double StudentT5()
    {
        double chi = 0;
        var z = Normal();
        for (var i = 0; i < 5; i++)
        {
            var x = Normal();
            chi += x * x;
        }

        return z / Math.Sqrt(chi / 5);
    }

    public int Binomial(int n, double p)
    {
        var k = 0;
        for (var i = 0; i < n; i++)
            if (Chance(p)) k++;
        return k;
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private ulong Next()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }
}
