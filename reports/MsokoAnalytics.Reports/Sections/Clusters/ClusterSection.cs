using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Clusters;

/// <summary>
/// Contextual clusters: a map of schools by likeness of their conditions; for a school its nearest neighbours and its качество against
/// the others of its cluster; for a municipality the profiles of the clusters and their schools. Where there are no clusters the section says
/// why, and a school still has its neighbours.
/// </summary>
internal sealed class ClusterSection : IReportSection
{
    private const double ChartWidth = 104;
    private const double RowHeight = 20;
    private const int MostPeers = 8;

    public string Name => "cluster";

    public string? Part => Parts.Cluster;

    public IReadOnlyList<string> Tables => ["marts.mart_school_cluster", "marts.mart_cluster_profile", "marts.mart_school_peer", "marts.mart_cluster_comparison"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        var places = await reader.OfMunicipalityAsync<Place>(
            """
            SELECT c.academic_year AS AcademicYear, c.school_id AS SchoolId, CAST(c.cluster AS INTEGER) AS Cluster, c.cluster_name AS ClusterName, c.map_x AS X, c.map_y AS Y,
              c.silhouette AS Silhouette, CAST(c.n_schools AS INTEGER) AS Schools, c.stability AS Stability, CAST(c.n_known AS INTEGER) AS Known,
              CAST(c.n_variables AS INTEGER) AS Variables, c.reason AS Reason, c.rule_version AS RuleVersion
            FROM marts.mart_school_cluster AS c
            WHERE c.municipality_id = $municipality
            ORDER BY ALL
            """,
            target, cancellationToken);
        var none = new Dictionary<string, object>(StringComparer.Ordinal);
        var profiles = await reader.QueryAsync<Profile>(
            "SELECT p.academic_year AS AcademicYear, CAST(p.cluster AS INTEGER) AS Cluster, p.cluster_name AS ClusterName, p.profile_text AS Text, CAST(p.n_schools AS INTEGER) AS Schools FROM marts.mart_cluster_profile AS p ORDER BY 1, 2",
            none, cancellationToken);
        var peers = await reader.OfMunicipalityAsync<Peer>(
            $"""
            SELECT p.academic_year AS AcademicYear, p.school_id AS SchoolId, CAST(p.rank AS INTEGER) AS Rank, p.peer_school_id AS PeerId, s.school_name AS PeerName,
              p.distance AS Distance, p.same_cluster AS SameCluster, p.differs_in AS DiffersIn
            FROM marts.mart_school_peer AS p
            JOIN core.dim_school AS s ON s.school_id = p.peer_school_id
            WHERE p.municipality_id = $municipality AND p.rank <= {MostPeers.ToString(CultureInfo.InvariantCulture)}
            ORDER BY 1, 2, 3
            """,
            target, cancellationToken);
        var comparisons = await reader.OfMunicipalityAsync<Compared>(
            """
            SELECT c.work_id AS WorkId, c.school_id AS SchoolId, CAST(c.n AS INTEGER) AS N, c.value AS Value, CAST(c.n_peers AS INTEGER) AS Peers, CAST(c.n_peer_pupils AS INTEGER) AS PeerPupils,
              c.peer_value AS PeerValue, c.difference AS Difference, c.lo AS Lo, c.hi AS Hi, c.verdict AS Verdict
            FROM marts.mart_cluster_comparison AS c
            WHERE c.source = 'work' AND c.procedure = 'ВПР' AND c.measure = 'quality_pct' AND c.municipality_id = $municipality
            ORDER BY 1, 2
            """,
            target, cancellationToken);
        var loaded = new Loaded(
            places.ToLookup(p => p.AcademicYear, StringComparer.Ordinal), profiles.ToLookup(p => p.AcademicYear, StringComparer.Ordinal), peers.ToLookup(p => (p.AcademicYear, p.SchoolId)),
            comparisons.ToDictionary(c => (c.SchoolId, c.WorkId)));
        return new SectionData(c => Build(c, loaded));
    }

