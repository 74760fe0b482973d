using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Markers;

/// <summary>anomaly.official_markers against plain C# written from the text of the rules: loops over pupils, no SQL.</summary>
public sealed class OfficialMarkersOracleTests
{
    private static readonly MarkerWorld World = new(7);

    [Fact]
    public void Every_rule_agrees_with_a_plain_recomputation()
    {
        using var database = World.Build("anomaly.official_markers", "anomaly.official_index");
        var rows = database.Query("SELECT rule_version, marker, work_id, school_id, n, n_from, n_reference, reference_scope, estimate, value, threshold, state, reason IS NULL FROM anomaly.official_markers")
            .ToDictionary(r => string.Join('|', r[..4]), r => r[4..]);
        var expected = Mean(1.96).Concat(Journal()).Concat(Cohort()).Concat(Level()).Concat(Profile()).Concat(Gap()).Concat(Peaks()).Concat(Flat()).ToList();
        foreach (var (key, n, value, threshold, isMarked) in expected)
        {
            Assert.True(rows.TryGetValue(key, out var row), key + ": missing");
            Assert.True(Text(n) == row[0] && Same(value, row[5]) && (value is null || Same(threshold, row[6])) && State(isMarked) == row[7],
                $"{key}: expected {n}; {value}; {threshold}; {isMarked}, got {string.Join("; ", row)}");
            Assert.Equal(isMarked is null ? "False" : "True", row[8]);
        }

        Assert.Equal(rows.Keys.Where(k => !k.StartsWith("2019/n10", StringComparison.Ordinal)).Order(StringComparer.Ordinal), expected.Select(e => e.Key).Order(StringComparer.Ordinal));
        // The comparison proves little unless every rule fired, did not fire and could not be computed.
        foreach (var marker in new[] { "mean", "journal", "drop", "level", "profile", "gap2", "lowered", "raised" })
            Assert.True(expected.Any(e => e.Key.Contains($"|{marker}|", StringComparison.Ordinal) && e.IsMarked == true), marker + " never fired");
        Assert.Contains(expected, e => e.Key.Contains("|peak", StringComparison.Ordinal) && e.IsMarked == true);
        Index(database, expected);
    }

    private static void Index(TestDatabase database, List<Expected> expected)
    {
        var listed = expected.Where(e => e.Key.StartsWith("2019/1|", StringComparison.Ordinal) && !(e.Key.Contains("-04-", StringComparison.Ordinal) && (e.Key.Contains("|rise|", StringComparison.Ordinal) || e.Key.Contains("|drop|", StringComparison.Ordinal))));
        foreach (var year in listed.GroupBy(e => e.Key.Split('-')[1]))
        {
            var schools = year.GroupBy(e => e.Key.Split('|')[3]).ToList();
            var marked = schools.Count(s => s.Any(e => e.IsMarked == true));
            var row = database.Query($"SELECT n_schools, n_marked, index_pct FROM anomaly.official_index WHERE rule_version = '2019/1' AND scope = 'region' AND year = {year.Key}")[0];
            Assert.Equal([Text(schools.Count), Text(marked)], row[..2]);
            Assert.True(Same(100 - (100.0 * marked / schools.Count), row[2]));
        }
    }

    private static IEnumerable<(string Work, int School, List<MarkedPupil> Own, List<MarkedPupil> All)> SchoolWorks()
    {
        foreach (var work in World.Writers.GroupBy(p => p.Work))
            foreach (var school in work.GroupBy(p => p.School))
                yield return (work.Key, school.Key, [.. school], [.. work]);
    }

    private static IEnumerable<Expected> Mean(double t)
    {
        foreach (var (work, school, own, all) in SchoolWorks())
        {
            var (m, s) = Moments(own);
            var (region, sd) = Moments(all);
            var canJudge = own.Count >= 2 && s > 0;
            yield return new($"2019/1|mean|{work}|{MarkerWorld.SchoolId(school)}", own.Count, canJudge ? m - (t * s / Math.Sqrt(own.Count)) : null,
                region + (t * sd / Math.Sqrt(all.Count)), canJudge ? m - (t * s / Math.Sqrt(own.Count)) > region + (t * sd / Math.Sqrt(all.Count)) : null);
        }
    }

