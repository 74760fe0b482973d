namespace MsokoAnalytics.Reports.Data;

/// <summary>A municipality with the waves its reports are made for.</summary>
/// <param name="Municipality">The municipality.</param>
/// <param name="Wave">Wave of the summary; null when the municipality has no results in the wanted wave.</param>
/// <param name="Schools">Schools with the wave of each card.</param>
internal sealed record ReportTarget(MunicipalityRow Municipality, WaveKey? Wave, IReadOnlyList<(SchoolRow School, WaveKey Wave)> Schools)
{
    internal IReadOnlyList<WaveKey> Waves => [.. Schools.Select(s => s.Wave).Concat(Wave is { } wave ? [wave] : []).Distinct().Order()];

    /// <summary>The wave of the summary, else the one that most cards show.</summary>
    internal WaveKey? MainWave => Wave ?? (Schools.Count == 0 ? null : Schools.GroupBy(s => s.Wave).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key);

    /// <summary>Schools whose card shows another wave: rows of schools of that wave are needed for them only.</summary>
    internal IReadOnlyList<(SchoolRow School, WaveKey Wave)> Others => MainWave is { } main ? [.. Schools.Where(s => s.Wave != main)] : [];
}

/// <summary>Lists of our own keys inside a statement.</summary>
internal static class SqlList
{
    internal static string Of(IEnumerable<string> keys) => string.Join(", ", keys.Select(k => $"'{k.Replace("'", "''", StringComparison.Ordinal)}'")) is { Length: > 0 } list ? list : "NULL";
}
