using System.Text.RegularExpressions;

namespace MsokoAnalytics.Models.Catalogue;

/// <summary>
/// Indicators and rule sets as they are written in YAML, checked, as the CSV texts of the tables that the marts join:
/// <c>core.dim_indicator</c>, <c>core.dim_rule_set</c>, <c>core.dim_rule_policy</c>, <c>core.dim_rule_row</c>, <c>core.dim_rule_band</c>.
/// Every complaint is a Russian line with the file and the place.
/// </summary>
/// <param name="indicators">Files by relative path.</param>
/// <param name="ruleSets">Files by relative path.</param>
/// <param name="problems">Where complaints go.</param>
internal sealed partial class CatalogueReader(
    IReadOnlyList<(string Path, IndicatorFamilyFile File)> indicators,
    IReadOnlyList<(string Path, RuleSetFile File)> ruleSets,
    List<string> problems)
{
    private static readonly string[] Units = ["percent", "index", "count", "awards", "place", "ratio"];
    private static readonly string[] Directions = ["higher", "lower", "none"];
    private static readonly string[] Levels = ["all", "noo", "ooo", "soo"];

    /// <summary>Policies the marts understand, with the values they know.</summary>
    private static readonly Dictionary<string, string[]> Engine = new(StringComparer.Ordinal)
    {
        ["band_gaps"] = ["half_open", "round_half_up", "strict"],
        ["band_overlap"] = ["higher", "lower"],
        ["above_top"] = ["top_band", "none"],
        ["minimum"] = ["proportional", "as_printed"],
        ["negative_total"] = ["as_counted", "zero"],
        ["reference_rows"] = ["reference", "scored"],
        ["achievements"] = ["count_capped", "any_full"],
    };

    private readonly Dictionary<string, IndicatorFile> _byCode = new(StringComparer.Ordinal);

    /// <summary>CSV texts by table name.</summary>
    public Dictionary<string, string> Read()
    {
        CsvText indicatorTable = new(
            "indicator", "family", "rule_version", "indicator_name", "definition", "numerator_text", "denominator_text", "unit",
            "levels", "min_n", "direction", "formula", "awaits", "source_document");
        foreach (var (path, file) in indicators) ReadFamily(path, file, indicatorTable);
        CsvText sets = new("rule_set", "rule_version", "rule_set_name", "source_document", "first_year", "last_year", "municipalities");
        CsvText policies = new("rule_set", "policy", "policy_value", "defect", "footnote", "footnote_no");
        CsvText rows = new(
            "rule_set", "criterion_no", "criterion", "criterion_minimum", "row_no", "row_order", "row_name", "scoring_text", "indicator",
            "education_level", "points_per_unit", "max_points", "can_add", "above_top", "reference_from", "policies");
        CsvText bands = new("rule_set", "row_no", "points", "from_value", "to_value");
        foreach (var (path, file) in ruleSets) ReadRuleSet(path, file, sets, policies, rows, bands);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dim_indicator"] = indicatorTable.ToString(),
            ["dim_rule_set"] = sets.ToString(),
            ["dim_rule_policy"] = policies.ToString(),
            ["dim_rule_row"] = rows.ToString(),
            ["dim_rule_band"] = bands.ToString(),
        };
    }

    /// <summary>Formula tables that the indicators name, with the indicator, for the loader's check of references.</summary>
    public IEnumerable<(string Code, string Formula)> Formulas =>
        _byCode.Where(p => p.Value.Formula is not null).Select(p => (p.Key, p.Value.Formula!));

    private void ReadFamily(string path, IndicatorFamilyFile file, CsvText table)
    {
        Require(Filled(file.Family, file.Version, file.Source), path, "нужны family, version и source (документ)");
        foreach (var one in file.Indicators)
        {
            var place = $"{path}: {one.Code ?? "?"}";
            Require(one.Code is not null && Code().IsMatch(one.Code), place, "code: строчные латинские буквы, цифры и _");
            Require(Filled(one.Name, one.Definition, one.Numerator, one.Denominator), place, "нужны name, definition, numerator и denominator");
            OneOf(one.Unit, Units, place, "unit");
            OneOf(one.Direction, Directions, place, "direction");
            Require(one.MinN >= 1, place, "min_n: наименьшее число учеников, от 1");
            Require(one.Levels.Count > 0, place, "нужен список levels");
            foreach (var level in one.Levels) OneOf(level, Levels, place, "levels");
            Require((one.Formula is null) != (one.Awaits is null), place, "нужно одно из двух: formula (модель) или awaits (какого источника нет)");
            if (one.Code is not null && !_byCode.TryAdd(one.Code, one)) problems.Add($"{place}: показатель объявлен дважды");
            table.Row(
                one.Code, file.Family, file.Version, one.Name, one.Definition, one.Numerator, one.Denominator, one.Unit,
                string.Join(',', one.Levels), CsvText.Number(one.MinN), one.Direction, one.Formula, one.Awaits, one.Source ?? file.Source);
        }
    }

    private void ReadRuleSet(string path, RuleSetFile file, CsvText sets, CsvText policies, CsvText rows, CsvText bands)
    {
        Require(Filled(file.RuleSet, file.Name, file.Version, file.Source), path, "нужны rule_set, name, version и source");
        Require(file.FirstYear > 0, path, "нужен first_year");
        Require(file.LastYear is null || file.LastYear >= file.FirstYear, path, "last_year раньше first_year");
        Require(file.Municipalities.Count > 0, path, "нужен список municipalities (ключи вида 71_m015 или \"*\")");
        Require(ruleSets.Count(r => r.File.RuleSet == file.RuleSet) == 1, path, $"набор правил «{file.RuleSet}» объявлен дважды");
        sets.Row(
            file.RuleSet, file.Version, file.Name, file.Source, CsvText.Number(file.FirstYear), CsvText.Number(file.LastYear),
            string.Join(',', file.Municipalities));
        ReadPolicies(path, file, policies);
        var order = 0;
        foreach (var criterion in file.Criteria)
        {
            var at = $"{path}: критерий {criterion.No ?? "?"}";
            Require(int.TryParse(criterion.No, out var number) && number > 0, at, "no: целое от 1");
            Require(Filled(criterion.Name), at, "нужно name");
            Require(file.Criteria.Count(c => c.No == criterion.No) == 1, at, "номер повторяется");
            Require((criterion.ReferencePolicy is null) == (criterion.ReferenceFrom is null), at, "reference_policy и reference_from бывают только вместе");
            if (criterion.ReferencePolicy is { } policy) Named(file, policy, at);
            foreach (var row in criterion.Rows) ReadRow(path, file, criterion, row, ++order, rows, bands);
        }

        var numbers = file.Criteria.SelectMany(c => c.Rows).Select(r => r.No).ToList();
        Require(numbers.Distinct(StringComparer.Ordinal).Count() == numbers.Count, path, "номера строк (rows / no) повторяются");
    }

    private void ReadPolicies(string path, RuleSetFile file, CsvText table)
    {
        foreach (var (name, values) in Engine)
            if (file.Policies.TryGetValue(name, out var given)) OneOf(given.Value, values, $"{path}: policies / {name}", "value");
            else problems.Add($"{path}: policies: не решено «{name}» (бывает {string.Join(", ", values)})");
        var number = 0;
        foreach (var (name, policy) in file.Policies)
        {
            var place = $"{path}: policies / {name}";
            Require(Filled(policy.Defect), place, "нужно defect: что в таблице не определено");
            var footnote = "";
            if (policy.Value is null || !policy.Options.TryGetValue(policy.Value, out footnote))
                problems.Add($"{place}: value должно быть одним из options: {string.Join(", ", policy.Options.Keys)}");
            table.Row(file.RuleSet, name, policy.Value, policy.Defect, footnote, CsvText.Number(++number));
        }
    }

    private void ReadRow(
        string path, RuleSetFile file, CriterionFile criterion, RowFile row, int order, CsvText rows, CsvText bands)
    {
        var place = $"{path}: строка {row.No ?? "?"}";
        Require(Filled(row.No, row.Name, row.Scoring), place, "нужны no, name и scoring (текст документа)");
        OneOf(row.Level, Levels, place, "level");
        Require((row.Bands.Count > 0) != (row.PointsPerUnit is not null), place, "нужно одно из двух: bands или points_per_unit");
        Require(row.MaxPoints is null || row.PointsPerUnit is > 0, place, "max_points бывает только у положительного points_per_unit");
        foreach (var policy in row.Footnotes) Named(file, policy, place);
        var indicator = Indicator(file, row, place);
        if (indicator is not null)
        {
            if (!_byCode.TryGetValue(indicator, out var known)) problems.Add($"{place}: нет показателя «{indicator}» в indicators/*.yml");
            else Require(row.Level is null || known.Levels.Contains(row.Level, StringComparer.Ordinal), place, $"у показателя «{indicator}» нет уровня «{row.Level}»");
        }

        var used = new List<string>(row.Footnotes);
        if (row.IndicatorBy?.Policy is { } chosen) used.Add(chosen);
        if (row.Bands.Count > 0) used.Add("band_gaps");
        if (row.MaxPoints is not null) used.Add("achievements");
        if (row.AboveTopPolicy is { } above)
        {
            Require(above == "above_top", place, "above_top_policy: бывает above_top");
            used.Add(above);
        }

        foreach (var band in row.Bands)
        {
            Require(band.From <= band.To, place, $"полоса {band.From}–{band.To}: начало больше конца");
            bands.Row(file.RuleSet, row.No, CsvText.Number(band.Points), CsvText.Number(band.From), CsvText.Number(band.To));
        }

        var overlaps = row.Bands.SelectMany((a, i) => row.Bands.Skip(i + 1).Select(b => (a, b))).Any(p => p.a.From <= p.b.To && p.b.From <= p.a.To);
        if (overlaps) used.Add("band_overlap");
        if (criterion.ReferencePolicy is { } reference) used.Add(reference);
        rows.Row(
            file.RuleSet, criterion.No, criterion.Name, CsvText.Number(criterion.Minimum), row.No, CsvText.Number(order), row.Name, row.Scoring,
            indicator, row.Level, CsvText.Number(row.PointsPerUnit), CsvText.Number(row.MaxPoints),
            row.Bands.Any(b => b.Points > 0) || row.PointsPerUnit > 0 ? "true" : "false",
            row.AboveTopPolicy is null ? "none" : file.Policies.GetValueOrDefault(row.AboveTopPolicy)?.Value,
            Reference(file, criterion), string.Join(',', used.Distinct(StringComparer.Ordinal)));
    }

    private static string? Reference(RuleSetFile file, CriterionFile criterion) =>
        criterion.ReferencePolicy is { } policy && file.Policies.GetValueOrDefault(policy)?.Value == "reference"
            ? CsvText.Number(criterion.ReferenceFrom)
            : null;

    private string? Indicator(RuleSetFile file, RowFile row, string place)
    {
        Require((row.Indicator is null) != (row.IndicatorBy is null), place, "нужно одно из двух: indicator или indicator_by");
        if (row.IndicatorBy is not { } choice) return row.Indicator;
        var value = choice.Policy is null ? null : file.Policies.GetValueOrDefault(choice.Policy)?.Value;
        if (value is not null && choice.Codes.TryGetValue(value, out var code)) return code;
        problems.Add($"{place}: indicator_by: для решения «{choice.Policy}» = «{value}» не указан показатель");
        return null;
    }

    private void Named(RuleSetFile file, string policy, string place) =>
        Require(file.Policies.ContainsKey(policy), place, $"решения «{policy}» нет в policies");

    private void OneOf(string? value, string[] allowed, string place, string key) =>
        Require(value is not null && allowed.Contains(value, StringComparer.Ordinal), place, $"{key}: «{value}», а бывает {string.Join(", ", allowed)}");

    private void Require(bool condition, string place, string problem)
    {
        if (!condition) problems.Add($"{place}: {problem}");
    }

    private static bool Filled(params string?[] values) => !values.Any(string.IsNullOrWhiteSpace);

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Code();
}
