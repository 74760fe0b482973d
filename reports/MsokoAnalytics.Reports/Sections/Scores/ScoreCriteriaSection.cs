using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>How many schools reach the minimum of each criterion: the summary of a municipality names no school.</summary>
internal sealed class ScoreCriteriaSection : IReportSection
{
    public string Name => "score-criteria";

    public string? Part => Parts.Scores;

    public IReadOnlyList<string> Tables => ScoreData.Tables;

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var scores = await reader.SharedAsync(target, () => ScoreData.LoadAsync(reader, target, cancellationToken));
        return new SectionData(c => Build(c, scores));
    }

    private static SectionContent? Build(BuildContext context, ScoreData scores)
    {
        var year = context.Wave.Year;
        var schools = context.Data.Schools.Select(s => s.SchoolId).ToList();
        var sets = scores.SetsOf(schools, year);
        if (sets.Count == 0) return null;
        var sheets = new List<CriteriaSheet>();
        foreach (var set in sets)
        {
            var names = schools.SelectMany(s => scores.Rows(set.RuleSet, s, year)).GroupBy(r => r.CriterionNo).OrderBy(g => g.Key).Select(g => (No: g.Key, g.First().Criterion)).ToList();
            var totals = schools.Select(s => scores.Totals(set.RuleSet, s, year)).Where(t => t.Count > 0).ToList();
            sheets.Add(new CriteriaSheet(
                set.Name, totals.Count,
                [
                    .. names.Select(n =>
                    {
                        var rows = totals.Select(t => t.GetValueOrDefault(n.No)).OfType<TotalRow>().ToList();
                        return new CriteriaLine(
                            n.No, n.Criterion, rows.Max(r => r.MinimumPrinted), rows.Count(r => r.Passed == true), rows.Count(r => r.Passed == false), rows.Count(r => r.Passed is null),
                            rows.Count(r => r.RowsReference > 0), rows.Count(r => r.RowsMissing > 0));
                    }),
                ],
                totals.Count(t => t.GetValueOrDefault(0)?.Passed == true)));
        }

        return new SectionContent(new CriteriaSectionModel(year, sheets))
        {
            Conclusions =
            [
                .. sheets.Select(s => new Conclusion(
                    "Оценочные листы.",
                    $"Минимум по всем оцениваемым критериям набран в {RussianPlural.InSchools(s.AllPassed)} из {RussianNumbers.Integer(s.Schools)}. Листы школ — в отдельном внутреннем документе.")),
            ],
            Notes = [.. sets.Select(ScoreData.Note)],
        };
    }
}

internal sealed record CriteriaSectionModel(int Year, IReadOnlyList<CriteriaSheet> Sheets);

/// <param name="Name">Of the rule set.</param>
/// <param name="Schools">Schools with a sheet.</param>
/// <param name="Rows">Criteria.</param>
/// <param name="AllPassed">Schools that reach every minimum.</param>
internal sealed record CriteriaSheet(string Name, int Schools, IReadOnlyList<CriteriaLine> Rows, int AllPassed);

/// <param name="No">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="Minimum">As in the document.</param>
/// <param name="Passed">Schools that reach the minimum of their applicable rows.</param>
/// <param name="Failed">Schools that don't.</param>
/// <param name="NotScored">Schools without a scored row.</param>
/// <param name="Reference">Schools with rows «справочно».</param>
/// <param name="Missing">Schools with rows «нет данных».</param>
internal sealed record CriteriaLine(int No, string Name, int? Minimum, int Passed, int Failed, int NotScored, int Reference, int Missing);
