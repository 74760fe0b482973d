using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>How far the lists can be trusted on these data: <c>anomaly.diagnostics</c> as sentences and tables.</summary>
internal static class DiagnosticTables
{
    private const string Heaping = "rho_municipality";
    private const string TrainingRange = "training_range";

    internal static DiagnosticsModel Build(ObjectivityRecords records) => new(
        Sentence(records), records.Diagnostics.FirstOrDefault(d => d.Name == TrainingRange) is { } range ? new RangeSummary(range.Text, range.InRange ?? true) : null,
        [.. records.Diagnostics.Where(d => d.Name.StartsWith("range_", StringComparison.Ordinal)).Select(Check)],
        [.. Shares(records, "flagged_")], [.. Shares(records, "reviewed_").OrderBy(s => s.Text, StringComparer.Ordinal)],
        [.. Shares(records, "conformal_").Concat(Shares(records, "controlled_flagged"))]);

    /// <summary>Rounding up to a mark's boundary in this municipality, a median over its schools.</summary>
    private static string? Sentence(ObjectivityRecords records)
    {
        if (records.Diagnostics.FirstOrDefault(d => d.Name == Heaping) is not { Value: { } value } row) return null;
        var interval = row is { Low: { } low, High: { } high } ? $" (95\u00A0%: {RussianNumbers.Percent(100 * low, 0)}–{RussianNumbers.Percent(100 * high, 0)})" : string.Empty;
        return $"Округление до порога отметки в муниципалитете: в половине школ поднято не менее {RussianNumbers.Percent(100 * value, 0)} работ на балл ниже порога{interval}, школ — {RussianNumbers.Integer(row.N ?? 0)}.";
    }

    private static RangeCheck Check(DiagnosticRow row) => new(
        Title(row.Text), row.Value is { } v ? Number(v) : "—",
        (row.TrainingLow, row.TrainingHigh) switch
        {
            (null, null) => "—",
            (null, { } high) => "до " + Number(high),
            ({ } low, null) => "от " + Number(low),
            ({ } low, { } high) => $"{Number(low)}–{Number(high)}",
        },
        row.InRange);

    /// <summary>Shares and deviations with two places, counts without.</summary>
    private static string Number(double value) => RussianNumbers.Fixed(value, Math.Abs(value) < 10 ? 2 : 0);

    /// <summary>The text ends with the verdict, which has a column of its own.</summary>
    private static string Title(string text) => text.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? text[..at] : text;

    private static IEnumerable<ShareRow> Shares(ObjectivityRecords records, string prefix) =>
        records.Diagnostics.Where(d => d.Name.StartsWith(prefix, StringComparison.Ordinal) && d.Value is not null).Select(d => new ShareRow(
            d.Text, Figures.Round(100 * d.Value!.Value), d.Low is { } low ? Figures.Round(100 * low) : null, d.High is { } high ? Figures.Round(100 * high) : null, d.N ?? 0, d.Name.StartsWith("flagged_ours", StringComparison.Ordinal)));

    /// <summary>For the school's card, in a sentence; null where all is as in training.</summary>
    internal static string? Outside(ObjectivityRecords records) => records.Diagnostics.FirstOrDefault(d => d.Name == TrainingRange) is { InRange: false } row
        ? string.Create(CultureInfo.InvariantCulture, $"{row.Text}. Доля ложных записей может быть в два–три раза выше объявленной.") : null;
}

/// <param name="Heaping">Rounding up to a boundary in the municipality.</param>
/// <param name="Training">Whether the data are like those the model was trained on; null where that was not checked.</param>
/// <param name="Range">Each check.</param>
/// <param name="Flagged">Share that every rule would list.</param>
/// <param name="Agreement">Share confirmed of the decided entries, by bins of their probability.</param>
/// <param name="Calibration">Shares that should be small where nothing was manipulated.</param>
internal sealed record DiagnosticsModel(
    string? Heaping, RangeSummary? Training, IReadOnlyList<RangeCheck> Range, IReadOnlyList<ShareRow> Flagged, IReadOnlyList<ShareRow> Agreement, IReadOnlyList<ShareRow> Calibration);

internal sealed record RangeSummary(string Text, bool Inside);

/// <param name="Text">What is compared.</param>
/// <param name="Value">Its value here.</param>
/// <param name="Training">The range met in training.</param>
/// <param name="Inside">Null where it could not be compared.</param>
internal sealed record RangeCheck(string Text, string Value, string Training, bool? Inside);

/// <param name="Text">Of what.</param>
/// <param name="Value">Percent.</param>
/// <param name="Low">Of the 95 % interval.</param>
/// <param name="High">Of the 95 % interval.</param>
/// <param name="N">Out of how many.</param>
/// <param name="Ours">Our own list.</param>
internal sealed record ShareRow(string Text, double Value, double? Low, double? High, int N, bool Ours);
