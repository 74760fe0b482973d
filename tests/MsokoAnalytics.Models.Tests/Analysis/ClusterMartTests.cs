using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;
using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.MultipleTesting;
using MsokoAnalytics.Statistics.Proportions;

namespace MsokoAnalytics.Models.Tests.Analysis;

/// <summary>The cluster marts as the runner builds them: clusters that stay over years, words, and a school against its cluster by plain C#.</summary>
public sealed class ClusterMartTests
{
    private const string Context = "core.fct_school_context", Component = "core.fct_school_context_component", Results = "marts.mart_work_results", Work = "core.dim_work", Indicators = "marts.mart_indicator", Catalogue = "core.dim_indicator", Fixed = "core.cluster_fixed";

    [Fact]
    public void A_later_year_leaves_earlier_clusters_as_they_were_unless_asked()
    {
        var project = Project("mart_school_cluster");
        using var database = new TestDatabase(project);
        AddYear(database, "2021/22");
        AddYear(database, "2022/23");
        Build(1);
        var before = Clusters("2021/22");
        Assert.Equal(24, before.Count);
        Assert.Equal(["1", "2"], before.Select(r => r[1]).Distinct().Order());
        Assert.Equal(
            [["1", "сельские", "14"], ["2", "городские; крупные", "10"]],
            database.Query("SELECT cluster, cluster_name, count(*) FROM marts.mart_school_cluster WHERE academic_year = '2021/22' GROUP BY ALL ORDER BY ALL"));

        // A rural school of the first year turns urban in a corrected passport, a new year and a late school come.
        database.Execute("UPDATE core.fct_school_context SET locality = 'urban', enrolment = 900 WHERE school_id = '000001'");
        AddSchool(database, "2021/22", 99, rural: false);
        AddYear(database, "2023/24");
        Build(2);
        Assert.Equal(before, Clusters("2021/22").Where(r => r[0] != "000099"));
        Assert.Equal("2 true", database.Scalar("SELECT cluster || ' ' || joined_later FROM marts.mart_school_cluster WHERE academic_year = '2021/22' AND school_id = '000099'"));
        Assert.Equal("1", Clusters("2022/23").Single(r => r[0] == "000001")[1]);

        Build(3, anew: "2021/22");
        Assert.Equal("2", Clusters("2021/22").Single(r => r[0] == "000001")[1]);
        Assert.Equal("false", database.Scalar("SELECT bool_or(joined_later) FROM marts.mart_school_cluster WHERE academic_year = '2021/22'").ToLowerInvariant());
        Assert.Equal("1", Clusters("2022/23").Single(r => r[0] == "000001")[1]);

        List<string[]> Clusters(string year) => database.Query($"SELECT school_id, cluster FROM marts.mart_school_cluster WHERE academic_year = '{year}' ORDER BY school_id");

        void Build(int round, string? anew = null) => database.MustBuild(project, new RunContext("clusters")
        {
            SourceFingerprint = $"{round}",
            Settings = anew is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { ["clusters_anew"] = anew },
        });
    }

