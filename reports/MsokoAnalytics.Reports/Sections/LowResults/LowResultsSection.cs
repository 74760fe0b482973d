using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.LowResults;

/// <summary>
/// Schools with low results (ШНОР) by each rule apart: who is on the list and why, who entered and left, who is on the border. Rules are never
/// merged; a rule that has to be checked against its source says so.
/// </summary>
internal sealed class LowResultsSection : IReportSection
{
    private const string Listed = "в списке";
    private const string Border = "пограничная";
    private const string Left = "вышла";

    public string Name => "low-results";

    public IReadOnlyList<string> Tables => ["marts.mart_low_results", "marts.mart_low_results_rule"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<Row>(
            """
            SELECT r.rule AS Rule, r.school_id AS SchoolId, CAST(r.year AS INTEGER) AS Year, r.base_years AS BaseYears, CAST(r.n_items AS INTEGER) AS Items,
              CAST(r.n_low AS INTEGER) AS Low, CAST(r.n_sure AS INTEGER) AS Sure, CAST(r.n_needed AS INTEGER) AS Needed, CAST(r.pooled_n AS INTEGER) AS PooledN,
              r.pooled_pct AS PooledPct, r.pooled_lo AS PooledLo, r.pooled_hi AS PooledHi, r.status AS Status, r.movement AS Movement,
              CAST(r.n_years_listed AS INTEGER) AS YearsListed, r.reason AS Reason, r.movement_reason AS MovementReason,
              r.is_officially_listed AS Official, r.official_document AS OfficialDocument
            FROM marts.mart_low_results AS r
            WHERE r.municipality_id = $municipality
            ORDER BY ALL
            """,
            target, cancellationToken);
        var rules = await reader.QueryAsync<RuleRow>(
            """
            SELECT r.rule AS Rule, r.rule_name AS RuleName, r.rule_version AS Version, r.rule_status AS RuleStatus, r.source_document AS Document, r.statement AS Statement,
              r.parameter AS Parameter, r.value_text AS ValueText, r.meaning AS Meaning, r.status AS Status
            FROM marts.mart_low_results_rule AS r
            """,
            new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken);
        var byYear = rows.ToLookup(r => r.Year);
        var byRule = rules.GroupBy(r => r.Rule, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        return new SectionData(c => Build(c, [.. byYear[c.Wave.Year]], byRule));
    }

    private static SectionContent? Build(BuildContext context, List<Row> rows, List<IGrouping<string, RuleRow>> rules)
    {
        if (rows.Count == 0) return null;
        var names = context.Data.Schools.ToDictionary(s => s.SchoolId, s => SchoolNames.Short(s.Name), StringComparer.Ordinal);
        var lists = new List<LowResultsList>();
        foreach (var rule in rules)
        {
            var own = rows.Where(r => r.Rule == rule.Key).OrderBy(r => names.GetValueOrDefault(r.SchoolId, r.SchoolId), Comparer<string>.Create(SchoolNames.Compare)).ThenBy(r => r.SchoolId, StringComparer.Ordinal).ToList();
            if (own.Count == 0) continue;
            var first = rule.First();
            List<LowResultsSchool> Of(Func<Row, bool> which) => [.. own.Where(which).Select((r, i) => School(r, names.GetValueOrDefault(r.SchoolId, r.SchoolId), i + 1))];
            lists.Add(new LowResultsList(
                first.RuleName, first.RuleStatus, first.Version, first.Document, first.Statement, own[0].BaseYears, own.Exists(r => r.PooledN is not null), own.Exists(r => r.Official is not null),
                own.Count, Of(r => r.Status == Listed), Of(r => r.Movement == Left), Of(r => r.Status == Border && r.Movement != Left), own.Count(r => r.Status == "нет данных"),
                [
                    .. rule.OrderBy(r => r.Parameter.Contains('-', StringComparison.Ordinal)).ThenBy(r => r.Parameter, StringComparer.Ordinal).GroupBy(r => (r.Meaning, r.ValueText, r.Status))
                        .Select(g => new LowResultsSetting(g.Key.Meaning ?? g.First().Parameter, Tidy(g.Key.ValueText), g.Key.Status ?? string.Empty, Count(g.Count()))),
                ]));
        }

        if (lists.Count == 0) return null;
        return new SectionContent(new LowResultsModel(context.Wave.Year, lists))
        {
            KeyFigures = [.. lists.Select(l => new KeyFigure(l.Schools.Count > 0 ? "В списке" : "В списке никого", RussianNumbers.Integer(l.Schools.Count), $"{ShortRule(l.Rule)}, из {RussianNumbers.Integer(l.Judged)}"))],
            Conclusions = [.. lists.Select(Sentence)],
            Notes =
            [
                new Conclusion(
                    "Список.",
                    "Школа в списке, если правило выполнено с учётом 95-процентного интервала: случайные колебания малой школы в список не приводят. «Пограничная» — по самой цифре правило выполнено, с учётом "
                    + "интервала нет. Правила не объединяются. Список — повод для поддержки школы, а не оценка её работы."),
                .. lists.Select(l => new Conclusion(l.Rule + ".", $"Версия {l.Version}, {l.Status}. Источник: {l.Document}.")),
            ],
        };
    }

    private static LowResultsSchool School(Row row, string name, int no) => new(
        no, name, row.Movement, row.YearsListed, row.Items, row.Low, row.Sure, row.Needed, row.PooledN, Interval.Of(row.PooledPct, row.PooledLo, row.PooledHi), row.Reason, row.MovementReason,
        row.Official, row.OfficialDocument);

    private static Conclusion Sentence(LowResultsList list)
    {
        var entered = list.Schools.Where(s => s.Movement is "вошла").ToList();
        return new Conclusion(
            ShortRule(list.Rule) + ".",
            $"В списке {RussianPlural.Schools(list.Schools.Count)} из {RussianNumbers.Integer(list.Judged)}; вошли — {RussianNumbers.Integer(entered.Count)}{Names(entered)}, вышли — {RussianNumbers.Integer(list.LeftSchools.Count)}{Names(list.LeftSchools)}, "
            + $"пограничных — {RussianNumbers.Integer(list.Border.Count)}." + (list.Status == "по документу" ? string.Empty : $" Правило {list.Status}."));
    }

    private static string Names(IReadOnlyList<LowResultsSchool> schools) => schools.Count is 0 or > 6 ? string.Empty : $" ({string.Join(", ", schools.Select(s => s.School))})";

    private static string ShortRule(string rule) => rule.IndexOf(':', StringComparison.Ordinal) is var i and > 0 ? rule[..i] : rule;

    /// <summary>«2,0 лет» is a count: «2 лет».</summary>
    private static string Tidy(string? value) => (value ?? string.Empty).Replace(",0 ", " ", StringComparison.Ordinal);

    private static string? Count(int count) => count == 1 ? null : count.ToString(CultureInfo.InvariantCulture);

    private sealed record Row
    {
        public required string Rule { get; init; }

        public required string SchoolId { get; init; }

        public int Year { get; init; }

        public string? BaseYears { get; init; }

        public int Items { get; init; }

        public int Low { get; init; }

        public int Sure { get; init; }

        public int? Needed { get; init; }

        public int? PooledN { get; init; }

        public double? PooledPct { get; init; }

        public double? PooledLo { get; init; }

        public double? PooledHi { get; init; }

        public required string Status { get; init; }

        public required string Movement { get; init; }

        public int YearsListed { get; init; }

        public required string Reason { get; init; }

        public string? MovementReason { get; init; }

        public bool? Official { get; init; }

        public string? OfficialDocument { get; init; }
    }

    private sealed record RuleRow
    {
        public required string Rule { get; init; }

        public required string RuleName { get; init; }

        public required string Version { get; init; }

        public required string RuleStatus { get; init; }

        public string? Document { get; init; }

        public string? Statement { get; init; }

        public required string Parameter { get; init; }

        public string? ValueText { get; init; }

        public string? Meaning { get; init; }

        public string? Status { get; init; }
    }
}

internal sealed record LowResultsModel(int Year, IReadOnlyList<LowResultsList> Lists);

/// <param name="Rule">Name of the rule.</param>
/// <param name="Status">«по документу» or «требует сверки с ФИОКО».</param>
/// <param name="Version">Of the rule.</param>
/// <param name="Document">Its source.</param>
/// <param name="Statement">Its words.</param>
/// <param name="BaseYears">Years it rests on.</param>
/// <param name="HasPooled">Whether there is a share over all procedures.</param>
/// <param name="HasOfficial">Whether an official list of the year is loaded.</param>
/// <param name="Judged">Schools looked at.</param>
/// <param name="Schools">On the list.</param>
/// <param name="LeftSchools">Left it.</param>
/// <param name="Border">By the figure yes, by the interval no.</param>
/// <param name="NoData">Schools without data.</param>
/// <param name="Settings">Parameters.</param>
internal sealed record LowResultsList(
    string Rule, string Status, string Version, string? Document, string? Statement, string? BaseYears, bool HasPooled, bool HasOfficial, int Judged,
    IReadOnlyList<LowResultsSchool> Schools, IReadOnlyList<LowResultsSchool> LeftSchools, IReadOnlyList<LowResultsSchool> Border, int NoData, IReadOnlyList<LowResultsSetting> Settings);

internal sealed record LowResultsSchool(
    int No, string School, string Movement, int YearsListed, int Items, int Low, int Sure, int? Needed, int? PooledN, Interval? Pooled, string Reason, string? MovementReason, bool? Official,
    string? OfficialDocument);

/// <param name="Meaning">What it sets.</param>
/// <param name="Value">Value with its unit.</param>
/// <param name="Status">Whose choice it is.</param>
/// <param name="Count">How many items share it; null for one.</param>
internal sealed record LowResultsSetting(string Meaning, string Value, string Status, string? Count);
