using System.Globalization;
using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.MultipleTesting;
using MsokoAnalytics.Statistics.Shrinkage;

namespace MsokoAnalytics.Models.Tests.Markers;

/// <summary>
/// marts.mart_journal_expectation and mart_journal_leniency against plain C#: loops over pupils, least squares by normal equations, and the statistics
/// library (itself checked against R and scipy).
/// </summary>
public sealed class JournalOracleTests
{
    private const double Z = 1.959963984540054;
    private static readonly MarkerWorld World = new(11);
    private static readonly Dictionary<string, Func<int, int, bool>> Measures = new(StringComparer.Ordinal)
    {
        ["lowered"] = (mark, journal) => mark < journal,
        ["confirmed"] = (mark, journal) => mark == journal,
        ["raised"] = (mark, journal) => mark > journal,
        ["gap2_down"] = (mark, journal) => mark <= journal - 2,
        ["gap2_up"] = (mark, journal) => mark >= journal + 2,
    };

    [Fact]
    public void Expectation_tests_and_ranges_agree()
    {
        using var database = World.Build("marts.mart_journal_expectation");
        var verdicts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (measure, holds) in Measures)
        {
            var rows = database.Query("SELECT work_id, scope_id, n, observed_n, expected_pct, usual_lo, usual_hi, difference, difference_lo, difference_hi, z, p, q, verdict, reason "
                + $"FROM marts.mart_journal_expectation WHERE scope = 'school' AND work_id <> '' AND measure = '{measure}'").ToDictionary(r => (r[0], r[1]), r => r[2..]);
            var figures = MarkerWorld.Works.SelectMany(w => Figures(w.Id, holds)).ToList();
            Assert.Equal(rows.Count, figures.Count);
            var minimum = measure.StartsWith("gap2", StringComparison.Ordinal) ? 10 : 20;
            var tested = new List<(Figure Figure, double Spread, double Tail)>();
            foreach (var work in figures.GroupBy(f => f.Work))
            {
                var large = work.Where(f => f.N >= minimum && f.Variance > 0).ToList();
                if (large.Count < 8) continue;
                var tau2 = BetweenVariance.DerSimonianLaird([.. large.Select(f => f.Difference)], [.. large.Select(f => f.Variance)]);
                foreach (var f in large)
                {
                    var z = Math.Sign(f.Difference) * Math.Max(Math.Abs(f.Difference) - (.5 / f.N), 0) / Math.Sqrt(f.Variance + tau2);
                    tested.Add((f, tau2, z));
                }
            }

            Assert.InRange(tested.Count, 8, figures.Count - 1);
            var p = tested.Select(t => Normal.TwoSidedTail(t.Tail)).ToArray();
            // One family of tests a year.
            var q = new double[p.Length];
            foreach (var year in Enumerable.Range(0, p.Length).GroupBy(i => tested[i].Figure.Work.Split('-')[1]))
                foreach (var (i, adjusted) in year.Zip(AdjustedPValues.BenjaminiHochberg([.. year.Select(i => p[i])]))) q[i] = adjusted;
            foreach (var f in figures)
            {
                var row = rows[(f.Work, MarkerWorld.SchoolId(f.School))];
                Assert.Equal([Text(f.N), Text(f.K)], row[..2]);
                Same(100 * f.Expected, row[2]);
                Same(100 * f.Difference, row[5]);
                Same(100 * (f.Difference - (Z * Math.Sqrt(f.Variance))), row[6]);
                Same(100 * (f.Difference + (Z * Math.Sqrt(f.Variance))), row[7]);
                var place = tested.FindIndex(t => t.Figure == f);
                verdicts.Add(row[11]);
                if (place < 0)
                {
                    Assert.Equal(["", "", ""], row[8..11]);
                    Assert.Equal(measure == "confirmed" ? "справочно" : "нельзя судить", row[11]);
                    Assert.NotEqual("", row[12]);
                    continue;
                }

                Same(100 * Math.Max(0, f.Expected - (Z * Math.Sqrt(f.Variance + tested[place].Spread))), row[3]);
                Same(100 * Math.Min(1, f.Expected + (Z * Math.Sqrt(f.Variance + tested[place].Spread))), row[4]);
                Same(tested[place].Tail, row[8]);
                if (measure == "confirmed")
                {
                    Assert.Equal("справочно", row[11]);
                    continue;
                }

                Same(p[place], row[9], 1e-6);
                Same(q[place], row[10], 1e-6);
                Assert.Equal(q[place] > .05 ? "в пределах ожидания" : tested[place].Tail > 0 ? "выше ожидаемого" : "ниже ожидаемого", row[11]);
            }
        }

