using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <summary>
/// Changes of the shares of marks against the year before: the same grade with other pupils, and the same pupils a grade higher, each with
/// the raw and the shrunken figure and the verdict that controls false discoveries. A summary of a municipality also names the schools
/// whose change is told apart from chance.
/// </summary>
internal sealed class ChangesSection : IReportSection
{
    private const double ChartWidth = 104;
    private const double RowHeight = 21;

    /// <summary>Rows of the list of schools; the rest is counted.</summary>
    private const int MostSchools = 40;

    private const int MostNamed = 4;

    public string Name => "changes";

    public string? Part => Parts.Dynamics;

    public IReadOnlyList<string> Tables => ["marts.mart_dynamics", "core.seed_analysis_setting"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.OfMunicipalityAsync<ChangeRow>(
            """
            SELECT d.kind AS Kind, d.measure AS Measure, d.scope AS Scope, d.scope_id AS ScopeId, d.subject AS Subject, d.level AS Level,
              CAST(d.grade_from AS INTEGER) AS GradeFrom, CAST(d.grade_to AS INTEGER) AS GradeTo, CAST(d.year_from AS INTEGER) AS YearFrom,
              CAST(d.year_to AS INTEGER) AS YearTo, CAST(d.n_from AS INTEGER) AS NFrom, CAST(d.n_to AS INTEGER) AS NTo, d.value_from AS ValueFrom,
              d.value_to AS ValueTo, d.lo AS Lo, d.hi AS Hi, d.anchor_scope AS AnchorScope, d.relative_difference AS Relative,
              d.relative_lo AS RelativeLo, d.relative_hi AS RelativeHi, d.verdict AS Verdict, d.shrunken AS Shrunken,
              d.shrunken_lo AS ShrunkenLo, d.shrunken_hi AS ShrunkenHi
            FROM marts.mart_dynamics AS d
            WHERE d.procedure = 'ВПР' AND d.scope IN ('municipality', 'school') AND d.municipality_id = $municipality
            ORDER BY ALL
            """,
            target, cancellationToken);
        var settings = (await reader.QueryAsync<Setting>(
            "SELECT s.setting AS Name, CAST(s.value AS DOUBLE) AS Value FROM core.seed_analysis_setting AS s WHERE s.setting IN ('dynamics_fdr', 'dynamics_min_n')",
            new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken)).ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal);
        var own = rows.ToLookup(r => (new ScopeRef(r.Scope, r.ScopeId), r.YearTo));
        return new SectionData(c => Build(c, own, settings));
    }

    private static SectionContent? Build(BuildContext context, ILookup<(ScopeRef Scope, int Year), ChangeRow> rows, Dictionary<string, double> settings)
    {
        if (context.Wave.Wave != WaveKey.Spring) return null;
        var own = rows[(context.Own, context.Wave.Year)].ToList();
        // Where others are set against a wider group, a change without one would mix the difficulty of the works into the same picture.
        if (own.Exists(r => r.AnchorScope is not null)) own = [.. own.Select(r => r.AnchorScope is null ? r with { Shrunken = null } : r)];
        var anchored = own.Exists(r => r.AnchorScope is not null);
        var tables = new[] { ChangeRow.SameGrade, ChangeRow.SameCohort }.Select(k => Table(context, k, own, anchored)).OfType<ChangesTable>().ToList();
        if (tables.Count == 0) return null;
        var schools = context.OfSchool ? null : Schools(context, rows);
        var anchors = own.Select(r => r.AnchorScope).OfType<string>().Distinct(StringComparer.Ordinal).Select(AnchorGenitive).ToList();
        return new SectionContent(new ChangesSectionModel(tables, schools, anchors.Count == 0 ? null : string.Join(", ", anchors), own.Exists(r => r.Shrunken is not null)))
        {
            Conclusions = Conclusions(context, own, schools),
            Notes = [Note(settings)],
        };
    }

    private static ChangesTable? Table(BuildContext context, string kind, List<ChangeRow> own, bool anchored)
    {
        var quality = own.Where(r => r.Kind == kind && r.Measure == ChangeRow.Quality && (context.ShowSmall || r.Verdict != ChangeRow.FewPupils))
            .OrderBy(r => r.GradeTo).ThenBy(r => WorkOrder.SubjectOrder(r.Subject)).ThenBy(r => r.Subject, StringComparer.Ordinal).ThenByDescending(r => r.Level, StringComparer.Ordinal).ToList();
        if (!quality.Exists(r => r.Verdict != ChangeRow.FewPupils)) return null;
        var pass = own.Where(r => r.Kind == kind && r.Measure == ChangeRow.Pass).ToDictionary(r => (r.GradeTo, r.Subject, r.Level));
        var shown = quality.Where(r => r.Verdict != ChangeRow.FewPupils).ToList();
        var axis = DifferenceAxis.For(shown.SelectMany(r => new[] { r.RelativeLo ?? r.Lo, r.RelativeHi ?? r.Hi }));
        var groups = new List<ChangesGroup>();
        foreach (var grade in quality.GroupBy(r => r.GradeTo))
        {
            var list = grade.ToList();
            var chart = new IntervalsChart(ChartWidth, RowHeight, -axis.Max, axis.Max, axis.Ticks, 0, [.. list.Select(r => Drawn(r, anchored, own.Exists(o => o.Shrunken is not null)))])
            {
                Alt = $"Изменение качества, {Grade(grade.Key)}, п.п.: " + string.Join("; ", list.Select(r =>
                    $"{Subject(context, r)} — {(r.Verdict == ChangeRow.FewPupils ? "малая группа" : RussianNumbers.Points(r.Relative ?? r.ValueTo - r.ValueFrom))}")),
            };
            groups.Add(new ChangesGroup(
                Grade(grade.Key),
                context.AddChart($"changes-{kind}-{grade.Key.ToString(CultureInfo.InvariantCulture)}", chart),
                [.. list.Select(r => Line(context, r, pass.GetValueOrDefault((r.GradeTo, r.Subject, r.Level))))]));
        }

        return new ChangesTable(
            kind,
            kind == ChangeRow.SameGrade ? "Тот же класс год назад: другие дети" : "Те же дети классом старше",
            $"{Years(shown)}: изменение качества и успеваемости, п.п.",
            groups, ChartWidth, RowHeight, axis);
    }

    private static IntervalsRow? Drawn(ChangeRow row, bool anchored, bool hasShrunken)
    {
        if (row.Verdict == ChangeRow.FewPupils || (anchored && row.AnchorScope is null)) return null;
        var raw = Interval.Of(row.Relative ?? row.ValueTo - row.ValueFrom, row.RelativeLo ?? row.Lo, row.RelativeHi ?? row.Hi);
        var shrunken = Interval.Of(row.Shrunken, row.ShrunkenLo, row.ShrunkenHi);
        // Where the filled dots are the shrunken figures, a figure without one stays hollow.
        return hasShrunken ? new IntervalsRow(shrunken, raw, null, Tone(row.Verdict)) : new IntervalsRow(raw, null, null, Tone(row.Verdict));
    }

    private static string Tone(string verdict) => verdict switch { ChangeRow.Growth => "up", ChangeRow.Decline => "down", _ => "none" };

    private static ChangesLine Line(BuildContext context, ChangeRow row, ChangeRow? pass)
    {
        var small = row.Verdict == ChangeRow.FewPupils;
        var from = Figures.Round(row.ValueFrom);
        var to = Figures.Round(row.ValueTo);
        var note = row.YearTo - row.YearFrom == 1 ? null : $"с\u00A0{row.YearFrom.ToString(CultureInfo.InvariantCulture)}\u00A0года";
        return new ChangesLine(
            Subject(context, row), note, row.NFrom, row.NTo, small,
            small ? null : from, small ? null : to, small ? null : Figures.Round(to - from),
            small ? null : Interval.Of(row.Relative, row.RelativeLo, row.RelativeHi),
            small ? null : Interval.Of(row.Shrunken, row.ShrunkenLo, row.ShrunkenHi),
            row.Verdict, Tone(row.Verdict),
            small || pass is null ? null : Figures.Round(pass.Relative ?? pass.ValueTo - pass.ValueFrom),
            pass?.Verdict, pass is null ? "none" : Tone(pass.Verdict));
    }

    /// <summary>Schools whose change is told apart from chance, in alphabetical order.</summary>
    private static ChangedSchools Schools(BuildContext context, ILookup<(ScopeRef Scope, int Year), ChangeRow> rows)
    {
        var all = context.Schools.SelectMany(s => rows[(new ScopeRef(Scopes.School, s.School.SchoolId), context.Wave.Year)].Select(r => (School: s, Row: r))).ToList();
        var judged = all.Where(r => r.Row.Verdict != ChangeRow.FewPupils).ToList();
        var told = judged.Where(r => r.Row.Told).ToList();
        return new ChangedSchools(
            judged.Count, all.Count - judged.Count, told.Count(r => r.Row.Verdict == ChangeRow.Growth), told.Count(r => r.Row.Verdict == ChangeRow.Decline),
            told.Select(r => r.School.School.SchoolId).Distinct(StringComparer.Ordinal).Count(),
            [
                .. told.Take(MostSchools).Select(r => new ChangedSchool(
                    context.SchoolNumbers[r.School.School.SchoolId], r.School.Name, $"{Subject(context, r.Row)}, {Grades(r.Row)}",
                    r.Row.Measure == ChangeRow.Quality ? "качество" : "успеваемость", r.Row.NFrom, r.Row.NTo, Figures.Round(r.Row.ValueFrom), Figures.Round(r.Row.ValueTo),
                    Interval.Of(r.Row.Relative ?? r.Row.ValueTo - r.Row.ValueFrom, r.Row.RelativeLo ?? r.Row.Lo, r.Row.RelativeHi ?? r.Row.Hi)!,
                    Interval.Of(r.Row.Shrunken, r.Row.ShrunkenLo, r.Row.ShrunkenHi), r.Row.Verdict, Tone(r.Row.Verdict))),
            ],
            Math.Max(0, told.Count - MostSchools));
    }

    private static List<Conclusion> Conclusions(BuildContext context, List<ChangeRow> own, ChangedSchools? schools)
    {
        var judged = own.Where(r => r is { Kind: ChangeRow.SameGrade, Measure: ChangeRow.Quality } && r.Verdict != ChangeRow.FewPupils).ToList();
        if (judged.Count == 0) return [];
        var growth = judged.Where(r => r.Verdict == ChangeRow.Growth).ToList();
        var decline = judged.Where(r => r.Verdict == ChangeRow.Decline).ToList();
        var text = growth.Count + decline.Count == 0
            ? $"Ни одно из изменений качества за год ({RussianPlural.Works(judged.Count)}, тот же класс) не отличимо от случайного."
            : $"Качество за год (тот же класс): рост в {RussianPlural.InWorks(growth.Count)}{Named(context, growth)}, снижение в {RussianPlural.InWorks(decline.Count)}{Named(context, decline)}, "
              + $"в остальных ({RussianNumbers.Integer(judged.Count - growth.Count - decline.Count)}) изменение не отличимо от случайного.";
        if (schools is { Judged: > 0 })
        {
            text += $" По школам из {RussianPlural.Count(schools.Judged, "сравнения", "сравнений", "сравнений")} (качество и успеваемость, тот же класс и те же дети) "
                    + $"рост — {RussianNumbers.Integer(schools.Growth)}, снижение — {RussianNumbers.Integer(schools.Decline)}.";
        }

        return [new Conclusion("Изменения за год.", text)];
    }

    private static string Named(BuildContext context, List<ChangeRow> rows) => rows.Count == 0
        ? string.Empty
        : " (" + string.Join("; ", rows.Take(MostNamed).Select(r => $"{LowerFirst(Subject(context, r))}, {Grade(r.GradeTo)}")) + (rows.Count > MostNamed ? " и другие)" : ")");

    private static Conclusion Note(Dictionary<string, double> settings)
    {
        var minimum = settings.TryGetValue("dynamics_min_n", out var n) ? $" менее {RussianNumbers.Integer((long)n)}" : string.Empty;
        var share = settings.TryGetValue("dynamics_fdr", out var fdr) ? $" (доля ложных среди них — не более {RussianNumbers.Percent(100 * fdr, 0)})" : string.Empty;
        return new Conclusion(
            "Изменения за год.",
            "Относительное изменение — за вычетом изменения сравниваемой территории в тех же работах, то есть трудности работ. «Рост» и «снижение» — отличие от нуля с поправкой "
            + $"Бенджамини — Хохберга на все школы, предметы и классы года{share}; «без изменений» — отличие не отличимо от случайного. Сглаженное изменение сближает малые школы со всеми "
            + $"(эмпирический байесовский метод). При числе учеников{minimum} вывода нет.");
    }

    private static string Years(List<ChangeRow> rows)
    {
        var usual = rows.GroupBy(r => (r.YearFrom, r.YearTo)).MaxBy(g => g.Count())!.Key;
        return $"{usual.YearFrom.ToString(CultureInfo.InvariantCulture)} → {usual.YearTo.ToString(CultureInfo.InvariantCulture)}";
    }

    private static string AnchorGenitive(string scope) => scope switch
    {
        Scopes.Country => "страны",
        Scopes.Region => "региона",
        _ => "муниципалитета без школы",
    };

    private static string Subject(BuildContext context, ChangeRow row) => WorkNames.Subject(context.Data.SubjectName(row.Subject), row.Level);

    private static string Grade(int grade) => grade.ToString(CultureInfo.InvariantCulture) + "\u00A0класс";

    private static string Grades(ChangeRow row) =>
        row.Kind == ChangeRow.SameGrade ? Grade(row.GradeTo) : $"{row.GradeFrom.ToString(CultureInfo.InvariantCulture)} → {Grade(row.GradeTo)}";

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private sealed record Setting
    {
        public required string Name { get; init; }

        public double Value { get; init; }
    }
}
