namespace MsokoAnalytics.Reports.Data;

/// <summary>A municipality with the waves its reports are made for.</summary>
/// <param name="Municipality">The municipality.</param>
/// <param name="Wave">Wave of the summary; null when the municipality has no results in the wanted wave.</param>
/// <param name="Schools">Schools with the wave of each card.</param>
internal sealed record ReportTarget(MunicipalityRow Municipality, WaveKey? Wave, IReadOnlyList<(SchoolRow School, WaveKey Wave)> Schools)
{
    internal IReadOnlyList<WaveKey> Waves => [.. Schools.Select(s => s.Wave).Concat(Wave is { } wave ? [wave] : []).Distinct().Order()];
}