    private static IEnumerable<Expected> Journal()
    {
        foreach (var (work, school, own, _) in SchoolWorks())
        {
            var both = own.Where(p => p.Journal is not null).ToList();
            double[] a = Ranks([.. both.Select(p => p.Score)]), b = Ranks([.. both.Select(p => p.Journal!.Value)]);
            double? r = both.Count < 3 || a.Distinct().Count() < 2 || b.Distinct().Count() < 2 ? null : Pearson(a, b);
            yield return new($"2019/1|journal|{work}|{MarkerWorld.SchoolId(school)}", both.Count, r, 0, r is null ? null : r < 0);
        }
    }

    private static IEnumerable<Expected> Cohort()
    {
        foreach (var subject in new[] { "РУ", "МА" })
        {
            string from = $"ВПР-2021-spring-04-{subject}-base", to = $"ВПР-2022-spring-05-{subject}-base";
            var s = SchoolWorks().ToDictionary(x => (x.Work, x.School), x => x.Own.Average(p => 100.0 * p.Score / MarkerWorld.MaxScore));
            var k = s.Keys.Where(x => x.Work == to && s.ContainsKey((from, x.School))).ToDictionary(x => x.School, x => s[(from, x.School)] / s[x]);
            double[] sorted = [.. k.Values.Order()];
            double q1 = Quantile(sorted, .25), q3 = Quantile(sorted, .75);
            foreach (var (work, school, own, _) in SchoolWorks().Where(x => x.Work == to))
            {
                double? own_k = k.TryGetValue(school, out var found) ? found : null;
                yield return new($"2019/1|rise|{work}|{MarkerWorld.SchoolId(school)}", own.Count, own_k, q1 - (3 * (q3 - q1)), own_k is null ? null : own_k < q1 - (3 * (q3 - q1)));
                yield return new($"2019/1|drop|{work}|{MarkerWorld.SchoolId(school)}", own.Count, own_k, q3 + (3 * (q3 - q1)), own_k is null ? null : own_k > q3 + (3 * (q3 - q1)));
            }
        }
    }

