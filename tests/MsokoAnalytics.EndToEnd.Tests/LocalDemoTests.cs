using System.Globalization;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>МКР and РКР of the demonstration: what the marts say must be what the generator meant, school by school.</summary>
[Collection(DemoRun.Name)]
public sealed class LocalDemoTests(DemoWorld demo)
{
    [Fact]
    public void Works_by_pupils_are_the_true_ones()
    {
        var truth = Truth("pupils").Select(c => string.Join(',', [c[0], c[1], c[3], c[5], c[4], c[6], .. c[7..]])).Order(StringComparer.Ordinal).ToList();
        var ours = Msoko.Rows(demo.Warehouse,
            """
            SELECT r.work_id, r.scope_id, r.n_enrolled, r.n_writers, r.n_absent, CAST(round(r.mean_score * r.n_writers) AS INTEGER), r.n2, r.n3, r.n4, r.n5
            FROM marts.mart_work_results AS r JOIN core.dim_work AS w USING (work_id) WHERE w.procedure = 'МКР' AND r.scope = 'school'
            """).Order(StringComparer.Ordinal).ToList();
        Assert.True(truth.Count > 100);
        Assert.Equal(truth, ours);
        Assert.Equal(["15,6,10,13,official"], Msoko.Rows(demo.Warehouse, "SELECT DISTINCT max_score, min_3, min_4, min_5, scale_status FROM core.dim_work WHERE procedure = 'МКР'"));
    }

    [Fact]
    public void Works_by_schools_are_the_true_ones_and_their_own_totals_agree()
    {
        var truth = Truth("schools").Where(c => c[5] != "0").Select(c => string.Join(',', [c[0], c[1], c[5],
            Math.Round(double.Parse(c[6], CultureInfo.InvariantCulture) / double.Parse(c[5], CultureInfo.InvariantCulture), 2).ToString("0.00", CultureInfo.InvariantCulture), .. c[7..]])).Order(StringComparer.Ordinal).ToList();
        var ours = Msoko.Rows(demo.Warehouse, "SELECT work_id, scope_id, n, printf('%.2f', mean), n2, n3, n4, n5 FROM marts.mart_aggregate_results WHERE procedure = 'РКР' AND scope = 'school'").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(truth);
        Assert.Equal(truth, ours);
        Assert.Equal(["совпадает"], Msoko.Rows(demo.Warehouse, "SELECT DISTINCT verdict FROM marts.mart_aggregate_reconciliation WHERE procedure = 'РКР'"));
    }

    private List<string[]> Truth(string form) => [.. File.ReadAllLines(Path.Combine(demo.Truth, "local_works.csv")).Skip(1).Select(l => l.Split(';')).Where(c => c[2] == form)];
}
