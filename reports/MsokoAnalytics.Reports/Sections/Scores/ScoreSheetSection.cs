using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>A school's own score sheet of the year of the wave, row by row, with the decisions it rests on as footnotes. No places.</summary>
internal sealed class ScoreSheetSection : IReportSection
{
    public string Name => "score-sheet";

    public string? Part => Parts.Scores;

    public IReadOnlyList<string> Tables => ScoreData.Tables;

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var scores = await reader.SharedAsync(target, () => ScoreData.LoadAsync(reader, target, cancellationToken));
        return new SectionData(c => Build(c, scores));
    }

    private static SectionContent? Build(BuildContext context, ScoreData scores)
    {
        var school = context.Own.Id;
        var year = context.Wave.Year;
        var sets = scores.SetsOf([school], year);
        if (!context.OfSchool || sets.Count == 0) return null;
        return new SectionContent(new ScoreSheetSectionModel(year, [.. sets.Select(s => Sheet(scores, s, school, year))]))
        {
            Conclusions = [.. sets.Select(s => Sentence(scores, s, school, year)).OfType<Conclusion>()],
            Notes = [.. sets.Select(ScoreData.Note)],
        };
    }

    private static ScoreSheet Sheet(ScoreData scores, RuleSetRow set, string school, int year)
    {
        var totals = scores.Totals(set.RuleSet, school, year);
        var criteria = scores.Rows(set.RuleSet, school, year).GroupBy(r => r.CriterionNo).OrderBy(g => g.Key)
            .Select(g => new ScoreCriterion($"{g.Key.ToString(CultureInfo.InvariantCulture)}. {g.First().Criterion}", Total(totals.GetValueOrDefault(g.Key)), [.. g.Select(r => Line(scores, r))])).ToList();
        return new ScoreSheet(set.Name, criteria, Total(totals.GetValueOrDefault(0)), scores.Footnotes(set.RuleSet));
    }

    private static ScoreLine Line(ScoreData scores, ScoreRow row)
    {
        var (value, interval) = ScoreTexts.Value(row);
        return new ScoreLine(
            row.RowNo, row.RowName, row.ScoringText, scores.FootnotesOf(row), value, interval, row.N, row.Status, row.Points,
            row.PointsPer100 is { } per100 ? RussianNumbers.Fixed(per100) : null);
    }

    private static ScoreTotal? Total(TotalRow? row) =>
        row is null ? null : new ScoreTotal(row.Points, row.Minimum, row.MinimumPrinted, row.Passed, row.Rows, row.RowsScored, row.RowsReference, row.RowsMissing);

    private static Conclusion? Sentence(ScoreData scores, RuleSetRow set, string school, int year)
    {
        var totals = scores.Totals(set.RuleSet, school, year);
        if (totals.GetValueOrDefault(0) is not { Points: { } points } sheet) return null;
        var below = totals.Values.Where(t => t is { CriterionNo: > 0, Passed: false }).Select(t => t.CriterionNo).Order().ToList();
        var text = $"{year.ToString(CultureInfo.InvariantCulture)} год: {RussianPlural.Count(points, "балл", "балла", "баллов")} по {RussianNumbers.Integer(sheet.RowsScored)} из {RussianPlural.Count(sheet.Rows, "строки", "строк", "строк")}"
                   + (sheet.RowsReference > 0 ? $", справочно — {RussianNumbers.Integer(sheet.RowsReference)}" : string.Empty)
                   + (sheet.RowsMissing > 0 ? $", нет данных — {RussianNumbers.Integer(sheet.RowsMissing)}" : string.Empty) + ". "
                   + (below.Count == 0 ? "Минимум набран по всем оцениваемым критериям." : $"Минимум не набран по {RussianPlural.Pick(below.Count, "критерию", "критериям", "критериям")} {string.Join(", ", below)}.");
        return new Conclusion("Оценочный лист.", text);
    }
}

/// <summary>How values of a score sheet are printed.</summary>
internal static class ScoreTexts
{
    /// <summary>The value and its interval; both null where there is none.</summary>
    internal static (string? Value, string? Interval) Value(ScoreRow row)
    {
        if (row.Value is not { } value) return (null, null);
        if (!IndicatorWords.IsScaled(row.Unit)) return (RussianNumbers.Integer((long)Math.Round(value)), null);
        var text = RussianNumbers.Fixed(value) + (row.Unit == "percent" ? "\u00A0%" : string.Empty);
        if (row.PerPerson && row.Numerator is { } persons) text += $" ({RussianNumbers.Integer((long)Math.Round(persons))}\u00A0чел.)";
        return (text, row is { Lo: { } low, Hi: { } high } ? $"{RussianNumbers.Fixed(low)}–{RussianNumbers.Fixed(high)}" : null);
    }
}

internal sealed record ScoreSheetSectionModel(int Year, IReadOnlyList<ScoreSheet> Sheets);

internal sealed record ScoreSheet(string Name, IReadOnlyList<ScoreCriterion> Criteria, ScoreTotal? Total, IReadOnlyList<Footnote> Footnotes);

internal sealed record ScoreCriterion(string Title, ScoreTotal? Total, IReadOnlyList<ScoreLine> Rows);

/// <param name="Points">Null when no row is scored.</param>
/// <param name="Minimum">Of the applicable rows.</param>
/// <param name="MinimumPrinted">As in the document; null for the whole sheet.</param>
/// <param name="Passed">Points ≥ minimum; null when nothing is scored.</param>
/// <param name="Rows">Rows in all.</param>
/// <param name="Scored">With points.</param>
/// <param name="Reference">«справочно».</param>
/// <param name="Missing">«нет данных».</param>
internal sealed record ScoreTotal(int? Points, int? Minimum, int? MinimumPrinted, bool? Passed, int Rows, int Scored, int Reference, int Missing);

/// <param name="No">Number in the document.</param>
/// <param name="Name">As printed.</param>
/// <param name="Scoring">As printed.</param>
/// <param name="Footnotes">Numbers of the footnotes, or null.</param>
/// <param name="Value">With its unit; null without one.</param>
/// <param name="Interval">95 %, or null.</param>
/// <param name="N">Pupils.</param>
/// <param name="Status">«баллы», «справочно», «не применимо» or «нет данных».</param>
/// <param name="Points">Null unless scored.</param>
/// <param name="Per100">Points per 100 persons, or null.</param>
internal sealed record ScoreLine(
    string No, string Name, string? Scoring, string? Footnotes, string? Value, string? Interval, int? N, string Status, int? Points, string? Per100);