    private static IEnumerable<Expected> Level()
    {
        foreach (var (work, school, own, all) in SchoolWorks())
        {
            var z = (Moments(own).Mean - Moments(all).Mean) / Moments(all).Sd;
            double? value = own.Count < 10 ? null : z;
            yield return new($"2018/1|level|{work}|{MarkerWorld.SchoolId(school)}", own.Count, value, .5, value is null ? null : z >= .5 && !MarkerWorld.SchoolName(school).Contains("Лицей", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<Expected> Profile()
    {
        int[] max = [2, 3, 4, 5, 6];
        foreach (var (work, school, own, all) in SchoolWorks())
        {
            double[] region = [.. max.Select((m, j) => 100.0 * all.Sum(p => p.Tasks[j]) / (all.Count * m))];
            double[] gap = [.. max.Select((m, j) => (100.0 * own.Sum(p => p.Tasks[j]) / (own.Count * m)) - region[j])];
            var median = region.Order().ElementAt(2);
            double easy = gap.Where((_, j) => region[j] >= median).Average(), hard = gap.Where((_, j) => region[j] < median).Average();
            yield return new($"2018/1|profile|{work}|{MarkerWorld.SchoolId(school)}", own.Count, own.Count < 10 ? null : hard, 2, own.Count < 10 ? null : easy <= -2 && hard >= 2);
        }
    }

    private static IEnumerable<Expected> Gap()
    {
        foreach (var (work, school, own, _) in SchoolWorks())
        {
            var both = own.Where(p => p.Journal is not null).ToList();
            double? far = both.Count == 0 ? null : both.Count(p => Math.Abs(p.Mark - p.Journal!.Value) >= 2);
            yield return new($"2026/1|gap2|{work}|{MarkerWorld.SchoolId(school)}", both.Count, far, 1, far is null ? null : far >= 1);
        }
    }

    private static IEnumerable<Expected> Peaks()
    {
        foreach (var (work, school, own, all) in SchoolWorks())
        {
            for (var b = 0; b < 3; b++)
            {
                var bound = MarkerWorld.Bounds[b];
                int at = own.Count(p => p.Score == bound), near = at + own.Count(p => p.Score == bound - 1);
                int othersAt = all.Count(p => p.Score == bound) - at, othersNear = othersAt + all.Count(p => p.Score == bound - 1) - near + at;
                var canJudge = own.Count >= 20 && othersNear >= 30 && near > 0;
                double? low = canJudge ? WilsonLow(at, near) : null;
                yield return new($"2026/1|peak{b + 3}|{work}|{MarkerWorld.SchoolId(school)}", own.Count, low, 100.0 * othersAt / othersNear, canJudge ? low > 100.0 * othersAt / othersNear : null);
            }
        }
    }

    private static IEnumerable<Expected> Flat()
    {
        foreach (var (work, school, own, _) in SchoolWorks())
        {
            var both = own.Where(p => p.Journal is not null).ToList();
            var canJudge = both.Count >= 10;
            double down = 100.0 * both.Count(p => p.Mark < p.Journal) / Math.Max(1, both.Count), up = 100.0 * both.Count(p => p.Mark > p.Journal) / Math.Max(1, both.Count);
            double quality = 100.0 * own.Count(p => p.Mark >= 4) / own.Count, mean = own.Average(p => 100.0 * p.Score / MarkerWorld.MaxScore);
            yield return new($"обиход/1|lowered|{work}|{MarkerWorld.SchoolId(school)}", both.Count, canJudge ? down : null, 40, canJudge ? down >= 40 : null);
            yield return new($"обиход/1|raised|{work}|{MarkerWorld.SchoolId(school)}", both.Count, canJudge ? up : null, 40, canJudge ? up >= 40 : null);
            yield return new($"обиход/1|quality|{work}|{MarkerWorld.SchoolId(school)}", own.Count, own.Count >= 10 ? mean : null, 55, own.Count >= 10 ? quality >= 80 && mean < 55 : null);
        }
    }

    private static (double Mean, double Sd) Moments(List<MarkedPupil> pupils)
    {
        var mean = pupils.Average(p => (double)p.Score);
        return (mean, pupils.Count < 2 ? double.NaN : Math.Sqrt(pupils.Sum(p => (p.Score - mean) * (p.Score - mean)) / (pupils.Count - 1)));
    }

    private static double[] Ranks(int[] x) => [.. x.Select(v => x.Count(o => o < v) + ((x.Count(o => o == v) + 1) / 2.0))];

    private static double Pearson(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b).Sum(p => (p.First - ma) * (p.Second - mb)) / Math.Sqrt(a.Sum(v => (v - ma) * (v - ma)) * b.Sum(v => (v - mb) * (v - mb)));
    }

    private static double Quantile(double[] sorted, double p)
    {
        var h = (sorted.Length - 1) * p;
        var low = (int)Math.Floor(h);
        return sorted[low] + ((h - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }

    private static double WilsonLow(int k, int n)
    {
        const double z = 1.959963984540054;
        double p = (double)k / n, centre = p + (z * z / (2 * n)), half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4.0 * n * n)));
        return 100 * Math.Max(0, (centre - half) / (1 + (z * z / n)));
    }

    private static string State(bool? isMarked) => isMarked switch { true => "признак", false => "нет признака", null => "нельзя вычислить" };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool Same(double? expected, string actual) => expected is null
        ? actual.Length == 0
        : double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var got) && Math.Abs(expected.Value - got) <= 1e-9 * Math.Max(1, Math.Abs(expected.Value));

    private sealed record Expected(string Key, int N, double? Value, double Threshold, bool? IsMarked);
}
