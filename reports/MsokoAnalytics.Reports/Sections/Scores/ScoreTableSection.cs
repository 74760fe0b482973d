using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>
/// The score sheets of all schools of a municipality in one table. The internal form has the points and values of every row and places; the
/// open form has points by criterion only, no places, and nothing of criteria with a small group behind them. Schools are alphabetical.
/// </summary>
internal sealed class ScoreTableSection(bool isInternal) : IReportSection
{
    public string Name => isInternal ? "score-table" : "score-table-open";

    public string Template => "score-table";

    public IReadOnlyList<string> Tables => ScoreData.Tables;

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var scores = await reader.SharedAsync(target, () => ScoreData.LoadAsync(reader, target, cancellationToken));
        return new SectionData(c => Build(c, scores));
    }

    private SectionContent? Build(BuildContext context, ScoreData scores)
    {
        var year = context.Wave.Year;
        var sets = scores.SetsOf(context.Data.Schools.Select(s => s.SchoolId), year);
        if (context.OfSchool || sets.Count == 0) return null;
        var tables = sets.Select(s => Table(context, scores, s, year)).ToList();
        return new SectionContent(new ScoreTableSectionModel(year, isInternal, tables))
        {
            KeyFigures = [new KeyFigure("Школ", RussianNumbers.Integer(tables.Max(t => t.Schools.Count)), null)],
            Notes =
            [
                new Conclusion(
                    "Таблица.",
                    isInternal
                        ? "Место — по сумме баллов оценённых строк, равные суммы делят место. Суммы школ без 10–11 классов и школ, у которых не загружена часть источников (звёздочка), складываются из меньшего числа "
                          + "строк и с другими не сравнимы. Места — только для служебного пользования."
                        : $"Школы — по алфавиту, мест нет. Баллы критерия, за которыми стоит группа менее {SmallGroup.Threshold} человек, не показаны, вместе с ними не показана и сумма."),
                .. sets.Select(ScoreData.Note),
            ],
        };
    }

    private ScoreTable Table(BuildContext context, ScoreData scores, RuleSetRow set, int year)
    {
        var schools = context.Data.Schools
            .Select(s => new SchoolSheet(s.SchoolId, SchoolNames.Short(s.Name), scores.Rows(set.RuleSet, s.SchoolId, year), scores.Totals(set.RuleSet, s.SchoolId, year)))
            .Where(s => s.Rows.Count > 0)
            .Order(Comparer<SchoolSheet>.Create((a, b) => SchoolNames.Compare(a.Name, b.Name) is var byName && byName != 0 ? byName : string.CompareOrdinal(a.SchoolId, b.SchoolId))).ToList();
        var rows = schools.SelectMany(s => s.Rows).GroupBy(r => r.RowNo, StringComparer.Ordinal).Select(g => g.First()).OrderBy(r => r.RowOrder).ToList();
        var criteria = rows.GroupBy(r => r.CriterionNo).OrderBy(g => g.Key).ToList();
        var sums = schools.Select(s => s.Totals.GetValueOrDefault(0)?.Points).ToList();
        return new ScoreTable(
            set.Name,
            [
                .. criteria.Select(c => new ScoreTableCriterion(
                    c.Key, c.First().Criterion, [.. c.Select(r => new ScoreTableColumn(r.RowNo, r.RowName, r.ScoringText, scores.FootnotesOf(r), r.Unit))])),
            ],
            [
                .. schools.Select((s, i) =>
                {
                    var byRow = s.Rows.ToDictionary(r => r.RowNo, StringComparer.Ordinal);
                    var hidden = isInternal ? [] : criteria.Where(c => c.Any(r => IsSmall(byRow.GetValueOrDefault(r.RowNo)))).Select(c => c.Key).ToHashSet();
                    return new ScoreTableSchool(
                        i + 1, s.Name,
                        isInternal ? [.. rows.Select(r => byRow.TryGetValue(r.RowNo, out var own) ? Cell(own) : null)] : [],
                        [.. criteria.Select(c => Sum(s.Totals.GetValueOrDefault(c.Key), hidden.Contains(c.Key)))],
                        Sum(s.Totals.GetValueOrDefault(0), hidden.Count > 0),
                        isInternal ? Place(sums, sums[i]) : null);
                }),
            ],
            scores.Footnotes(set.RuleSet));
    }

    private sealed record SchoolSheet(string SchoolId, string Name, IReadOnlyList<ScoreRow> Rows, IReadOnlyDictionary<int, TotalRow> Totals);

    /// <summary>Awards are counted, not pupils, so they have no small groups.</summary>
    private static bool IsSmall(ScoreRow? row) => row is { Status: ScoreRow.Scored, N: { } n, Unit: "percent" or "count" or "index" } && SmallGroup.Is(n);

    private static ScoreCell Cell(ScoreRow row) => new(
        row.Status switch { ScoreRow.Scored => null, ScoreRow.Reference => "спр.", ScoreRow.NotApplicable => "н/п", _ => "н/д" },
        row.Points, row.Value is { } v ? IndicatorWords.IsScaled(row.Unit) ? RussianNumbers.Fixed(v) : RussianNumbers.Integer((long)Math.Round(v)) : null, row.N);

    private static ScoreSum Sum(TotalRow? row, bool hidden) => row is null
        ? new ScoreSum(null, null, null, false, hidden)
        : new ScoreSum(hidden ? null : row.Points, row.Minimum, hidden ? null : row.Passed, row.RowsMissing > 0, hidden);

    /// <summary>«3», or «3–5» for equal sums; null without a sum.</summary>
    private static string? Place(List<int?> sums, int? own)
    {
        if (own is null) return null;
        var first = sums.Count(s => s > own) + 1;
        var last = first + sums.Count(s => s == own) - 1;
        var text = first.ToString(CultureInfo.InvariantCulture);
        return first == last ? text : $"{text}–{last.ToString(CultureInfo.InvariantCulture)}";
    }
}

