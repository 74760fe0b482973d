using System.Globalization;
using MsokoAnalytics.Analysis.Clusters;

namespace MsokoAnalytics.Models.Tests.Analysis;

/// <summary>Contextual clusters of schools whose groups are known, and neighbours by hand.</summary>
public sealed class ClusterPlanTests
{
    private static readonly ClusterRule Rule = new("cluster-1", MinSchools: 20, From: 2, To: 7, MinSize: 5, Samples: 50, StabilityFloor: 0.6, StabilityTolerance: 0.05, MinKnown: 0.5, Seed: 2026);
    private static readonly ContextVariable[] Variables = [new("locality", true, 1), new("school_type", true, 1), new("enrolment", false, 1)];

    [Fact]
    public void Planted_groups_are_found_and_numbered_by_size()
    {
        var rows = ClusterPlan.Rows(Planted(), Rule, null);
        Assert.All(rows, r => Assert.Null(r.Reason));
        Assert.All(rows, r => Assert.Equal(r.SchoolId[0] switch { 'r' => 1, 'u' => 2, _ => 3 }, r.Cluster));
        Assert.All(rows, r => Assert.Equal((3, 36, false, "cluster-1"), (r.K, r.Schools, r.JoinedLater, r.RuleVersion)));
        Assert.Equal(3, rows.Count(r => r.IsMedoid));
        Assert.All(rows, r => Assert.True(r.Silhouette > 0.5));
        Assert.All(rows.Where(r => r.IsMedoid), r => Assert.Equal(0, r.Distance));
        Assert.All(rows, r => Assert.InRange(r.Stability!.Value, 0.9, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Neither_the_order_of_schools_nor_a_second_run_changes_anything(int seed)
    {
        var year = Planted();
        var random = new Random(seed);
        var shuffled = year with { Schools = [.. year.Schools.OrderBy(_ => random.Next())] };
        Assert.Equal(ClusterPlan.Rows(year, Rule, null), ClusterPlan.Rows(shuffled, Rule, null));
        Assert.Equal(PeerText(PeerFinder.Peers(year, 0.5, 4)), PeerText(PeerFinder.Peers(shuffled, 0.5, 4)));
    }

    [Fact]
    public void Reasons_instead_of_clusters()
    {
        var year = Planted();
        Assert.All(ClusterPlan.Rows(year with { Schools = [.. year.Schools.Take(19)] }, Rule, null), r => Assert.Equal("мало школ с социальным паспортом: 19, а нужно 20", r.Reason));
        Assert.All(ClusterPlan.Rows(year, Rule with { StabilityFloor = 1.01 }, null), r => Assert.StartsWith("кластеры неустойчивы", r.Reason, StringComparison.Ordinal));
        Assert.All(ClusterPlan.Rows(year, Rule with { MinSize = 19 }, null), r => Assert.StartsWith("мало школ для 2 кластеров", r.Reason, StringComparison.Ordinal));
        var special = ClusterPlan.Rows(year with { Schools = [.. year.Schools, School("s1", "город", "коррекционная", 2, "коррекционная школа")] }, Rule, null);
        Assert.Equal(("коррекционная школа", null), (special.Single(r => r.SchoolId == "s1").Reason, special.Single(r => r.SchoolId == "s1").Cluster));
        Assert.Equal(36, special.Count(r => r.Cluster is not null));
        var silent = ClusterPlan.Rows(year with { Schools = [.. year.Schools, new ContextSchool("x1", "m", [double.NaN, double.NaN, 2.0], [null, null, null], null)] }, Rule, null);
        Assert.Equal("мало сведений о школе: 1 из 3", silent.Single(r => r.SchoolId == "x1").Reason);
    }

    [Fact]
    public void Clusters_that_stand_stay_whatever_the_context_says_now()
    {
        var year = Planted();
        var standing = Standing(ClusterPlan.Rows(year, Rule, null));
        // A rural school is now described as an urban lyceum; another one comes, and one leaves.
        ContextSchool[] changed = [.. year.Schools.Skip(1).Select(s => s.SchoolId == "r05" ? School("r05", "город", "лицей", 2.9) : s), School("z99", "город", "средняя", 2.61)];
        var rows = ClusterPlan.Rows(year with { Schools = changed }, Rule with { Version = "cluster-2", Seed = 7 }, standing);
        Assert.Equal(1, rows.Single(r => r.SchoolId == "r05").Cluster);
        Assert.True(rows.Single(r => r.SchoolId == "r05").Silhouette < 0);
        Assert.All(rows.Where(r => r.SchoolId != "z99"), r => Assert.Equal((standing.Members[r.SchoolId].Cluster, false), (r.Cluster, r.JoinedLater)));
        Assert.Equal((2, true), (rows.Single(r => r.SchoolId == "z99").Cluster, rows.Single(r => r.SchoolId == "z99").JoinedLater));
        Assert.All(rows, r => Assert.Equal("cluster-1", r.RuleVersion));
        // Kept again, the one that joined is still told.
        Assert.Equal(rows, ClusterPlan.Rows(year with { Schools = changed }, Rule, Standing(rows)));
    }

    [Fact]
    public void Neighbours_by_hand()
    {
        // 10th and 90th percentile of 1, 2, 3 are 1.2 and 2.8: AB = (0 + 0 + 1/1.6)/3, AC = (1 + 0 + 1)/3, BC = (1 + 0 + 1/1.6)/3.
        var year = new ContextYear("2023/24", Variables, [School("C", "село", "средняя", 3), School("A", "город", "средняя", 1), School("B", "город", "средняя", 2)], false);
        var peers = PeerFinder.Peers(year, 0.5, 5);
        Assert.Equal(
            ["A 1 B 0.2083 3 2", "A 2 C 0.6667 3 0,2", "B 1 A 0.2083 3 2", "B 2 C 0.5417 3 0,2", "C 1 B 0.5417 3 0,2", "C 2 A 0.6667 3 0,2"],
            PeerText(peers));
    }

    [Fact]
    public void A_neighbour_of_whom_less_is_known_is_compared_in_what_both_know()
    {
        var year = new ContextYear("2023/24", Variables, [School("A", "город", "средняя", double.NaN), School("B", "город", "средняя", 2), School("C", "город", "лицей", 2.5)], false);
        Assert.Equal(["A 1 B 0.0000 2 ", "A 2 C 0.5000 2 1"], PeerText(PeerFinder.Peers(year, 0.5, 5)).Take(2));
    }

    /// <summary>18 small rural schools, 12 urban ones, 6 urban lyceums.</summary>
    private static ContextYear Planted() => new(
        "2023/24", Variables,
        [
            .. Enumerable.Range(0, 18).Select(i => School($"r{i:D2}", "село", "средняя", 2.0 + (0.01 * (i % 7)))),
            .. Enumerable.Range(0, 12).Select(i => School($"u{i:D2}", "город", "средняя", 2.6 + (0.01 * (i % 5)))),
            .. Enumerable.Range(0, 6).Select(i => School($"y{i:D2}", "город", "лицей", 2.9 + (0.01 * (i % 3)))),
        ],
        false);

    private static ContextSchool School(string id, string locality, string type, double size, string? excluded = null) =>
        new(id, "71_m015", [double.NaN, double.NaN, size], [locality, type, null], excluded);

    private static StandingClusters Standing(IReadOnlyList<ClusterRow> rows) => new(
        rows.Where(r => r.Cluster is not null).ToDictionary(r => r.SchoolId, r => (r.Cluster!.Value, r.IsMedoid, r.JoinedLater), StringComparer.Ordinal),
        rows[0].K!.Value, rows[0].Stability!.Value, rows[0].RuleVersion);

    private static List<string> PeerText(IEnumerable<Peer> peers) =>
        [.. peers.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.School.SchoolId} {p.Rank} {p.Neighbour.SchoolId} {p.Distance:0.0000} {p.Common} {string.Join(',', p.Differs)}"))];
}
