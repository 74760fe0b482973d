using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <summary>Value added of a school by transition: all works of the last years together, then the single works whose verdict differs from «as expected».</summary>
internal sealed class ValueAddedSection : IReportSection
{
    private const double ChartWidth = 104;
    private const double RowHeight = 20;
    private const int MostRows = 14;

    /// <summary>Points of the standard deviation, times 100 for an axis like the others'.</summary>
    private const double Scale = 100;

    public string Name => "value-added";

    public string? Part => Parts.Dynamics;

    public IReadOnlyList<string> Tables => ["marts.mart_value_added"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<ValueRow>(
            """
            SELECT v.transition AS Transition, v.level AS Level, v.subject AS Subject, v.work_level AS WorkLevel, CAST(v.grade_from AS INTEGER) AS GradeFrom, CAST(v.grade_to AS INTEGER) AS GradeTo,
              CAST(v.year_to AS INTEGER) AS YearTo, v.school_id AS SchoolId, CAST(v.n_to AS INTEGER) AS N, CAST(v.n_works AS INTEGER) AS Works, v.raw AS Raw, v.value_added AS ValueAdded,
              v.lo AS Lo, v.hi AS Hi, v.verdict AS Verdict, v.has_context AS HasContext, v.rule_version AS RuleVersion
            FROM marts.mart_value_added AS v
            WHERE v.municipality_id = $municipality AND v.value_added IS NOT NULL AND v.raw IS NOT NULL
            ORDER BY ALL
            """,
            target, cancellationToken);
        var own = rows.ToLookup(r => (r.SchoolId, r.YearTo));
        return new SectionData(c => c.OfSchool ? Build(c, [.. own[(c.Own.Id, c.Wave.Year)]]) : null);
    }

    private static SectionContent? Build(BuildContext context, List<ValueRow> rows)
    {
        var shown = rows.Where(r => !SmallGroup.Is(r.N) && (r.IsStage || r.Verdict is "выше ожидаемого" or "ниже ожидаемого"))
            .OrderByDescending(r => r.IsStage).ThenBy(r => r.Transition, StringComparer.Ordinal).ThenBy(r => r.GradeTo).ThenBy(r => WorkOrder.SubjectOrder(r.Subject)).Take(MostRows).ToList();
        if (shown.Count == 0) return null;
        var axis = DifferenceAxis.For(shown.SelectMany(r => new[] { Scale * (r.Lo ?? 0), Scale * (r.Hi ?? 0) }));
        var lines = shown.Select(r => new ValueLine(
            r.Transition, r.IsStage ? $"все работы ({RussianNumbers.Integer(r.Works)})" : $"{WorkNames.Subject(context.Data.SubjectName(r.Subject), r.WorkLevel)}, {RussianNumbers.Integer(r.GradeFrom)} → {RussianNumbers.Integer(r.GradeTo)}\u00A0класс",
            r.N, Two(r.Raw), Two(r.ValueAdded), r.Lo is { } lo ? Two(lo) : null, r.Hi is { } hi ? Two(hi) : null, r.Verdict,
            r.Verdict switch { "выше ожидаемого" => "up", "ниже ожидаемого" => "down", _ => "none" })).ToList();
        var chart = new IntervalsChart(
            ChartWidth, RowHeight, -axis.Max, axis.Max, axis.Ticks, 0,
            [.. shown.Zip(lines).Select(p => new IntervalsRow(Interval.Of(Scale * p.First.ValueAdded, Scale * p.First.Lo, Scale * p.First.Hi), null, null, p.Second.Tone))])
        {
            Alt = "Добавленная ценность, сотые доли стандартного отклонения: " + string.Join("; ", lines.Select(l => $"{l.Transition}, {l.Work} — {RussianNumbers.Fixed(l.Value, 2)}")),
        };
        return new SectionContent(new ValueAddedModel(context.AddChart("value-added", chart), lines, ChartWidth, RowHeight, axis))
        {
            Notes =
            [
                new Conclusion(
                    "Добавленная ценность.",
                    "Насколько ученики оказались выше или ниже, чем школы с тем же начальным уровнем" + (shown.Exists(r => r.HasContext) ? " и условиями" : string.Empty)
                    + ": доли стандартного отклонения результата ученика, модель со случайным свободным членом, 95-процентный интервал. Когорты школ, а не отдельные ученики. "
                    + $"Версия правила: {string.Join(", ", shown.Select(r => r.RuleVersion[(r.RuleVersion.LastIndexOf('-') + 1)..]).Distinct(StringComparer.Ordinal))}."),
            ],
        };
    }

    private static double Two(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);

    private sealed record ValueRow
    {
        public required string Transition { get; init; }

        public required string Level { get; init; }

        public required string Subject { get; init; }

        public required string WorkLevel { get; init; }

        public int GradeFrom { get; init; }

        public int GradeTo { get; init; }

        public int YearTo { get; init; }

        public required string SchoolId { get; init; }

        public int N { get; init; }

        public int Works { get; init; }

        public double Raw { get; init; }

        public double ValueAdded { get; init; }

        public double? Lo { get; init; }

        public double? Hi { get; init; }

        public required string Verdict { get; init; }

        public bool HasContext { get; init; }

        public required string RuleVersion { get; init; }

        internal bool IsStage => Level == "stage";
    }
}

internal sealed record ValueAddedModel(string Chart, IReadOnlyList<ValueLine> Rows, double Width, double RowHeight, DifferenceAxis Axis);

/// <param name="Transition">«ВПР→ОГЭ».</param>
/// <param name="Work">Later work, or all of them.</param>
/// <param name="N">Pupils (results, over all works).</param>
/// <param name="Raw">Not shrunken; two decimals, standard deviations of pupils.</param>
/// <param name="Value">Shrunken.</param>
/// <param name="Low">95 %.</param>
/// <param name="High">95 %.</param>
/// <param name="Verdict">As in the mart.</param>
/// <param name="Tone"><c>up</c>, <c>down</c> or <c>none</c>.</param>
internal sealed record ValueLine(string Transition, string Work, int N, double Raw, double Value, double? Low, double? High, string Verdict, string Tone);
