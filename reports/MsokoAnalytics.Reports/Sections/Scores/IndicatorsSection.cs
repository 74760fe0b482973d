using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>Indicators of the year of the wave, beside the year before and, for a school, the municipality.</summary>
internal sealed class IndicatorsSection : IReportSection
{
    private const double ChartWidth = 92;
    private const double RowHeight = 18;

    /// <summary>Shown in other sections (tasks, journal), or another reading of one that is shown.</summary>
    private static readonly string[] Left = ["_pass_by_work", "_mean_pct", "_lowered", "_confirmed", "_raised"];

    public string Name => "indicators";

    public string? Part => Parts.Scores;

    public IReadOnlyList<string> Tables => ["marts.mart_indicator", "core.dim_indicator"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<IndicatorRow>(
            """
            SELECT i.indicator AS Indicator, d.indicator_name AS Name, d.family AS Family, i.rule_version AS RuleVersion, d.unit AS Unit,
              i.education_level AS EducationLevel, i.scope AS Scope, i.scope_id AS ScopeId, CAST(i.year AS INTEGER) AS Year, i.value AS Value,
              CAST(i.n AS INTEGER) AS N, i.lo AS Lo, i.hi AS Hi, i.suppressed AS Suppressed
            FROM marts.mart_indicator AS i
            JOIN core.dim_indicator AS d ON d.indicator = i.indicator
            WHERE i.applicable AND i.item IS NULL AND ((i.scope = 'municipality' AND i.scope_id = $municipality)
              OR (i.scope = 'school' AND i.scope_id IN (SELECT s.school_id FROM core.dim_school AS s WHERE s.municipality_id = $municipality)))
            ORDER BY ALL
            """,
            target, cancellationToken);
        var shown = rows.Where(r => !Left.Any(l => r.Indicator.EndsWith(l, StringComparison.Ordinal))).ToLookup(r => (new ScopeRef(r.Scope, r.ScopeId), r.Year));
        return new SectionData(c => Build(c, shown));
    }

