using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Types;

/// <summary>Between DECIMAL(width, scale), a scaled integer of up to 38 digits, and <see cref="decimal"/> of 28–29.</summary>
internal static class DecimalConverter
{
    private static readonly Int128 MaxMantissa = ((Int128)1 << 96) - 1;

    private static readonly Int128[] Powers = BuildPowers();

    /// <exception cref="OverflowException">More digits than <see cref="decimal"/> holds.</exception>
    public static decimal ToDecimal(Int128 value, byte scale)
    {
        var negative = value < 0;
        var magnitude = negative ? -value : value;
        while (magnitude > MaxMantissa || scale > 28)
        {
            // A value such as 1.500000…0 fits once its trailing zeros are gone.
            if (scale == 0 || magnitude % 10 != 0) throw new OverflowException("В числе DECIMAL больше 28 цифр: в decimal оно не помещается, прочтите его как строку (CAST … AS VARCHAR).");
            magnitude /= 10;
            scale--;
        }

        return new decimal((int)(uint)(ulong)(magnitude & uint.MaxValue), (int)(uint)(ulong)((magnitude >> 32) & uint.MaxValue), (int)(uint)(ulong)(magnitude >> 64), negative, scale);
    }

    public static double ToDouble(Int128 value, byte scale) => (double)value / (double)Powers[scale];

    /// <summary>The DECIMAL of an SQL literal with the same digits: 0.001 is DECIMAL(4,3), the width is always above the scale.</summary>
    public static NativeDecimal ToNative(decimal value)
    {
        var (mantissa, scale) = Split(value);
        var digits = 1;
        while (digits < Powers.Length - 1 && Int128.Abs(mantissa) >= Powers[digits]) digits++;
        return new NativeDecimal { Width = (byte)Math.Max(digits, scale + 1), Scale = scale, Value = new NativeHugeInt(mantissa) };
    }

    /// <summary>The scaled integer of a DECIMAL(width, scale); extra fraction digits are rounded half away from zero, as the engine's CAST does.</summary>
    /// <exception cref="OverflowException">The whole part has too many digits.</exception>
    public static Int128 ToScaled(decimal value, byte width, byte scale)
    {
        var (mantissa, own) = Split(value);
        Int128 scaled;
        if (own <= scale)
        {
            scaled = checked(mantissa * Powers[scale - own]);
        }
        else
        {
            var divisor = Powers[own - scale];
            scaled = mantissa / divisor;
            if (Int128.Abs(mantissa % divisor) * 2 >= divisor) scaled += mantissa < 0 ? -1 : 1;
        }

        if (Int128.Abs(scaled) >= Powers[width]) throw new OverflowException($"Число {value.ToString(System.Globalization.CultureInfo.InvariantCulture)} не помещается в DECIMAL({width},{scale}).");
        return scaled;
    }

    private static (Int128 Mantissa, byte Scale) Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = (Int128)(((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0]);
        return (bits[3] < 0 ? -magnitude : magnitude, (byte)(bits[3] >> 16));
    }

    private static Int128[] BuildPowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