internal sealed record ScoreTableSectionModel(int Year, bool Internal, IReadOnlyList<ScoreTable> Tables);

/// <param name="Name">Of the rule set.</param>
/// <param name="Criteria">Columns.</param>
/// <param name="Schools">Alphabetical.</param>
/// <param name="Footnotes">Decisions on the document's open places.</param>
internal sealed record ScoreTable(string Name, IReadOnlyList<ScoreTableCriterion> Criteria, IReadOnlyList<ScoreTableSchool> Schools, IReadOnlyList<Footnote> Footnotes);

internal sealed record ScoreTableCriterion(int No, string Name, IReadOnlyList<ScoreTableColumn> Rows);

internal sealed record ScoreTableColumn(string No, string Name, string? Scoring, string? Footnotes, string Unit);

/// <param name="No">Alphabetical number.</param>
/// <param name="School">Short name.</param>
/// <param name="Cells">One per row of the document; empty in the open form.</param>
/// <param name="Criteria">Sums by criterion.</param>
/// <param name="Total">Of the sheet.</param>
/// <param name="Place">Internal form only; null without points.</param>
internal sealed record ScoreTableSchool(int No, string School, IReadOnlyList<ScoreCell?> Cells, IReadOnlyList<ScoreSum> Criteria, ScoreSum Total, string? Place);

/// <param name="Word">«спр.», «н/п» or «н/д»; null for points.</param>
/// <param name="Points">Points, or null.</param>
/// <param name="Value">Value, or null.</param>
/// <param name="N">Pupils.</param>
internal sealed record ScoreCell(string? Word, int? Points, string? Value, int? N);

/// <param name="Points">Null when nothing is scored or shown.</param>
/// <param name="Minimum">Of applicable rows.</param>
/// <param name="Passed">Null when nothing is scored or shown.</param>
/// <param name="Incomplete">Rows without data are not in it.</param>
/// <param name="Hidden">A small group stands behind it.</param>
internal sealed record ScoreSum(int? Points, int? Minimum, bool? Passed, bool Incomplete, bool Hidden);
