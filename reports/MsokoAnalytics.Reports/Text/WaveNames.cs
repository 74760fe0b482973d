using System.Globalization;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Text;

/// <summary>Names of a wave of ВПР in the cases the texts need.</summary>
internal static class WaveNames
{
    /// <summary>«весна 2021 года».</summary>
    internal static string Nominative(WaveKey wave) => $"{(IsSpring(wave) ? "весна" : "осень")} {Year(wave)}{RussianNumbers.Space}года";

    /// <summary>«весной 2021 года».</summary>
    internal static string Instrumental(WaveKey wave) => $"{(IsSpring(wave) ? "весной" : "осенью")} {Year(wave)}{RussianNumbers.Space}года";

    /// <summary>«осень 2020», for a narrow column.</summary>
    internal static string Short(WaveKey wave) => $"{(IsSpring(wave) ? "весна" : "осень")} {Year(wave)}";

    private static bool IsSpring(WaveKey wave) => string.Equals(wave.Wave, WaveKey.Spring, StringComparison.Ordinal);

    private static string Year(WaveKey wave) => wave.Year.ToString(CultureInfo.InvariantCulture);
}
