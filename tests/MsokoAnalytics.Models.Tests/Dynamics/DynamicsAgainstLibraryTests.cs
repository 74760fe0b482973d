using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;
using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.MultipleTesting;
using MsokoAnalytics.Statistics.Proportions;
using MsokoAnalytics.Statistics.Shrinkage;

namespace MsokoAnalytics.Models.Tests.Dynamics;

/// <summary>
/// marts.mart_dynamics against plain C# with the statistics library (itself checked against R and scipy): 14 schools of one municipality, two
/// years, grades 4 and 5.
/// </summary>
public sealed class DynamicsAgainstLibraryTests
{
    private const int Schools = 14;

    [Fact]
    public void Changes_tests_and_shrunken_estimates_agree()
    {
        var cells = Cells();
        using var database = Build(cells);
        // One family of tests per kind: both grades together.
        Compare(database, "same_grade", [.. All(cells, 4, 4), .. All(cells, 5, 5)]);
        Compare(database, "same_cohort", All(cells, 4, 5));
    }

    [Fact]
    public void Where_nothing_changed_nothing_is_named()
    {
        var cells = Cells().ToDictionary(c => c.Key, c => new Cell(c.Value.N, c.Value.N * 4 / 5));
        using var database = Build(cells);
        Assert.Equal(
            "0", database.Scalar("SELECT count(*) FROM marts.mart_dynamics AS d WHERE d.scope = 'school' AND d.verdict IN ('рост', 'снижение')"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(-1.96)]
    [InlineData(4.4)]
    [InlineData(-8)]
    [InlineData(20)]
    public void The_tail_of_the_normal_distribution(double z)
    {
        using var database = Build(Cells());
        var tail = double.Parse(database.Scalar(string.Create(CultureInfo.InvariantCulture, $"SELECT normal_tail({z})")), CultureInfo.InvariantCulture);
        Assert.InRange(tail / Normal.TwoSidedTail(z), 1 - 1.3e-7, 1 + 1.3e-7);
    }

    private static void Compare(TestDatabase database, string kind, List<Change> changes)
    {
        var tested = changes.Where(c => c.From.N >= 10 && c.To.N >= 10).ToList();
        Assert.InRange(tested.Count, 10, changes.Count - 1);
        var q = AdjustedPValues.BenjaminiHochberg([.. tested.Select(c => c.P)]);
        var shrunken = changes.Chunk(Schools).SelectMany(part =>
        {
            double[] y = [.. part.Select(c => c.Relative)], v = [.. part.Select(c => c.Variance)];
            return EmpiricalBayes.Shrink(y, v, BetweenVariance.DerSimonianLaird(y, v)).Units;
        }).ToList();
        var rows = database.Query(
            "SELECT d.scope_id, d.n_from, d.n_to, d.difference, d.lo, d.hi, d.anchor_scope, d.anchor_difference, d.relative_difference, "
            + "d.p, d.q, d.verdict, d.shrunken, d.shrunken_lo, d.shrunken_hi, d.reliability FROM marts.mart_dynamics AS d "
            + $"WHERE d.scope = 'school' AND d.kind = '{kind}' AND d.measure = 'pass' ORDER BY d.grade_to, d.scope_id");
        Assert.Equal(changes.Count, rows.Count);
        var verdicts = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < changes.Count; i++)
        {
            var (row, change, place) = (rows[i], changes[i], tested.IndexOf(changes[i]));
            var raw = ProportionDifference.Newcombe(change.From.K, change.From.N, change.To.K, change.To.N);
            Assert.Equal([Id(i % Schools), Text(change.From.N), Text(change.To.N)], row[..3]);
            Same(100 * raw.Difference, row[3]);
            Same(100 * raw.Interval.Low, row[4]);
            Same(100 * raw.Interval.High, row[5]);
            Assert.Equal("municipality", row[6]);
            Same(100 * change.Anchor, row[7]);
            Same(100 * change.Relative, row[8]);
            Same(100 * shrunken[i].Shrunken, row[12]);
            Same(100 * shrunken[i].Interval.Low, row[13]);
            Same(100 * shrunken[i].Interval.High, row[14]);
            Same(shrunken[i].Reliability, row[15]);
            verdicts.Add(row[11]);
            if (place < 0)
            {
                Assert.Equal(["", "", "мало учеников"], row[9..12]);
                continue;
            }

            Same(change.P, row[9], 1e-6);
            Same(q[place], row[10], 1e-6);
            Assert.Equal(q[place] > 0.05 ? "без изменений" : change.Relative > 0 ? "рост" : "снижение", row[11]);
        }

        // The planted school rose, the first one is too small; without both the comparison above would prove little.
        Assert.True(verdicts.IsSupersetOf(["рост", "без изменений", "мало учеников"]), string.Join(", ", verdicts));
    }

    private static List<Change> All(IReadOnlyDictionary<(int School, int Grade, int Year), Cell> cells, int gradeFrom, int gradeTo) =>
        [.. Enumerable.Range(0, Schools).Select(s => Change.Of(cells, s, gradeFrom, gradeTo))];

    /// <summary>Marks by (school, grade, year): sizes 6..70; school 3 rises by a half, the others move by a few pupils.</summary>
    private static Dictionary<(int School, int Grade, int Year), Cell> Cells()
    {
        var cells = new Dictionary<(int, int, int), Cell>();
        for (var s = 0; s < Schools; s++)
        {
            foreach (var grade in new[] { 4, 5 })
            {
                foreach (var year in new[] { 2022, 2023 })
                {
                    var n = 6 + (5 * s) + (((7 * grade) + year + s) % 4);
                    var share = s == 3 ? (year == 2022 ? 0.3 : 0.95) : 0.6 + (((s * 5) + (grade * 3) + year) % 7 * 0.05);
                    cells[(s, grade, year)] = new Cell(n, (int)Math.Round(n * share));
                }
            }
        }

        return cells;
    }

    private static TestDatabase Build(IReadOnlyDictionary<(int School, int Grade, int Year), Cell> cells)
    {
        var whole = Infrastructure.Models.Project;
        string[] given = ["marts.mart_work_results", "core.dim_work", "core.int_year_reach"];
        var project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == "mart_dynamics"), given);
        var database = new TestDatabase(project);
        var results = new StringBuilder("work_id;year;wave;grade;subject;level;scope;scope_id;municipality_id;n_marked;n2;n3;n4;n5\n");
        foreach (var ((school, grade, year), cell) in cells) Row(grade, year, "school", Id(school), cell);
        foreach (var group in cells.GroupBy(c => (c.Key.Grade, c.Key.Year)))
            Row(group.Key.Grade, group.Key.Year, "municipality", "71_m015", new Cell(group.Sum(c => c.Value.N), group.Sum(c => c.Value.K)));
        database.Load(given[0], project.Sources.Single(s => s.FullName == given[0]).Columns, results.ToString());
        database.Load(given[1], project.Sources.Single(s => s.FullName == given[1]).Columns,
            "work_id;procedure\n" + string.Concat(cells.Keys.Select(k => (k.Grade, k.Year)).Distinct().Select(k => $"{k.Grade}-{k.Year};ВПР\n")));
        database.Load(given[2], project.Sources.Single(s => s.FullName == given[2]).Columns,
            "year_to;work_id\n" + string.Concat(cells.Keys.Select(k => (k.Grade, k.Year)).Distinct().Select(k => $"2023;{k.Grade}-{k.Year}\n")));
        database.MustBuild(project, new RunContext("dynamics") { SourceFingerprint = "dynamics" });
        return database;