    [Fact]
    public void Approved_clusters_stay_in_any_warehouse()
    {
        var project = Project("mart_school_cluster");
        using var database = new TestDatabase(project);
        AddYear(database, "2021/22");
        AddYear(database, "2022/23");
        // Approved against what context would say: school 1 (rural) is with the towns, school 24 (urban) is not named. School 20 stands for the towns, nobody for the country.
        var csv = new StringBuilder("academic_year;school_id;cluster;is_typical;rule_version;approved_by;k;n_clusters;n_typical\n");
        for (var s = 1; s <= 23; s++)
        {
            var cluster = s == 1 || !IsRural(s) ? 1 : 2;
            csv.Append(CultureInfo.InvariantCulture, $"2022/23;{Id(s)};{cluster};{(s == 20 ? "true" : "false")};старая;методист;2;2;{2 - cluster}\n");
        }

        database.Load(Fixed, project.Sources.Single(s => s.FullName == Fixed).Columns, csv.ToString());
        database.MustBuild(project, new RunContext("clusters")
        {
            SourceFingerprint = "1", Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["clusters_anew"] = "2022/23" },
        });
        var approved = database.Query("SELECT school_id, cluster, is_medoid, joined_later, k, rule_version, approved_by FROM marts.mart_school_cluster WHERE academic_year = '2022/23' ORDER BY school_id");
        Assert.Equal(
            Enumerable.Range(1, 24).Select(s => $"{Id(s)} {(s == 1 || !IsRural(s) ? 1 : 2)} {s == 24} 2 старая методист"),
            approved.Select(r => $"{r[0]} {r[1]} {r[3]} {r[4]} {r[5]} {r[6]}"));
        // Of the towns the approved school; of the country schools 2…14 (81…93 pupils; shares of single parents 19, 20, 21 in turn, so 20 is the middle): of 4, 7, 10, 13 the one in the middle by pupils.
        Assert.Equal(["000007", "000020"], approved.Where(r => r[2] == "True").Select(r => r[0]));
        Assert.Equal("cluster-1 0 2", database.Scalar("SELECT max(rule_version) || ' ' || count(approved_by) || ' ' || max(cluster) FROM marts.mart_school_cluster WHERE academic_year = '2021/22'"));
    }

    [Fact]
    public void Profile_in_words()
    {
        var project = Project("mart_cluster_profile");
        using var database = new TestDatabase(project);
        AddYear(database, "2021/22");
        database.MustBuild(project, new RunContext("clusters") { SourceFingerprint = "1" });
        // Rural: 14 schools of 80…93 pupils (median 86.5), urban: 10 of 600…609; all 24: the middle of the 12th and 13th, 91 and 92.
        Assert.Equal(
            "Кластер 1, школ 14: сельские — 100 % (среди всех 58 %); средние школы — 100 % (среди всех 100 %); обучающихся — медиана 86,5 чел. (у всех 91,5); неполные семьи — медиана 20 % (у всех 20).",
            database.Scalar("SELECT profile_text FROM marts.mart_cluster_profile WHERE cluster = 1"));
    }

    [Fact]
    public void A_school_against_the_others_of_its_cluster()
    {
        var project = Project("mart_cluster_comparison");
        using var database = new TestDatabase(project);
        AddYear(database, "2021/22");
        var cells = Enumerable.Range(1, 24).Select(s => (School: s, N: s == 2 ? 8 : 12 + (3 * s % 11), Share: s == 5 ? 0.1 : s == 20 ? 1.0 : 0.55 + (s * 7 % 5 * 0.05)))
            .Select(c => (c.School, c.N, K: (int)Math.Round(c.N * c.Share), Mean: 8 + (c.School % 5), Deviation: 2.5 + (c.School % 3 * 0.5))).ToList();
        var csv = new StringBuilder("work_id;year;grade;subject;level;scope;scope_id;source;n_writers;n_marked;n2;n3;n4;n5;pass_pct;quality_pct;mean_score;sd_score;max_score;mean_pct\n");
        foreach (var c in cells)
            csv.Append(CultureInfo.InvariantCulture, $"w;2023;5;МА;base;school;{Id(c.School)};computed;{c.N};{c.N};{c.N - c.K};{c.K};0;0;{100.0 * c.K / c.N:R};0;{c.Mean};{c.Deviation};20;{5 * c.Mean}\n");
        database.Load(Results, project.Sources.Single(s => s.FullName == Results).Columns, csv.ToString());
        // The work is of a year without passports of its own: the clusters of the year before serve.
        database.Load(Work, project.Sources.Single(s => s.FullName == Work).Columns, "work_id;procedure;academic_year\nw;ВПР;2022/23\n");
        database.MustBuild(project, new RunContext("clusters") { SourceFingerprint = "1" });

        var rows = database.Query("SELECT school_id, n_peers, n_peer_pupils, peer_value, difference, lo, hi, p, q, verdict, cluster_year, measure FROM marts.mart_cluster_comparison ORDER BY school_id, measure");
        Assert.All(rows, r => Assert.Equal("2021/22", r[10]));
        var pass = rows.Where(r => r[11] == "pass_pct").ToList();
        var mean = rows.Where(r => r[11] == "mean_pct").ToList();
        Assert.Equal((24, 24), (pass.Count, mean.Count));
        var tests = new List<(int Row, double P)>();
        for (var i = 0; i < 24; i++)
        {
            var (own, others) = (cells[i], cells.Where(c => c.School != cells[i].School && IsRural(c.School) == IsRural(cells[i].School)).ToList());
            int n = others.Sum(c => c.N), k = others.Sum(c => c.K);
            var expected = ProportionDifference.Newcombe(k, n, own.K, own.N);
            Assert.Equal([Id(own.School), Text(others.Count), Text(n)], pass[i][..3]);
            Near(100.0 * k / n, pass[i][3]);
            Near(100 * expected.Difference, pass[i][4]);
            Near(100 * expected.Interval.Low, pass[i][5]);
            Near(100 * expected.Interval.High, pass[i][6]);
            double a = (own.K + 2.0) / (own.N + 4), b = (k + 2.0) / (n + 4);
            if (own.N >= 10) tests.Add((i, Normal.TwoSidedTail(expected.Difference / Math.Sqrt((a * (1 - a) / own.N) + (b * (1 - b) / n)))));
            else Assert.Equal(["", "", "мало учеников"], pass[i][7..10]);

            var peer = others.Sum(c => 5.0 * c.Mean * c.N) / n;
            var error = Math.Sqrt((25 * own.Deviation * own.Deviation / own.N) + others.Sum(c => 25 * c.Deviation * c.Deviation * c.N / n / n));
            Near((5 * own.Mean) - peer, mean[i][4]);
            Near((5 * own.Mean) - peer - (1.959963984540054 * error), mean[i][5]);
        }

        var q = AdjustedPValues.BenjaminiHochberg([.. tests.Select(t => t.P)]);
        for (var t = 0; t < tests.Count; t++)
        {
            var row = pass[tests[t].Row];
            Near(tests[t].P, row[7], 1e-6);
            Near(q[t], row[8], 1e-6);
            Assert.Equal(q[t] > 0.05 ? "не отличается" : row[4].StartsWith('-') ? "ниже кластера" : "выше кластера", row[9]);
        }

        Assert.Equal("ниже кластера", pass[4][9]);
        Assert.Equal("выше кластера", pass[19][9]);
    }

    private static ModelProject Project(string model)
    {
        var whole = Infrastructure.Models.Project;
        return SqlCase.Part(whole, whole.Models.Single(m => m.Name == model), [Context, Component, Results, Work, Indicators, Catalogue, Fixed]);
    }

    /// <summary>14 small rural and 10 large urban schools.</summary>
    private static void AddYear(TestDatabase database, string year)
    {
        for (var s = 1; s <= 24; s++) AddSchool(database, year, s, IsRural(s));
    }

    private static void AddSchool(TestDatabase database, string year, int school, bool rural)
    {
        var enrolment = rural ? 79 + school : 585 + school;
        database.Execute($"INSERT INTO {Context} (academic_year, school_id, municipality_id, school_type, locality, enrolment) VALUES ('{year}', '{Id(school)}', '71_m015', 'secondary', '{(rural ? "rural" : "urban")}', {Text(enrolment)})");
        database.Execute($"INSERT INTO {Component} (academic_year, school_id, municipality_id, component, pct, origin) VALUES ('{year}', '{Id(school)}', '71_m015', 'single_parent', {Text(19 + (school % 3))}, 'доля из файла')");
    }

    private static bool IsRural(int school) => school <= 14;

    private static string Id(int school) => school.ToString("D6", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Near(double expected, string actual, double tolerance = 1e-9)
    {
        var value = double.Parse(actual, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(value - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-3), $"expected {expected:R}, got {actual}");
    }
}
