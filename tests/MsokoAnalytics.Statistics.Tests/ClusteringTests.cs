using MsokoAnalytics.Statistics.Clustering;

namespace MsokoAnalytics.Statistics.Tests;

/// <summary>R: cluster 2.1.4 (daisy, pam, silhouette), mclust 6.0.0 (adjustedRandIndex); oracles/r_reference.R.</summary>
public sealed class ClusteringTests
{
    private static readonly double[] Size = [120, 450, 900, 80, 610, 55, 720, double.NaN, 300, 95];
    private static readonly double[] Share = [.2, .1, .05, .4, .12, .5, .04, .3, .15, .45];
    private static readonly string?[] Place = ["село", "город", "город", "село", "город", "село", "город", "село", "посёлок", "село"];

    private static DistanceMatrix Schools => new GowerDistance(10).Numeric(Size).Numeric(Share).Nominal(Place).Build();

    [Fact]
    public void Gower()
    {
        // The lower triangle by columns, as daisy prints it.
        double[] expected =
        [
            0.5359746162421747, 0.7497212931995541, 0.1607066289340537, 0.5845982334276649, 0.2430323299888517, 0.6859617528513849,
            0.1086956521739130, 0.4405711345510677, 0.1910213532287111, 0.2137466769573793, 0.6966812451762285, 0.0776091244318669,
            0.7790069462310264, 0.1499871366092102, 0.7173913043478261, 0.4287368150244404, 0.7269959694708858, 0.9104279221336077,
            0.1651230597718892, 0.9927536231884058, 0.0782522939713575, 0.7717391304347826, 0.6424834919818198, 0.9407426464282652,
            0.7453048623617186, 0.0823257010547980, 0.8466683817854387, 0.1086956521739131, 0.6012777634851214, 0.0421490438212846,
            0.8276305634165166, 0.1013635194237201, 0.6956521739130435, 0.4773604322099305, 0.7756195866563761, 0.9289940828402367,
            0.2173913043478261, 0.6836034645399195, 0.0520109767601406, 0.7826086956521738, 0.5787239516336506, 0.8769831060800960,
            0.6630434782608696, 0.1630434782608696, 0.6315924877797788,
        ];
        var distances = Schools;
        var actual = from j in Enumerable.Range(0, 10) from i in Enumerable.Range(j + 1, 9 - j) select distances[i, j];
        Near.All(expected, actual, 1e-14);
    }

    [Theory]
    [InlineData(2, new[] { 4, 5 }, 1.21533316182146, 0.698440250374645)]
    [InlineData(3, new[] { 4, 7, 9 }, 0.723479975988337, 0.680630324879022)]
    [InlineData(4, new[] { 1, 7, 9, 10 }, 0.532458622759626, 0.575489941959265)]
    public void Pam(int k, int[] medoidsFromOne, double cost, double silhouette)
    {
        var partition = Medoids.Pam(Schools, k);
        Assert.Equal(medoidsFromOne.Select(m => m - 1), partition.Medoids);
        Near.Equal(cost, partition.Cost, 1e-13);
        Near.Equal(silhouette, partition.Silhouette(Schools), 1e-13);
    }

    [Fact]
    public void Adjusted_Rand()
    {
        Near.Equal(0.181818181818182, RandIndex.Adjusted([1, 1, 1, 2, 2, 3, 3, 3], [1, 1, 2, 2, 2, 2, 3, 3]), 1e-13);
        Assert.Equal(1, RandIndex.Adjusted([1, 1, 2, 2], [7, 7, 3, 3]));
        Assert.Equal(1, RandIndex.Adjusted([1, 1], [2, 2]));
    }

    [Fact]
    public void Three_groups_that_are_far_apart_are_the_most_stable_and_the_seed_decides_nothing_else()
    {
        var values = Enumerable.Range(0, 30).Select(i => (100.0 * (i % 3)) + (i / 3 * 0.7)).ToArray();
        var distances = new GowerDistance(30).Numeric(values).Build();
        var first = ClusterStability.Over(distances, 2, 6, 30, 7);
        Assert.Equal(3, ClusterStability.MostStable(first).K);
        Assert.Equal(1, ClusterStability.MostStable(first).MeanRand, 12);
        Assert.Equal(first, ClusterStability.Over(distances, 2, 6, 30, 7));
        Assert.NotEqual(first, ClusterStability.Over(distances, 2, 6, 30, 8));
    }

    [Fact]
    public void One_huge_school_does_not_flatten_the_others_on_the_robust_scale()
    {
        double[] sizes = [100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200, 100000];
        var plain = new GowerDistance(12).Numeric(sizes).Build();
        var robust = new GowerDistance(12).Numeric(sizes, NumericScaling.Interdecile).Build();
        Assert.True(plain[0, 10] < 0.002);
        // 10th and 90th percentile: 111 and 199 (linear between order statistics).
        Near.Equal(10 / 88.0, robust[0, 1], 1e-12);
        Assert.Equal(1, robust[0, 11]);
    }

    /// <summary>R: stats::cmdscale (oracles/r_reference.R, "cmdscale"); distances of no plane, one eigenvalue negative.</summary>
    [Fact]
    public void Classical_scaling()
    {
        double[,] d = { { 0, 3, 5, 4.2, 6 }, { 3, 0, 4, 5, 3.5 }, { 5, 4, 0, 2.5, 4 }, { 4.2, 5, 2.5, 0, 6.5 }, { 6, 3.5, 4, 6.5, 0 } };
        double[] x = [-1.499120400291198, 1.087919422166219, -0.236644628713894, -2.902132729575154, 3.549978336414024];
        double[] y = [2.631832177421678, 1.596993401400771, -2.197634139347201, -1.379185877326202, -0.652005562149042];
        var map = ClassicalScaling.Map(new DistanceMatrix(5, (i, j) => d[i, j]));
        Near.All(x, map.Select(p => p.X), 1e-9);
        Near.All(y, map.Select(p => p.Y), 1e-9);
    }

    [Fact]
    public void Places_of_the_plane_come_back_as_they_are()
    {
        (double X, double Y)[] places = [(0, 0), (4, 1), (2, 5), (-3, 2), (6, -2), (1, 1)];
        double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
        var map = ClassicalScaling.Map(new DistanceMatrix(6, (i, j) => Distance(places[i], places[j])));
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < i; j++)
                Near.Equal(Distance(places[i], places[j]), Distance(map[i], map[j]), 1e-8);
    }

    [Fact]
    public void Silhouettes_of_single_objects()
    {
        // 0, 1 | 5: a(0) = 1, b(0) = 5; a(1) = 1, b(1) = 4; the last is alone.
        double[] at = [0, 1, 5];
        var widths = new Partition([0, 2], [0, 0, 1], 1).SilhouetteWidths(new DistanceMatrix(3, (i, j) => Math.Abs(at[i] - at[j])));
        Near.All([0.8, 0.75, 0], widths.Select(w => w.Width), 1e-15);
        Assert.Equal([1, 1, 0], widths.Select(w => w.Next));
    }

    [Fact]
    public void Objects_that_share_no_known_column_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => new GowerDistance(2).Numeric([double.NaN, 1]).Nominal([null, "село"]).Build());

    [Fact]
    public void More_clusters_than_objects_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Medoids.Pam(Schools, 11));

    [Fact]
    public void Twins_may_both_be_medoids()
    {
        var partition = Medoids.Pam(new DistanceMatrix(2, (_, _) => 0), 2);
        Assert.Equal([0, 1], partition.Cluster);
    }
}
