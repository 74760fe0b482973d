using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Domain;

/// <summary>Two real waves of a region: pupils rebuilt from the published histograms must give the independently published figures.</summary>
public class RealRegionTests
{
    [SharedFact]
    public void Means_spreads_and_marks_of_real_works_are_reproduced()
    {
        var reference = RegionAggregates.Reference();
        // Scores with fewer than 5 pupils are withheld; only works whose histogram is whole can be compared to the last digit.
        var works = RegionAggregates.Histograms().Where(h => reference.TryGetValue(h.Key, out var r) && h.Sum(s => s.N) == Whole(r["n"])).ToList();
        Assert.Equal(53, works.Count);
        using var database = new TestDatabase(Infrastructure.Models.Project);
        for (var i = 0; i < works.Count; i++) Load(database, i + 1, works[i].Key, works[i]);
        database.MustBuild(Infrastructure.Models.Project, new RunContext("real"));

        var rows = database.Query("""
            SELECT s.file_key, r.n_writers, r.mean_score, r.sd_score, 100.0 * r.n2 / r.n_marked, 100.0 * r.n3 / r.n_marked,
                100.0 * r.n4 / r.n_marked, 100.0 * r.n5 / r.n_marked, j.n_both, j.n_lowered, j.n_raised
            FROM marts.mart_work_results AS r
            JOIN marts.mart_journal_comparison AS j USING (work_id, scope, scope_id)
            JOIN core.int_sheet_work AS s USING (work_id)
            WHERE r.scope = 'municipality'
            """);
        Assert.Equal(works.Count, rows.Count);
        foreach (var row in rows)
        {
            var number = Whole(row[0]) - 1;
            var work = works[number].Key;
            var published = reference[work];
            Assert.Equal(published["n"], row[1]);
            Near(published["mean"], row[2], 0.00005, work);
            Near(published["sd"], row[3], 0.00005, work);
            Near(published["pct2"], row[4], 0.005, work);
            Near(published["pct3"], row[5], 0.005, work);
            if (work.EndsWith(" 8 geo", StringComparison.Ordinal))
            {
                // The official scale gives 35 to both «4» and «5»: the published figures count it as «5», ours as «4».
                Assert.Equal(Fraction(published["pct4"]) + Fraction(published["pct5"]), Fraction(row[6]) + Fraction(row[7]), 0.0101);
                continue;
            }

            Near(published["pct4"], row[6], 0.005, work);
            Near(published["pct5"], row[7], 0.005, work);
            JournalFits(published, row, work, works[number].Sum(s => s.Journal.Count(n => n == 0)));
        }
    }

    /// <summary>Withheld journal cells (1 to 4 pupils each) can only add to what we counted, and never more pupils than are missing.</summary>
    private static void JournalFits(Dictionary<string, string> published, string[] row, string work, int emptyCells)
    {
        var all = Whole(published["n_with_journal"]);
        var withheld = all - Whole(row[8]);
        Assert.InRange(withheld, 0, 4 * emptyCells);
        foreach (var (column, ours) in new[] { ("pct_lowered", row[9]), ("pct_raised", row[10]) })
        {
            var expected = Fraction(published[column]) * all / 100;
            var rounding = 0.005 * all / 100;
            Assert.True(expected - Whole(ours) >= -rounding && expected - Whole(ours) <= withheld + rounding, $"{work} {column}");
        }
    }

    private static void Load(TestDatabase database, int file, string work, IEnumerable<(int Score, int N, int[] Journal)> scores)
    {
        var parts = work.Split(' ');
        var wave = parts[0] == "2020" ? "autumn" : "spring";
        database.Execute($"INSERT INTO staging.stg_sheet (file_key, sheet_no, year, wave, grade, subject, level) VALUES ({file}, 1, {parts[0]}, '{wave}', {parts[1]}, '{RegionAggregates.Subject(parts[2])}', 'base')");
        var cells = new List<string>();
        foreach (var (score, n, journal) in scores)
        {
            for (var mark = 2; mark <= 5; mark++) cells.Add($"({score}, {mark}, {journal[mark - 2]})");
            cells.Add($"({score}, NULL, {n - journal.Sum()})");
        }

        database.Execute($"""
            INSERT INTO staging.stg_vpr__result (file_key, sheet_no, row_no, municipality_id, school_login, school_id, participant_code, attendance, primary_score, journal_mark, journal_state)
            SELECT {file}, 1, row_number() OVER (), '22_m001', 'edu220001', '220001', row_number() OVER (), 'present', c.score, c.journal, CASE WHEN c.journal IS NULL THEN 'empty' ELSE 'mark' END
            FROM (SELECT score, journal, unnest(range(n)) AS k FROM (VALUES {string.Join(", ", cells)}) AS v(score, journal, n)) AS c
            """);
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Fraction(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Near(string expected, string actual, double tolerance, string what) =>
        Assert.True(Math.Abs(Fraction(expected) - Fraction(actual)) <= tolerance + 1e-9, $"{what}: published {expected}, ours {actual}");
}