        Assert.True(verdicts.IsSupersetOf(["выше ожидаемого", "в пределах ожидания", "нельзя судить", "справочно"]), string.Join(", ", verdicts));
    }

    [Fact]
    public void A_year_adds_up_its_works()
    {
        using var database = World.Build("marts.mart_journal_expectation");
        foreach (var school in new[] { 1, 8, 13 })
        {
            var figures = MarkerWorld.Works.Where(w => w.Year == 2022).SelectMany(w => Figures(w.Id, Measures["lowered"])).Where(f => f.School == school).ToList();
            var n = figures.Sum(f => f.N);
            var row = database.Query($"SELECT n_works, n, observed_n, expected_pct, difference_lo FROM marts.mart_journal_expectation WHERE scope = 'school' AND work_id = '' AND year = 2022 AND measure = 'lowered' AND scope_id = '{MarkerWorld.SchoolId(school)}'")[0];
            Assert.Equal([Text(figures.Count), Text(n), Text(figures.Sum(f => f.K))], row[..3]);
            Same(100 * figures.Sum(f => f.N * f.Expected) / n, row[3]);
            var error = Math.Sqrt(figures.Sum(f => f.Variance * f.N * f.N)) / n;
            Same(100 * ((figures.Sum(f => f.N * f.Difference) / n) - (Z * error)), row[4]);
        }
    }

    [Fact]
    public void Leniency_is_the_class_mean_residual_of_least_squares()
    {
        using var database = World.Build("marts.mart_journal_leniency");
        var isLenient = false;
        var tested = new List<(string Scope, int Year, double P, string Q)>();
        foreach (var (work, year, _, _) in MarkerWorld.Works)
        {
            var pupils = Regressed(work, year);
            var coefficients = LeastSquares([.. pupils.Select(p => new[] { 1, p.X, p.ClassX })], [.. pupils.Select(p => (double)p.Journal)]);
            double Residual(Row p) => p.Journal - coefficients[0] - (coefficients[1] * p.X) - (coefficients[2] * p.ClassX);
            var classes = pupils.GroupBy(p => (p.School, p.Label)).ToList();
            var sigma2 = classes.Sum(c => c.Sum(p => Square(Residual(p) - c.Average(Residual)))) / (pupils.Count - classes.Count - 1);
            foreach (var (scope, groups) in new[] { ("class", classes.Select(c => (Id: Suffix(c.Key), Rows: c.ToList())).ToList()), ("school", [.. pupils.GroupBy(p => p.School).Select(s => (MarkerWorld.SchoolId(s.Key), s.ToList()))]) })
            {
                var judged = groups.Where(g => g.Rows.Count >= 5).ToList();
                double[] raw = [.. judged.Select(g => g.Rows.Average(Residual))], v = [.. judged.Select(g => sigma2 / g.Rows.Count)];
                var tau2 = BetweenVariance.DerSimonianLaird(raw, v);
                var rows = database.Query($"SELECT scope_id, n, journal_mean, raw, leniency, leniency_lo, leniency_hi, reliability, reason, raw_error, flag_level, probability, p, q FROM marts.mart_journal_leniency WHERE scope = '{scope}' AND work_id = '{work}'");
                for (var i = 0; i < judged.Count; i++)
                {
                    var row = rows.Single(r => r[0].StartsWith(judged[i].Id.Split('|')[0], StringComparison.Ordinal) && (scope == "school" || r[0].EndsWith(judged[i].Id.Split('|')[1], StringComparison.Ordinal)));
                    var shrink = tau2 / (tau2 + v[i]);
                    var half = Z * Math.Sqrt(tau2 * v[i] / (tau2 + v[i]));
                    Assert.Equal(Text(judged[i].Rows.Count), row[1]);
                    Near(judged[i].Rows.Average(p => (double)p.Journal), row[2]);
                    Near(raw[i], row[3]);
                    Near(shrink * raw[i], row[4]);
                    Near((shrink * raw[i]) - half, row[5]);
                    Near((shrink * raw[i]) + half, row[6]);
                    Near(shrink, row[7]);
                    Assert.Equal("", row[8]);
                    // One-sided test against one usual spread, at least a tenth of a mark.
                    var level = Math.Max(Math.Sqrt(tau2), .1);
                    Near(Math.Sqrt(v[i]), row[9]);
                    Near(level, row[10]);
                    Near(half > 0 ? Normal.Cdf(((shrink * raw[i]) - level) / (half / Z)) : 0, row[11]);
                    tested.Add((scope, year, Normal.Cdf((level - raw[i]) / Math.Sqrt(v[i])), row[13]));
                    Near(tested[^1].P, row[12]);
                    isLenient |= (shrink * raw[i]) - half > .1;
                }

                Assert.All(rows.Where(r => r[4].Length == 0), r => Assert.NotEqual("", r[8]));
                Assert.True(rows.Count >= judged.Count);
            }
        }

        foreach (var family in tested.GroupBy(t => (t.Scope, t.Year)))
            foreach (var (adjusted, one) in AdjustedPValues.BenjaminiHochberg([.. family.Select(t => t.P)]).Zip(family)) Near(adjusted, one.Q);
        Assert.Contains(tested, t => double.Parse(t.Q, CultureInfo.InvariantCulture) < .05);

        // The planted lenient schools stand out; otherwise the comparison would prove little.
        Assert.True(isLenient);
    }

    private static IEnumerable<Figure> Figures(string work, Func<int, int, bool> holds)
    {
        var all = World.Writers.Where(p => p.Work == work && p.Journal is not null).ToList();
        foreach (var school in all.GroupBy(p => p.School))
        {
            double expected = 0, variance = 0;
            foreach (var journal in school.GroupBy(p => p.Journal!.Value))
            {
                var others = all.Where(p => p.School != school.Key && p.Journal == journal.Key).ToList();
                // Half a pupil for each of the four marks.
                var share = (others.Count(p => holds(p.Mark, journal.Key)) + (.5 * new[] { 2, 3, 4, 5 }.Count(m => holds(m, journal.Key)))) / (others.Count + 2);
                var n = journal.Count();
                expected += n * share;
                variance += (n * share * (1 - share)) + (n * n * share * (1 - share) / (others.Count + 3));
            }

            int count = school.Count(), k = school.Count(p => holds(p.Mark, p.Journal!.Value));
            yield return new Figure(work, school.Key, count, k, expected / count, (k - expected) / count, variance / count / count);
        }
    }

    /// <summary>Pupils with a journal mark and the other work of the year, its standardised score and the class mean of it.</summary>
    private static List<Row> Regressed(string work, int year)
    {
        var other = MarkerWorld.Works.Single(w => w.Year == year && w.Id != work).Id;
        var scores = World.Writers.Where(p => p.Work == other).ToList();
        double mean = scores.Average(p => p.Score), sd = Math.Sqrt(scores.Sum(p => Square(p.Score - mean)) / (scores.Count - 1));
        var byPupil = scores.ToDictionary(p => (p.School, p.Code), p => (p.Score - mean) / sd);
        var rows = World.Pupils.Where(p => p.Work == work && p.Journal is not null && byPupil.ContainsKey((p.School, p.Code)))
            .Select(p => new Row(p.School, p.ClassLabel, p.Journal!.Value, byPupil[(p.School, p.Code)], 0)).ToList();
        return [.. rows.GroupBy(r => (r.School, r.Label)).SelectMany(c => c.Select(r => r with { ClassX = c.Average(x => x.X) }))];
    }

    private static double[] LeastSquares(double[][] x, double[] y)
    {
        var k = x[0].Length;
        var a = new double[k, k + 1];
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++) a[i, j] = x.Sum(r => r[i] * r[j]);
            a[i, k] = x.Zip(y).Sum(p => p.First[i] * p.Second);
        }

        for (var i = 0; i < k; i++)
        {
            for (var r = 0; r < k; r++)
            {
                if (r == i) continue;
                var factor = a[r, i] / a[i, i];
                for (var j = i; j <= k; j++) a[r, j] -= factor * a[i, j];
            }
        }

        return [.. Enumerable.Range(0, k).Select(i => a[i, k] / a[i, i])];
    }

    private static string Suffix((int School, string Label) key) => $"{MarkerWorld.SchoolId(key.School)}|{key.Label}";

    private static double Square(double v) => v * v;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Same(double expected, string actual, double tolerance = 1e-9)
    {
        var got = double.Parse(actual, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(expected - got) <= tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected}, got {actual}");
    }

    /// <summary>Standardised scores are kept as whole millionths.</summary>
    private static void Near(double expected, string actual) => Same(expected, actual, 1e-5);

    private sealed record Figure(string Work, int School, int N, int K, double Expected, double Difference, double Variance);

    private sealed record Row(int School, string Label, int Journal, double X, double ClassX);
}
