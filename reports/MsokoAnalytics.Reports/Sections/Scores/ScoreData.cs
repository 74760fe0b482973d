using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Sections.Scores;

/// <summary>Score sheets of a municipality's schools, as three sections read them.</summary>
internal sealed class ScoreData
{
    internal static readonly string[] Tables = ["marts.mart_score_sheet", "marts.mart_score_total", "core.dim_rule_policy", "core.dim_rule_set", "core.dim_rule_row", "core.dim_indicator"];

    private readonly ILookup<(string School, int Year), ScoreRow> _rows;
    private readonly ILookup<(string School, int Year), TotalRow> _totals;
    private readonly ILookup<string, PolicyRow> _policies;
    private readonly Dictionary<string, RuleSetRow> _sets;

    private ScoreData(IEnumerable<ScoreRow> rows, IEnumerable<TotalRow> totals, IEnumerable<PolicyRow> policies, IEnumerable<RuleSetRow> sets)
    {
        _rows = rows.ToLookup(r => (r.SchoolId, r.Year));
        _totals = totals.ToLookup(r => (r.SchoolId, r.Year));
        _policies = policies.ToLookup(p => p.RuleSet, StringComparer.Ordinal);
        _sets = sets.ToDictionary(s => s.RuleSet, StringComparer.Ordinal);
    }

    internal static async Task<ScoreData> LoadAsync(WarehouseReader reader, ReportTarget target, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<ScoreRow>(
            """
            SELECT s.rule_set AS RuleSet, s.school_id AS SchoolId, CAST(s.year AS INTEGER) AS Year, CAST(s.criterion_no AS INTEGER) AS CriterionNo, s.criterion AS Criterion,
              s.row_no AS RowNo, CAST(s.row_order AS INTEGER) AS RowOrder, s.row_name AS RowName, s.scoring_text AS ScoringText, d.unit AS Unit,
              CAST(d.min_n AS INTEGER) AS MinN, s.value AS Value, s.numerator AS Numerator, CAST(s.n AS INTEGER) AS N, s.lo AS Lo, s.hi AS Hi, s.status AS Status,
              CAST(s.points AS INTEGER) AS Points, s.points_per_100 AS PointsPer100, s.policies AS Policies,
              r.points_per_unit IS NOT NULL AND r.max_points IS NULL AND d.unit = 'percent' AS PerPerson
            FROM marts.mart_score_sheet AS s
            JOIN core.dim_indicator AS d ON d.indicator = s.indicator
            JOIN core.dim_rule_row AS r ON r.rule_set = s.rule_set AND r.row_no = s.row_no
            WHERE s.municipality_id = $municipality
            ORDER BY s.rule_set, s.school_id, s.year, s.row_order
            """,
            target, cancellationToken);
        var totals = await reader.OfMunicipalityAsync<TotalRow>(
            """
            SELECT t.rule_set AS RuleSet, t.school_id AS SchoolId, CAST(t.year AS INTEGER) AS Year, CAST(t.criterion_no AS INTEGER) AS CriterionNo, CAST(t.points AS INTEGER) AS Points,
              CAST(t.minimum_printed AS INTEGER) AS MinimumPrinted, CAST(t.minimum AS INTEGER) AS Minimum, CAST(t.n_rows AS INTEGER) AS Rows,
              CAST(t.n_scored AS INTEGER) AS RowsScored, CAST(t.n_reference AS INTEGER) AS RowsReference, CAST(t.n_missing AS INTEGER) AS RowsMissing, t.is_passed AS Passed
            FROM marts.mart_score_total AS t
            WHERE t.municipality_id = $municipality
            ORDER BY t.rule_set, t.school_id, t.year, t.criterion_no
            """,
            target, cancellationToken);
        var none = new Dictionary<string, object>(StringComparer.Ordinal);
        var policies = await reader.QueryAsync<PolicyRow>(
            "SELECT p.rule_set AS RuleSet, p.policy AS Policy, CAST(p.footnote_no AS INTEGER) AS No, p.defect AS Defect, p.footnote AS Footnote FROM core.dim_rule_policy AS p ORDER BY 1, 3", none, cancellationToken);
        var sets = await reader.QueryAsync<RuleSetRow>(
            "SELECT s.rule_set AS RuleSet, s.rule_set_name AS Name, s.rule_version AS Version, s.source_document AS Source FROM core.dim_rule_set AS s ORDER BY 1", none, cancellationToken);
        return new ScoreData(rows, totals, policies, sets);
    }

    /// <summary>Rule sets that score any of the schools in the year.</summary>
    internal IReadOnlyList<RuleSetRow> SetsOf(IEnumerable<string> schools, int year) =>
        [.. schools.SelectMany(s => _rows[(s, year)].Select(r => r.RuleSet)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(s => _sets[s])];

    /// <summary>Rows of a school's sheet in their order; empty without one.</summary>
    internal IReadOnlyList<ScoreRow> Rows(string ruleSet, string school, int year) => [.. _rows[(school, year)].Where(r => r.RuleSet == ruleSet)];

    /// <summary>Totals by criterion; 0 is the whole sheet.</summary>
    internal IReadOnlyDictionary<int, TotalRow> Totals(string ruleSet, string school, int year) => _totals[(school, year)].Where(r => r.RuleSet == ruleSet).ToDictionary(r => r.CriterionNo);

    internal IReadOnlyList<Footnote> Footnotes(string ruleSet) => [.. _policies[ruleSet].Select(p => new Footnote(p.No, p.Defect, p.Footnote))];

    /// <summary>Numbers of the footnotes a row rests on, «1, 2»; null for none.</summary>
    internal string? FootnotesOf(ScoreRow row)
    {
        var names = (row.Policies ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var numbers = _policies[row.RuleSet].Where(p => names.Contains(p.Policy, StringComparer.Ordinal)).Select(p => p.No).Order().ToList();
        return numbers.Count == 0 ? null : string.Join(",", numbers);
    }

    internal static Conclusion Note(RuleSetRow set) => new(
        "Оценочный лист.", $"{set.Name}. Набор правил: версия {set.Version}. Источник: {set.Source}. Внутренний документ; решения по неясным местам документа — в сносках.");
}

/// <summary>A decision on a place that the document leaves open.</summary>
internal sealed record Footnote(int No, string Defect, string Text);
