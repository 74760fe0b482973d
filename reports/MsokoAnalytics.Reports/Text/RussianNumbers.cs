using System.Globalization;

namespace MsokoAnalytics.Reports.Text;

/// <summary>Numbers as Russian readers expect them: decimal comma, no-break space between thousands, a real minus sign.</summary>
internal static class RussianNumbers
{
    /// <summary>U+00A0. The narrow no-break space U+202F would be finer, but PT Sans has no glyph for it.</summary>
    internal const char Space = '\u00A0';

    private const char Minus = '\u2212';

    private static readonly NumberFormatInfo Format = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = Space.ToString(),
        NumberGroupSizes = [3],
        NegativeSign = Minus.ToString(),
    };

    /// <summary>A count: 24 120.</summary>
    internal static string Integer(long value) => value.ToString("#,0", Format);

    /// <summary>A number with a fixed count of decimals, halves rounded away from zero: 12,0.</summary>
    internal static string Fixed(double value, int decimals = 1)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        if (rounded == 0) rounded = 0; // no «−0,0»
        return rounded.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Format);
    }

    /// <summary>A share given in percent: 47,3 %.</summary>
    internal static string Percent(double percent, int decimals = 1) => Fixed(percent, decimals) + Space + "%";

    /// <summary>A difference of two shares, in percent points and always with its sign: +2,1 п.п.</summary>
    internal static string Points(double points)
    {
        var text = Fixed(points);
        var sign = Math.Round(points, 1, MidpointRounding.AwayFromZero) > 0 ? "+" : string.Empty;
        return $"{sign}{text}{Space}п.п.";
    }
}
