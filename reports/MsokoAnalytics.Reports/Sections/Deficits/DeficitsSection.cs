using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Deficits;

/// <summary>
/// Skills that are weaker than elsewhere: for a school against its cluster (or the municipality without it), for a municipality the skills
/// that most schools are weak in, as a heatmap of skills × schools.
/// </summary>
internal sealed class DeficitsSection : IReportSection
{
    private const double ChartWidth = 104;
    private const double RowHeight = 24;
    private const int MostSkills = 15;
    private const int MostRows = 14;

    /// <summary>A verdict that is none; a reference that is too small gives way to the next one.</summary>
    private const string FewPupils = "мало учеников";

    /// <summary>Nearest first: the cluster is the fairest comparison.</summary>
    private static readonly string[] References = ["cluster", "municipality", "region"];

    public string Name => "deficits";

    public string? Part => Parts.Deficits;

    public IReadOnlyList<string> Tables => ["marts.mart_skill_deficit"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        // Only what the reports show: a skill of every school in every year makes hundreds of thousands of rows in a large municipality.
        var others = target.Others;
        var ofOthers = others.Count == 0 ? string.Empty
            : $" OR (d.school_id IN ({SqlList.Of(others.Select(s => s.School.SchoolId))}) AND d.work_id IN ({SqlList.Of(data.WorkIdsOf(others.Select(s => s.Wave)))}))";
        var works = $"(d.work_id IN ({SqlList.Of(data.WorkIdsOf(target.MainWave is { } main ? [main] : []))}){ofOthers})";
        var rows = await reader.OfMunicipalityAsync<DeficitRow>(
            $"""
            SELECT d.work_id AS WorkId, d.school_id AS SchoolId, d.code_system AS CodeSystem, d.skill AS Skill, d.skill_name AS SkillName, d.tasks AS Tasks, d.code_status AS CodeStatus,
              d.reference AS Reference, CAST(d.n AS INTEGER) AS N, CAST(d.n_reference AS INTEGER) AS NReference, d.value AS Value, d.reference_value AS ReferenceValue,
              d.difference AS Difference, d.lo AS Lo, d.hi AS Hi, d.verdict AS Verdict, coalesce(d.is_system_deficit, false) AS IsSystem, d.rule_version AS RuleVersion
            FROM marts.mart_skill_deficit AS d
            WHERE d.procedure = 'ВПР' AND d.municipality_id = $municipality AND {works}
              AND d.n >= {SmallGroup.Threshold.ToString(CultureInfo.InvariantCulture)} AND d.verdict <> '{FewPupils}'
            ORDER BY ALL
            """,
            target, cancellationToken);
        var ofWork = rows.ToLookup(r => r.WorkId, StringComparer.Ordinal);
        return new SectionData(c => c.OfSchool ? School(c, ofWork) : Municipality(c, ofWork));
    }

    private static SectionContent? School(BuildContext context, ILookup<string, DeficitRow> works)
    {
        var all = context.Works.SelectMany(w => Nearest(works[w.WorkId].Where(r => r.SchoolId == context.Own.Id))).ToList();
        var byWork = context.Works.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var weak = all.Where(r => r.IsWeak || r.IsSystem).OrderByDescending(r => r.IsSystem).ThenBy(r => r.Difference).ThenBy(r => r.Skill, StringComparer.Ordinal).ToList();
        if (all.Count == 0) return null;
        var shown = weak.Take(MostSkills).OrderBy(r => byWork[r.WorkId], WorkOrder.Instance).ThenBy(r => r.Difference).ToList();
        string? chart = null;
        var axis = DifferenceAxis.For(shown.SelectMany(r => new[] { r.Lo ?? 0, r.Hi ?? 0 }));
        var lines = shown.Select(r => new DeficitLine(
            WorkNames.Full(byWork[r.WorkId]), $"{r.Skill} {r.SkillName}", r.Tasks, r.CodeStatus, r.N, Figures.Round(r.Value), Figures.Round(r.ReferenceValue), r.NReference, ReferenceName(r.Reference),
            Interval.Of(r.Difference, r.Lo, r.Hi)!, r.IsWeak, r.IsSystem)).ToList();
        if (lines.Count > 0)
        {
            chart = context.AddChart("deficits", new IntervalsChart(
                ChartWidth, RowHeight, -axis.Max, axis.Max, axis.Ticks, 0, [.. lines.Select(l => new IntervalsRow(l.Difference, null, null, l.Weak ? "down" : "none"))])
            {
                Alt = "Умения слабее, чем у других, п.п.: " + string.Join("; ", lines.Select(l => $"{l.Skill} — {RussianNumbers.Points(l.Difference.Value)}")),
            });
        }

        var system = all.Count(r => r.IsSystem);
        return new SectionContent(new DeficitsModel(chart, lines, Against(all), all.Count, weak.Count, weak.Count - lines.Count, system, ChartWidth, RowHeight, axis))
        {
            Conclusions =
            [
                new Conclusion(
                    "Умения.",
                    weak.Count == 0
                        ? $"Из {RussianPlural.Count(all.Count, "умения", "умений", "умений")} ни одно не слабее, чем у сравниваемых школ, с учётом числа сравнений."
                        : $"Слабее, чем у сравниваемых школ, или системный дефицит: {RussianPlural.Count(weak.Count, "умение", "умения", "умений")} из {RussianNumbers.Integer(all.Count)} "
                          + $"(системных дефицитов — {RussianNumbers.Integer(system)})."),
            ],
            Notes = [Note(all)],
        };
    }