    private static SectionContent? Build(BuildContext context, Loaded loaded)
    {
        var year = context.Works.Select(w => w.AcademicYear).OfType<string>().Max(StringComparer.Ordinal);
        if (year is null) return null;
        var places = loaded.Places[year].ToList();
        var placed = places.Where(p => p is { Cluster: not null, X: not null, Y: not null }).ToList();
        var own = places.Find(p => context.OfSchool && p.SchoolId == context.Own.Id);
        if (places.Count == 0 || (context.OfSchool && own is null)) return null;
        var peers = own is null ? [] : loaded.Peers[(year, own.SchoolId)].ToList();
        if (context.OfSchool ? own!.Cluster is null : placed.Count == 0) return Without(context, year, own is null ? places : [own], peers);
        var profiles = loaded.Profiles[year].ToList();
        var map = Map(context, placed, own, peers);
        var comparison = own is null ? null : Compare(context, loaded);
        var model = new ClusterModel(
            year, own is not null, null, context.AddChart("cluster-map", map), Legend(profiles),
            [.. profiles.Where(p => own is null || p.Cluster == own.Cluster).Select(p => new ClusterProfile(p.Cluster, p.ClusterName, p.Text, p.Schools))],
            own?.Cluster, own?.ClusterName,
            Lines(peers),
            comparison,
            own is null ? Members(context, places) : [],
            [.. places.Where(p => p.Cluster is null && own is null).Select(p => new ClusterMissing(NameOf(context, p.SchoolId), p.Reason ?? string.Empty))]);
        var first = placed[0];
        return new SectionContent(model)
        {
            Conclusions = own is null ? [] : Sentence(own, comparison),
            Notes =
            [
                new Conclusion(
                    "Кластеры.",
                    "Группы школ со сходными условиями (а не результатами): расстояние Гауэра по социальному паспорту, число групп — по устойчивости. "
                    + $"{year} учебный год, школ {RussianNumbers.Integer(first.Schools)}, устойчивость {(first.Stability is { } stability ? RussianNumbers.Fixed(stability, 2) : "—")}. "
                    + $"Сравнение — с остальными школами кластера, взвешенно по ученикам; поправка на число сравнений. Версия правила: {first.RuleVersion[(first.RuleVersion.LastIndexOf('-') + 1)..]}."),
            ],
        };
    }

    private static SectionContent? Without(BuildContext context, string year, List<Place> places, List<Peer> peers)
    {
        var reasons = places.Select(p => p.Reason).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (reasons.Count == 0) return null;
        return new SectionContent(new ClusterModel(year, context.OfSchool, string.Join("; ", reasons), null, [], [], null, null, Lines(peers), null, [], []))
        {
            Notes = peers.Count == 0 ? [] : [new Conclusion("Ближайшие школы.", $"Сходство условий (а не результатов): расстояние Гауэра по социальному паспорту, {year} учебный год.")],
        };
    }

    private static List<PeerLine> Lines(List<Peer> peers) =>
        [.. peers.Select(p => new PeerLine(p.Rank, SchoolNames.Short(p.PeerName), Math.Round(p.Distance, 2, MidpointRounding.AwayFromZero), p.SameCluster, p.DiffersIn))];