        void Row(int grade, int year, string scope, string id, Cell cell) => results.Append(
            CultureInfo.InvariantCulture, $"{grade}-{year};{year};spring;{grade};МА;base;{scope};{id};71_m015;{cell.N};{cell.N - cell.K};{cell.K};0;0\n");
    }

    private static string Id(int school) => (school + 1).ToString("D6", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Same(double expected, string actual, double tolerance = 1e-9)
    {
        var value = double.Parse(actual, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(value - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-3), $"expected {expected:R}, got {actual}");
    }

    private sealed record Cell(int N, int K)
    {
        public double Share => (double)K / N;

        public double Variance => (K + 2.0) / (N + 4.0) * (N - K + 2.0) / (N + 4.0) / N;
    }

    private sealed record Change(Cell From, Cell To, double Anchor, double Relative, double Variance)
    {
        public double P => Normal.TwoSidedTail(Relative / Math.Sqrt(Variance));

        public static Change Of(IReadOnlyDictionary<(int School, int Grade, int Year), Cell> cells, int school, int gradeFrom, int gradeTo)
        {
            Cell Rest(int grade, int year)
            {
                var others = cells.Where(c => c.Key.School != school && c.Key.Grade == grade && c.Key.Year == year).Select(c => c.Value).ToList();
                return new Cell(others.Sum(c => c.N), others.Sum(c => c.K));
            }

            Cell from = cells[(school, gradeFrom, 2022)], to = cells[(school, gradeTo, 2023)];
            Cell restFrom = Rest(gradeFrom, 2022), restTo = Rest(gradeTo, 2023);
            var anchor = restTo.Share - restFrom.Share;
            return new Change(
                from, to, anchor, to.Share - from.Share - anchor, from.Variance + to.Variance + restFrom.Variance + restTo.Variance);
        }
    }
}
