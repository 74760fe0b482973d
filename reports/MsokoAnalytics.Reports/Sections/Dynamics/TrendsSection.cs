using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <summary>Slopes over three to five years and steps of качество: the compulsory works, and every work with a proven trend or a step.</summary>
internal sealed class TrendsSection : IReportSection
{
    private const double ChartWidth = 80;
    private const double RowHeight = 20;

    public string Name => "trends";

    public string? Part => Parts.Dynamics;

    public IReadOnlyList<string> Tables => ["marts.mart_trend"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<TrendRow>(
            """
            SELECT t.scope AS Scope, t.scope_id AS ScopeId, t.subject AS Subject, t.level AS Level, CAST(t.grade AS INTEGER) AS Grade, CAST(t.year_from AS INTEGER) AS YearFrom,
              CAST(t.year_to AS INTEGER) AS YearTo, CAST(t.n_years AS INTEGER) AS YearCount, CAST(t.n_min AS INTEGER) AS NMin, t.value_first AS ValueFirst, t.value_last AS ValueLast,
              t.slope AS Slope, t.slope_lo AS SlopeLo, t.slope_hi AS SlopeHi, t.peer_slope AS PeerSlope, t.verdict AS Verdict, CAST(t.change_year AS INTEGER) AS ChangeYear,
              t.change_step AS ChangeStep, t.change_lo AS ChangeLo, t.change_hi AS ChangeHi, t.change_verdict AS ChangeVerdict, t.rule_version AS RuleVersion
            FROM marts.mart_trend AS t
            WHERE t.source = 'work' AND t.procedure = 'ВПР' AND t.wave = 'spring' AND t.measure = 'quality_pct' AND t.scope IN ('municipality', 'school') AND t.municipality_id = $municipality
            ORDER BY ALL
            """,
            target, cancellationToken);
        var own = rows.ToLookup(r => (new ScopeRef(r.Scope, r.ScopeId), r.YearTo));
        return new SectionData(c => Build(c, [.. own[(c.Own, c.Wave.Year)]]));
    }

    private static SectionContent? Build(BuildContext context, List<TrendRow> rows)
    {
        if (context.Wave.Wave != WaveKey.Spring) return null;
        var main = context.MainWorks.Select(w => (w.Grade, w.Subject, w.Level)).ToHashSet();
        var shown = rows.Where(r => !SmallGroup.Is(r.NMin) && (main.Contains((r.Grade, r.Subject, r.Level)) || r.Told || r.Stepped))
            .OrderBy(r => r.Grade).ThenBy(r => WorkOrder.SubjectOrder(r.Subject)).ThenByDescending(r => r.Level, StringComparer.Ordinal).ToList();
        if (shown.Count == 0) return null;
        var axis = DifferenceAxis.For(shown.SelectMany(r => new[] { r.SlopeLo, r.SlopeHi }));
        var lines = shown.Select(r => new TrendLine(
            $"{WorkNames.Subject(context.Data.SubjectName(r.Subject), r.Level)}, {RussianNumbers.Integer(r.Grade)}\u00A0класс", r.YearFrom, r.YearTo, r.YearCount, r.NMin, Figures.Round(r.ValueFirst), Figures.Round(r.ValueLast),
            Interval.Of(r.Slope, r.SlopeLo, r.SlopeHi)!, r.PeerSlope is { } peers ? Figures.Round(peers) : null, r.Verdict, Tone(r.Verdict == "рост", r.Verdict == "снижение"),
            r.Stepped ? r.ChangeYear : null, r.Stepped ? Interval.Of(r.ChangeStep, r.ChangeLo, r.ChangeHi) : null, Tone(r.ChangeStep > 0, r.ChangeStep < 0))).ToList();
        var chart = new IntervalsChart(
            ChartWidth, RowHeight, -axis.Max, axis.Max, axis.Ticks, 0, [.. lines.Select(l => new IntervalsRow(l.Slope, null, l.PeerSlope, l.Tone))])
        {
            Alt = "Наклон качества, п.п. в год: " + string.Join("; ", lines.Select(l => $"{l.Work} — {RussianNumbers.Points(l.Slope.Value)}")),
        };
        return new SectionContent(new TrendsModel(context.AddChart("trends", chart), lines, ChartWidth, RowHeight, axis, lines.Exists(l => l.PeerSlope is not null)))
        {
            Notes =
            [
                new Conclusion(
                    "Тренды.",
                    "Наклон — медиана наклонов всех пар лет (Тейл — Сен), п.п. в год, с 95-процентным интервалом; вывод — критерий Манна — Кендалла с поправкой на число рядов. «Ряд короток» — столько лет не могут дать "
                    + $"доказательства, каковы бы ни были значения. Шаг — год, с которого уровень другой. Версия правила: {string.Join(", ", shown.Select(r => VersionOf(r.RuleVersion)).Distinct(StringComparer.Ordinal))}."),
            ],
        };
    }

    /// <summary>«trend-1» → «1»: the word is the name of the rule.</summary>
    private static string VersionOf(string version) => version[(version.LastIndexOf('-') + 1)..];

    private static string Tone(bool up, bool down) => up ? "up" : down ? "down" : "none";

    private sealed record TrendRow
    {
        public required string Scope { get; init; }

        public required string ScopeId { get; init; }

        public required string Subject { get; init; }

        public required string Level { get; init; }

        public int Grade { get; init; }

        public int YearFrom { get; init; }

        public int YearTo { get; init; }

        public int YearCount { get; init; }

        public int NMin { get; init; }

        public double ValueFirst { get; init; }

        public double ValueLast { get; init; }

        public double Slope { get; init; }

        public double SlopeLo { get; init; }

        public double SlopeHi { get; init; }

        public double? PeerSlope { get; init; }

        public required string Verdict { get; init; }

        public int? ChangeYear { get; init; }

        public double? ChangeStep { get; init; }

        public double? ChangeLo { get; init; }

        public double? ChangeHi { get; init; }

        public string? ChangeVerdict { get; init; }

        public required string RuleVersion { get; init; }

        internal bool Told => Verdict is "рост" or "снижение";

        internal bool Stepped => ChangeVerdict is "шаг вверх" or "шаг вниз";
    }
}

internal sealed record TrendsModel(string Chart, IReadOnlyList<TrendLine> Rows, double Width, double RowHeight, DifferenceAxis Axis, bool HasPeers);

/// <param name="Work">Work and grade.</param>
/// <param name="YearFrom">First year.</param>
/// <param name="YearTo">Last year.</param>
/// <param name="Years">Years with results.</param>
/// <param name="N">Least pupils of a year.</param>
/// <param name="First">Качество in the first year, percent.</param>
/// <param name="Last">In the last.</param>
/// <param name="Slope">Percent points a year.</param>
/// <param name="PeerSlope">Median of all schools, or null.</param>
/// <param name="Verdict">As in the mart.</param>
/// <param name="Tone"><c>up</c>, <c>down</c> or <c>none</c>.</param>
/// <param name="StepYear">First year of the new level, or null.</param>
/// <param name="Step">Its size.</param>
/// <param name="StepTone">As <paramref name="Tone"/>.</param>
internal sealed record TrendLine(
    string Work, int YearFrom, int YearTo, int Years, int N, double First, double Last, Interval Slope, double? PeerSlope, string Verdict, string Tone, int? StepYear, Interval? Step, string StepTone);
