using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Statistics;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Dynamics;

/// <summary>
/// Качество of the compulsory works over the years. A school is shown within its borders of today: what was joined to it counts in
/// all years; a school that is closed now is shown as it was.
/// </summary>
internal sealed class LinesSection : IReportSection
{
    /// <summary>Fewer years make no line.</summary>
    private const int FewestYears = 3;

    public string Name => "lines";

    public string? Part => Parts.Dynamics;

    public IReadOnlyList<string> Tables => ["marts.mart_work_results_now"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var rows = await reader.QueryAsync<Point>(
            """
            SELECT r.scope AS Scope, r.scope_id AS ScopeId, CAST(r.grade AS INTEGER) AS Grade, r.subject AS Subject, r.level AS Level,
              CAST(r.year AS INTEGER) AS Year, CAST(r.n_marked AS INTEGER) AS N, CAST(r.n4 + r.n5 AS INTEGER) AS Quality
            FROM marts.mart_work_results_now AS r
            JOIN core.dim_work AS w ON w.work_id = r.work_id
            WHERE w.procedure = 'ВПР' AND r.wave = 'spring' AND r.n_marked > 0
              AND ((r.scope = 'municipality' AND r.scope_id = $municipality)
                OR (r.scope = 'region' AND r.scope_id = $region)
                OR (r.scope = 'school' AND r.municipality_id = $municipality))
            ORDER BY ALL
            """,
            new Dictionary<string, object>(StringComparer.Ordinal) { ["municipality"] = target.Municipality.MunicipalityId, ["region"] = target.Municipality.RegionCode },
            cancellationToken);
        var series = rows.ToLookup(r => (new ScopeRef(r.Scope, r.ScopeId), r.Grade, r.Subject, r.Level));
        return new SectionData(c => Build(c, series));
    }

    private static SectionContent? Build(BuildContext context, ILookup<(ScopeRef Scope, int Grade, string Subject, string Level), Point> series)
    {
        var wider = context.Comparisons.Count > 0 ? context.Comparisons[0] : null;
        var found = new List<(WorkRow Work, Dictionary<int, Point> Own, Dictionary<int, Point> Wider)>();
        var joined = false;
        foreach (var work in context.MainWorks)
        {
            var asWas = AsWas(context, work);
            var now = ByYear(series[(context.Own, work.Grade, work.Subject, work.Level)], context.Wave);
            joined |= now.Count > 0 && now.Values.Any(p => asWas.GetValueOrDefault(p.Year)?.N != p.N);
            var own = now.Count > 0 ? now : asWas;
            if (own.Values.Count(p => !SmallGroup.Is(p.N)) < FewestYears) continue;
            found.Add((work, own, wider is null ? [] : ByYear(series[(wider.Scope, work.Grade, work.Subject, work.Level)], context.Wave)));
        }

        if (found.Count == 0) return null;
        // One axis for all pictures, with the years that lack results.
        var first = found.Min(f => f.Own.Keys.Min());
        var years = Enumerable.Range(first, context.Wave.Year - first + 1).ToList();
        var breakBefore = years.IndexOf(WavesSectionBuilder.RedesignYear);
        var panels = found.Select((f, i) => Panel(context, f.Work, f.Own, f.Wider, years, breakBefore, i)).ToList();
        return new SectionContent(new LinesSectionModel(panels, wider?.Name, breakBefore > 0, context.OfSchool && joined));
    }

    private static ChartPanel Panel(BuildContext context, WorkRow work, Dictionary<int, Point> own, Dictionary<int, Point> wider, List<int> years, int breakBefore, int index)
    {
        var points = years.Select(y => own.GetValueOrDefault(y) is { } p && !SmallGroup.Is(p.N) ? Of(p) : null).ToList();
        var chart = new LinesChart(
            years, points, [.. years.Select(y => wider.GetValueOrDefault(y) is { } p ? Figures.Percent(p.Quality, p.N) : null)], breakBefore)
        {
            Alt = $"Качество по годам, {WorkNames.Full(work)}: "
                  + string.Join("; ", years.Zip(points).Select(p => $"{p.First.ToString(CultureInfo.InvariantCulture)} — {(p.Second is { } v ? RussianNumbers.Percent(v.Value) : "нет данных")}")),
        };
        var sizes = own.Values.Select(p => p.N).Where(n => !SmallGroup.Is(n)).ToList();
        var count = sizes.Min() == sizes.Max() ? $"n = {RussianNumbers.Integer(sizes.Min())}" : $"n = {RussianNumbers.Integer(sizes.Min())}–{RussianNumbers.Integer(sizes.Max())}";
        return new ChartPanel(context.AddChart($"lines-{index.ToString(CultureInfo.InvariantCulture)}", chart), WorkNames.Full(work), count);
    }

    private static Interval Of(Point point)
    {
        var (low, high) = Wilson.Interval95(point.Quality, point.N);
        return Interval.Of(100.0 * point.Quality / point.N, low, high)!;
    }

    private static Dictionary<int, Point> ByYear(IEnumerable<Point> points, WaveKey wave) => points.Where(p => p.Year <= wave.Year).ToDictionary(p => p.Year);

    private static Dictionary<int, Point> AsWas(BuildContext context, WorkRow shown) => context.Data.WorksOf(context.Own)
        .Where(w => w.Wave == WaveKey.Spring && w.Year <= context.Wave.Year && w.Grade == shown.Grade && w.Subject == shown.Subject && w.Level == shown.Level && context.Result(w).Marked > 0)
        .ToDictionary(w => w.Year, w => new Point
        {
            Scope = context.Own.Scope, ScopeId = context.Own.Id, Subject = w.Subject, Level = w.Level, Grade = w.Grade, Year = w.Year,
            N = context.Result(w).Marked, Quality = context.Result(w).Quality,
        });

    private sealed record Point
    {
        public required string Scope { get; init; }

        public required string ScopeId { get; init; }

        public int Grade { get; init; }

        public required string Subject { get; init; }

        public required string Level { get; init; }

        public int Year { get; init; }

        public int N { get; init; }

        public int Quality { get; init; }
    }
}

/// <param name="Panels">One per work.</param>
/// <param name="Wider">Whose line is grey, or null.</param>
/// <param name="HasBreak">Whether the years cross the redesign of 2025.</param>
/// <param name="Joined">Whether figures of schools that were joined are in it.</param>
internal sealed record LinesSectionModel(IReadOnlyList<ChartPanel> Panels, string? Wider, bool HasBreak, bool Joined);

/// <param name="Years">The axis.</param>
/// <param name="Own">By year; null without results or with a small group.</param>
/// <param name="Wider">By year, percent.</param>
/// <param name="BreakBefore">Index of the first year of the redesign; 0 or less when the axis doesn't cross it.</param>
internal sealed record LinesChart(IReadOnlyList<int> Years, IReadOnlyList<Interval?> Own, IReadOnlyList<double?> Wider, int BreakBefore) : ChartModel("lines");