    private static ScatterChart Map(BuildContext context, List<Place> placed, Place? own, List<Peer> peers)
    {
        var ranks = peers.ToDictionary(p => p.PeerId, p => p.Rank, StringComparer.Ordinal);
        var points = placed.Select(p => new ScatterPoint(
            p.X!.Value, p.Y!.Value, p.Cluster!.Value,
            own is null ? context.SchoolNumbers.TryGetValue(p.SchoolId, out var no) ? no.ToString(CultureInfo.InvariantCulture) : null
                : ranks.TryGetValue(p.SchoolId, out var rank) ? rank.ToString(CultureInfo.InvariantCulture) : null,
            p == own)).ToList();
        return new ScatterChart(own is null ? 480 : 220, own is null ? 230 : 180, points)
        {
            Alt = own is null
                ? $"Карта кластеров: {string.Join("; ", placed.GroupBy(p => p.ClusterName).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} — {RussianPlural.Schools(g.Count())}"))}"
                : $"Карта кластеров: школа в кластере «{own.ClusterName}», ближайшие соседи отмечены номерами",
        };
    }

    private static ClusterComparison? Compare(BuildContext context, Loaded loaded)
    {
        var rows = context.Works.Select(w => (Work: w, Row: loaded.Comparisons.GetValueOrDefault((context.Own.Id, w.WorkId))))
            .Where(r => r.Row is { Difference: not null, Value: not null, PeerValue: not null } && !SmallGroup.Is(r.Row.N)).Select(r => (r.Work, Row: r.Row!)).ToList();
        if (rows.Count == 0) return null;
        var axis = DifferenceAxis.For(rows.SelectMany(r => new[] { r.Row.Lo ?? 0, r.Row.Hi ?? 0 }));
        var lines = rows.Select(r => new ClusterComparisonLine(
            WorkNames.Full(r.Work), r.Row.N, Figures.Round(r.Row.Value!.Value), r.Row.Peers, r.Row.PeerPupils, Figures.Round(r.Row.PeerValue!.Value), Interval.Of(r.Row.Difference, r.Row.Lo, r.Row.Hi)!,
            r.Row.Verdict, r.Row.Verdict switch { "выше кластера" => "up", "ниже кластера" => "down", _ => "none" })).ToList();
        var charts = new IntervalsChart(ChartWidth, RowHeight, -axis.Max, axis.Max, axis.Ticks, 0, [.. lines.Select(l => new IntervalsRow(l.Difference, null, null, l.Tone))])
        {
            Alt = "Качество школы минус качество остальных школ кластера, п.п.",
        }.AddParts(context, "cluster-comparison", [.. lines.Select(l => $"{l.Work} — {RussianNumbers.Points(l.Difference.Value)}")]);
        return new ClusterComparison(charts, lines, ChartWidth, RowHeight, IntervalsChart.RowsTogether, axis);
    }

    private static List<ClusterMembers> Members(BuildContext context, List<Place> places) =>
    [
        .. places.Where(p => p.Cluster is not null).GroupBy(p => (p.Cluster, p.ClusterName)).OrderBy(g => g.Key.Cluster).Select(g => new ClusterMembers(
            g.Key.Cluster!.Value, g.Key.ClusterName ?? string.Empty,
            [
                .. g.Select(p => (Name: NameOf(context, p.SchoolId), No: context.SchoolNumbers.GetValueOrDefault(p.SchoolId))).OrderBy(p => p.Name, Comparer<string>.Create(SchoolNames.Compare))
                    .Select(p => p.No == 0 ? p.Name : $"{p.No.ToString(CultureInfo.InvariantCulture)}\u00A0— {p.Name}"),
            ])),
    ];

    private static List<Conclusion> Sentence(Place own, ClusterComparison? comparison)
    {
        if (comparison is null) return [];
        var above = comparison.Rows.Count(r => r.Tone == "up");
        var below = comparison.Rows.Count(r => r.Tone == "down");
        return
        [
            new Conclusion(
                "Кластер.",
                $"По условиям школа — в кластере «{own.ClusterName}». Качество выше остальных школ кластера в {RussianPlural.InWorks(above)}, ниже — в {RussianPlural.InWorks(below)}, "
                + $"в остальных ({RussianNumbers.Integer(comparison.Rows.Count - above - below)}) отличие не доказано."),
        ];
    }

    private static List<ClusterName> Legend(List<Profile> profiles) => [.. profiles.Select(p => new ClusterName(p.Cluster, p.ClusterName))];

    private static string NameOf(BuildContext context, string id) => context.Data.Schools.FirstOrDefault(s => s.SchoolId == id) is { } school ? SchoolNames.Short(school.Name) : id;

    private sealed record Loaded(
        ILookup<string, Place> Places, ILookup<string, Profile> Profiles, ILookup<(string AcademicYear, string School), Peer> Peers, Dictionary<(string School, string Work), Compared> Comparisons);

    private sealed record Place
    {
        public required string AcademicYear { get; init; }

        public required string SchoolId { get; init; }

        public int? Cluster { get; init; }

        public string? ClusterName { get; init; }

        public double? X { get; init; }

        public double? Y { get; init; }

        public double? Silhouette { get; init; }

        public int Schools { get; init; }

        public double? Stability { get; init; }

        public int? Known { get; init; }

        public int? Variables { get; init; }

        public string? Reason { get; init; }

        public required string RuleVersion { get; init; }
    }

    private sealed record Profile
    {
        public required string AcademicYear { get; init; }

        public int Cluster { get; init; }

        public required string ClusterName { get; init; }

        public required string Text { get; init; }

        public int Schools { get; init; }
    }

    private sealed record Peer
    {
        public required string AcademicYear { get; init; }

        public required string SchoolId { get; init; }

        public int Rank { get; init; }

        public required string PeerId { get; init; }

        public required string PeerName { get; init; }

        public double Distance { get; init; }

        public bool SameCluster { get; init; }

        public string? DiffersIn { get; init; }
    }

    private sealed record Compared
    {
        public required string WorkId { get; init; }

        public required string SchoolId { get; init; }

        public int N { get; init; }

        public double? Value { get; init; }

        public int Peers { get; init; }

        public int PeerPupils { get; init; }

        public double? PeerValue { get; init; }

        public double? Difference { get; init; }

        public double? Lo { get; init; }

        public double? Hi { get; init; }

        public required string Verdict { get; init; }
    }
}
