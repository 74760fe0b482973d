using System.Globalization;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>ОГЭ, ЕГЭ and ГВЭ of the demo: the marts are what the generator meant, and nothing of a person is left.</summary>
[Collection(DemoRun.Name)]
public sealed class GiaTests(DemoWorld demo)
{
    [Fact]
    public void Results_of_every_exam_and_school_are_the_true_ones()
    {
        var truth = Lines("gia_results.csv").Select(l => string.Join('|', l)).Order(StringComparer.Ordinal).ToList();
        var marts = Msoko.Rows(demo.Warehouse,
            """
            SELECT concat_ws('|', year, procedure, subject, coalesce(math_level, ''), period, scope_id, n_participants, n_below_threshold, CAST(round(mean_primary * n_primary) AS INTEGER), CAST(round(mean_result * n_participants) AS INTEGER),
                coalesce(CAST(n2 AS VARCHAR), ''), coalesce(CAST(n3 AS VARCHAR), ''), coalesce(CAST(n4 AS VARCHAR), ''), coalesce(CAST(n5 AS VARCHAR), ''), coalesce(CAST(n70plus AS VARCHAR), ''), coalesce(CAST(n100 AS VARCHAR), '')) AS line
            FROM marts.mart_gia_results WHERE scope = 'school' AND period IN ('all', 'all_main')
            """).Order(StringComparer.Ordinal).ToList();
        Assert.True(truth.Count > 200, $"{truth.Count} lines of truth");
        Assert.Equal(truth, marts);
    }

    [Fact]
    public void Graduates_of_every_school_are_the_true_ones()
    {
        var truth = Lines("gia_graduates.csv").Select(l => string.Join('|', l)).Order(StringComparer.Ordinal).ToList();
        var marts = Msoko.Rows(demo.Warehouse,
            """
            SELECT concat_ws('|', year, grade_level, state, scope_id, n_graduates, n_passed_all, n_persons_below, coalesce(CAST(n_all_70_100 AS VARCHAR), ''), coalesce(CAST(n_results_100 AS VARCHAR), ''), coalesce(CAST(n_persons_100 AS VARCHAR), ''), coalesce(CAST(n_no_certificate AS VARCHAR), '')) AS line
            FROM marts.mart_gia_graduates WHERE scope = 'school'
            """).Order(StringComparer.Ordinal).ToList();
        Assert.True(truth.Count > 30, $"{truth.Count} lines of truth");
        Assert.Equal(truth, marts);
    }

    [Fact]
    public void Planted_dirt_is_told_and_nothing_else()
    {
        foreach (var (kind, rule) in (ReadOnlySpan<(string, string)>)[("gia_answers", "gia.tasks"), ("gia_shift", "person.shifted")])
            Assert.Equal((kind, Lines("dirt.csv").Count(l => l[4] == kind).ToString(CultureInfo.InvariantCulture)), (kind, Msoko.Scalar(demo.Warehouse, $"SELECT count(*) FROM rejects.reject WHERE rule = '{rule}'")));
        Assert.Equal("0", Msoko.Scalar(demo.Warehouse, "SELECT count(*) FROM rejects.reject AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no) WHERE s.kind = 'gia_result' AND r.rule NOT IN ('gia.tasks', 'person.shifted')"));
    }

    [Fact]
    public void The_school_that_nobody_knows_is_listed() =>
        Assert.Equal(["999001"], Msoko.Rows(demo.Warehouse, "SELECT DISTINCT school_code FROM core.int_gia_school WHERE NOT is_matched"));

    [Fact]
    public void A_cohort_is_as_good_in_OGE_as_it_was_in_VPR_a_year_before()
    {
        // Of this year's grade 9 and last year's grade 8, by school, in mathematics: the generator gives both the same level.
        var r = Msoko.Scalar(demo.Warehouse,
            """
            SELECT corr(w.mean_pct, g.mean_primary)
            FROM marts.mart_work_results AS w
            JOIN marts.mart_gia_results AS g ON g.scope = 'school' AND g.scope_id = w.scope_id AND g.year = w.year + 1 AND g.period = 'main' AND g.procedure = 'ОГЭ' AND g.subject = w.subject
            WHERE w.scope = 'school' AND w.grade = 8 AND w.subject = 'МА' AND w.n_writers >= 10
            """);
        Assert.InRange(double.Parse(r, CultureInfo.InvariantCulture), 0.3, 1);
    }

    [Fact]
    public void No_invented_name_or_paper_reaches_the_warehouse()
    {
        // The protocol of mathematics is text: its columns 6 to 11 are code, name and document.
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        var file = Directory.GetFiles(demo.Data, "Математика.csv", SearchOption.AllDirectories).Where(f => f.Contains("ГИА", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        var secrets = File.ReadAllLines(file, System.Text.Encoding.GetEncoding(1251)).Select(l => l.Split(';')).Where(c => c.Length > 11 && int.TryParse(c[0], out _))
            .SelectMany(c => new[] { c[5], $"{c[6]};{c[7]}", $"{c[6]} {c[7]}", c[6] + '\u001F' + c[7], c[9] + c[10], c[9] + '\u001F' + c[10] }).ToList();
        Assert.True(secrets.Count > 100);
        var bytes = File.ReadAllBytes(demo.Warehouse);
        Assert.All(secrets, s => Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(s)) < 0, "a name or a document was found in the warehouse file"));
    }

    private List<string[]> Lines(string file) => [.. File.ReadLines(Path.Combine(demo.Truth, file)).Skip(1).Select(l => l.Split(';'))];
}