    private static SectionContent? Municipality(BuildContext context, ILookup<string, DeficitRow> works)
    {
        var numbers = context.SchoolNumbers;
        var byWork = context.Works.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var skills = context.Works.SelectMany(w => works[w.WorkId].Where(r => numbers.ContainsKey(r.SchoolId)).GroupBy(r => r.SchoolId, StringComparer.Ordinal).SelectMany(Nearest))
            .GroupBy(r => (r.WorkId, r.CodeSystem, r.Skill)).Select(g => (g.Key.WorkId, First: g.First(), Rows: g.ToList(), Weak: g.Count(r => r.IsWeak), System: g.Count(r => r.IsSystem))).ToList();
        if (skills.Count == 0) return null;
        var shown = skills.Where(s => s.Weak + s.System > 0).OrderByDescending(s => s.Weak + s.System).ThenBy(s => s.First.Skill, StringComparer.Ordinal).Take(MostRows)
            .OrderBy(s => byWork[s.WorkId], WorkOrder.Instance).ThenBy(s => s.First.Skill, StringComparer.Ordinal).ToList();
        string? chart = null;
        if (shown.Count > 0)
        {
            chart = context.AddChart("deficits", new HeatmapChart("heatmap-difference", numbers.Count, [.. shown.Select(s => Cells(s.Rows, numbers))])
            {
                Alt = "Умения по школам, разница с остальными, п.п.: " + string.Join("; ", shown.Select(s => $"{s.First.Skill} — слабее в {RussianPlural.InSchools(s.Weak)}")),
            });
        }

        return new SectionContent(new DeficitsMapModel(
            chart, [.. shown.Select(s => new DeficitMapRow(WorkNames.Full(byWork[s.WorkId]), $"{s.First.Skill} {s.First.SkillName}", s.Rows.Count, s.Weak, s.System))], numbers.Count, skills.Count, skills.Count(s => s.Weak + s.System > 0)))
        {
            Notes = [Note([.. skills.Select(s => s.First)])],
        };
    }

    private static HeatmapCell?[] Cells(List<DeficitRow> rows, IReadOnlyDictionary<string, int> numbers)
    {
        var cells = new HeatmapCell?[numbers.Count];
        foreach (var row in rows) cells[numbers[row.SchoolId] - 1] = new HeatmapCell(Figures.Round(row.Value), Figures.Round(row.Difference));
        return cells;
    }

    /// <summary>Each skill once, against the nearest reference that it has.</summary>
    private static IEnumerable<DeficitRow> Nearest(IEnumerable<DeficitRow> rows) =>
        rows.GroupBy(r => (r.WorkId, r.CodeSystem, r.Skill)).Select(g => g.MinBy(r => Array.IndexOf(References, r.Reference) is var i && i < 0 ? References.Length : i)!);

    private static string ReferenceName(string reference) => reference switch { "cluster" => "кластер", "municipality" => "муниципалитет без школы", _ => "регион без школы" };

    /// <summary>Whose other schools the skills are compared with, in the genitive.</summary>
    private static string Against(List<DeficitRow> rows) => string.Join(", ", References.Where(f => rows.Exists(r => r.Reference == f))
        .Select(f => f switch { "cluster" => "кластера (с такими же условиями)", "municipality" => "муниципалитета", _ => "региона" }));

    private static Conclusion Note(List<DeficitRow> rows) => new(
        "Умения.",
        "Доля результатов, достигших порога задания; сравнение — с кластером, без него с муниципалитетом или регионом без школы. «Слабее» — с поправкой на число умений школы. Системный дефицит — большинство заданий умения "
        + $"надёжно в зоне «недостаточно». Версия правила: {string.Join(", ", rows.Select(r => r.RuleVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}.");

    private sealed record DeficitRow
    {
        public required string WorkId { get; init; }

        public required string SchoolId { get; init; }

        public required string CodeSystem { get; init; }

        public required string Skill { get; init; }

        public required string SkillName { get; init; }

        public string? Tasks { get; init; }

        public string? CodeStatus { get; init; }

        public required string Reference { get; init; }

        public int N { get; init; }

        public int NReference { get; init; }

        public double Value { get; init; }

        public double ReferenceValue { get; init; }

        public double Difference { get; init; }

        public double? Lo { get; init; }

        public double? Hi { get; init; }

        public required string Verdict { get; init; }

        public bool IsSystem { get; init; }

        public string? RuleVersion { get; init; }

        internal bool IsWeak => Verdict == "слабее";
    }
}

/// <param name="Chart">Null without rows.</param>
/// <param name="Rows">Weak skills.</param>
/// <param name="Against">Whose other schools they are compared with, in the genitive.</param>
/// <param name="Judged">Skills compared.</param>
/// <param name="Weak">Of them weak.</param>
/// <param name="More">Weak ones that are not listed.</param>
/// <param name="System">Системные дефициты.</param>
/// <param name="Width">Of the chart, points.</param>
/// <param name="RowHeight">Points.</param>
/// <param name="Axis">Of the chart.</param>
internal sealed record DeficitsModel(string? Chart, IReadOnlyList<DeficitLine> Rows, string Against, int Judged, int Weak, int More, int System, double Width, double RowHeight, DifferenceAxis Axis);

internal sealed record DeficitLine(
    string Work, string Skill, string? Tasks, string? CodeStatus, int N, double Value, double ReferenceValue, int ReferenceN, string Reference, Interval Difference, bool Weak, bool System);

/// <param name="Chart">Null without rows.</param>
/// <param name="Rows">Skills that schools are weak in.</param>
/// <param name="Columns">Schools.</param>
/// <param name="Judged">Skills compared.</param>
/// <param name="Weak">Skills that any school is weak in.</param>
internal sealed record DeficitsMapModel(string? Chart, IReadOnlyList<DeficitMapRow> Rows, int Columns, int Judged, int Weak);

internal sealed record DeficitMapRow(string Work, string Skill, int Schools, int Weak, int System);