    private static SectionContent? Build(BuildContext context, ILookup<(ScopeRef Scope, int Year), IndicatorRow> rows)
    {
        var year = context.Wave.Year;
        // A sum over all levels says nothing that its single level does not say.
        var own = rows[(context.Own, year)].GroupBy(r => r.Indicator, StringComparer.Ordinal)
            .SelectMany(g => g.Any(r => r.EducationLevel != "all") ? g.Where(r => r.EducationLevel != "all") : g)
            .OrderBy(r => IndicatorWords.FamilyOrder(r.Family)).ThenBy(r => r.Family, StringComparer.Ordinal).ToList();
        if (own.Count == 0) return null;
        var before = rows[(context.Own, year - 1)].ToDictionary(r => (r.Indicator, r.EducationLevel));
        // The only school of a municipality would stand beside itself.
        var municipality = context.OfSchool && context.Data.Schools.Count > 1 ? rows[(context.Data.MunicipalityScope, year)].ToDictionary(r => (r.Indicator, r.EducationLevel)) : [];
        var groups = new List<IndicatorGroup>();
        foreach (var family in own.GroupBy(r => r.Family, StringComparer.Ordinal))
        {
            var list = family.ToList();
            var lines = list.Select(r => Line(r, before.GetValueOrDefault((r.Indicator, r.EducationLevel)), municipality.GetValueOrDefault((r.Indicator, r.EducationLevel)))).ToList();
            IReadOnlyList<string>? charts = null;
            if (list.Exists(r => IndicatorWords.IsScaled(r.Unit)))
            {
                charts = new IntervalsChart(ChartWidth, RowHeight, 0, 100, [0, 25, 50, 75, 100], null, [.. list.Zip(lines).Select(p => Drawn(p.First, p.Second))])
                {
                    Alt = $"{IndicatorWords.Family(family.Key)}, значения",
                }.AddParts(
                    context, $"indicators-{groups.Count.ToString(CultureInfo.InvariantCulture)}",
                    [.. lines.Select(l => $"{l.Name}{(l.Level is { } level ? " " + level : string.Empty)} — {(l.Value is { } v ? RussianNumbers.Fixed(v.Value, l.Digits) : "малая группа")}")]);
            }

            groups.Add(new IndicatorGroup(IndicatorWords.Family(family.Key), charts, lines));
        }

        var versions = string.Join(", ", own.Select(r => r.RuleVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return new SectionContent(new IndicatorsSectionModel(
            year, groups, groups.Exists(g => g.Rows.Any(r => r.Before is not null)), groups.Exists(g => g.Rows.Any(r => r.Municipality is not null)), ChartWidth, RowHeight, IntervalsChart.RowsTogether))
        {
            Notes =
            [
                new Conclusion(
                    "Показатели.",
                    "Все работы года вместе (каждый результат с одним весом). n — учеников, не менее: наибольшая работа каждой параллели; по нему построен 95-процентный интервал. "
                    + $"НОО — 1–4, ООО — 5–9, СОО — 10–11 классы. Версия определений: {versions}."),
            ],
        };
    }

    private static IndicatorLine Line(IndicatorRow row, IndicatorRow? before, IndicatorRow? municipality)
    {
        var digits = IndicatorWords.Digits(row.Unit);
        var comma = row.Name.LastIndexOf(", ", StringComparison.Ordinal);
        // «Успеваемость, ВПР»: the procedure is the heading of the group.
        var name = comma > 0 && row.Name[(comma + 2)..].All(char.IsUpper) ? row.Name[..comma] : row.Name;
        double? Shown(IndicatorRow? r) => r is null || r.Suppressed || r.Value is null ? null : Math.Round(r.Value.Value, digits, MidpointRounding.AwayFromZero);
        return new IndicatorLine(
            name, IndicatorWords.Level(row.EducationLevel), row.Unit, digits, row.N, row.Suppressed ? null : Interval.Of(row.Value, row.Lo, row.Hi), Shown(before), Shown(municipality));
    }

    private static IntervalsRow? Drawn(IndicatorRow row, IndicatorLine line) =>
        IndicatorWords.IsScaled(row.Unit) && line.Value is not null ? new IntervalsRow(line.Value, Interval.Of(line.Before, null, null), line.Municipality, "none") : null;
}

/// <param name="Year">Calendar year.</param>
/// <param name="Groups">One per family.</param>
/// <param name="HasBefore">Whether any row has the year before.</param>
/// <param name="HasMunicipality">Whether there is a column of the municipality.</param>
/// <param name="Width">Of the chart, points.</param>
/// <param name="RowHeight">Points.</param>
/// <param name="RowsTogether">Rows of one picture.</param>
internal sealed record IndicatorsSectionModel(int Year, IReadOnlyList<IndicatorGroup> Groups, bool HasBefore, bool HasMunicipality, double Width, double RowHeight, int RowsTogether);

/// <param name="Title">Family.</param>
/// <param name="Charts">One for each part of the rows; null when none of its values lies between 0 and 100.</param>
/// <param name="Rows">Indicators.</param>
internal sealed record IndicatorGroup(string Title, IReadOnlyList<string>? Charts, IReadOnlyList<IndicatorLine> Rows);

/// <param name="Name">What is measured.</param>
/// <param name="Level">Level of education, or null.</param>
/// <param name="Unit">As in the mart.</param>
/// <param name="Digits">Decimals.</param>
/// <param name="N">Pupils, at least.</param>
/// <param name="Value">Null for a small group.</param>
/// <param name="Before">A year earlier.</param>
/// <param name="Municipality">Of the municipality.</param>
internal sealed record IndicatorLine(string Name, string? Level, string Unit, int Digits, int N, Interval? Value, double? Before, double? Municipality);
