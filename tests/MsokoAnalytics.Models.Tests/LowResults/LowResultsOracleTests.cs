using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;

namespace MsokoAnalytics.Models.Tests.LowResults;

/// <summary>
/// marts.mart_low_results against the rules written once more in plain C#: random shares of low results and points of 60 schools in five years,
/// some of them tiny, some closing, one special.
/// </summary>
public sealed class LowResultsOracleTests
{
    private const string Federal = "federal-fioko";
    private const string Local = "local-uzlovaya-2021";
    private static readonly int[] Years = [2021, 2022, 2023, 2024, 2025];

    /// <summary>Procedure, wave or period, grade, subject, level of mathematics, whether the federal rule looks at it.</summary>
    private static readonly (string Procedure, string Wave, int Grade, string Subject, string Math, bool Counts)[] Procedures =
    [
        ("ВПР", "spring", 5, "РУ", "", true), ("ВПР", "spring", 5, "МА", "", true), ("ВПР", "spring", 6, "РУ", "", true),
        ("ВПР", "autumn", 6, "МА", "", false), ("ВПР", "spring", 7, "РУ", "", false),
        ("ОГЭ", "all_main", 9, "РУ", "", true), ("ОГЭ", "main", 9, "МА", "", false), ("ЕГЭ", "all_main", 11, "МА", "base", true),
        ("ЕГЭ", "all_main", 11, "МА", "profile", false),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Lists_and_movements_agree(int seed)
    {
        var world = World.Make(seed);
        using var database = Build(world);
        foreach (var rule in new[] { Federal, Local })
        {
            var expected = Expected(world, rule);
            var actual = database.Query(
                "SELECT t.year, t.school_id, t.n_items, t.n_low, t.n_sure, t.status, coalesce(t.was_listed::VARCHAR, '-'), t.movement, t.n_years_listed "
                + $"FROM marts.mart_low_results AS t WHERE t.rule = '{rule}' ORDER BY ALL").Select(r => string.Join(';', r)).ToList();
            Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
            // Without every kind of row the comparison would prove little.
            var all = string.Join('\n', actual);
            Assert.All((string[])["в списке", "пограничная", "нет данных", "вошла", "вышла", "осталась"], word => Assert.Contains(word, all, StringComparison.Ordinal));
        }
    }

    private static List<string> Expected(World world, string rule)
    {
        var lines = new List<string>();
        var status = new Dictionary<(string School, int Year), string>();
        var counts = new Dictionary<(string School, int Year), (int Items, int Low, int Sure)>();
        var present = world.Schools.SelectMany(s => Years.Where(y => y <= s.Last).Select(y => (s.Id, y))).ToHashSet();
        var listYears = Years.Where(y => world.Schools.Any(s => HasItems(world, rule, s.Id, y))).ToList();
        foreach (var school in world.Schools.Where(s => !s.Special))
            foreach (var year in listYears.Where(y => present.Contains((school.Id, y)) || present.Contains((school.Id, y - 1))))
                (status[(school.Id, year)], counts[(school.Id, year)]) = rule == Federal
                    ? FederalStatus(world, school.Id, year, present.Contains((school.Id, year)))
                    : LocalStatus(world, school.Id, year, present.Contains((school.Id, year)));
        foreach (var ((school, year), verdict) in status)
        {
            var hasBefore = status.Any(s => s.Key.Year == year - 1 && s.Value != "нет данных");
            var was = status.GetValueOrDefault((school, year - 1)) == "в списке";
            if (!present.Contains((school, year)) && !was) continue;
            var listed = verdict == "в списке";
            var movement = listed ? !hasBefore ? "первый список" : was ? "осталась" : "вошла" : was ? "вышла" : "вне списка";
            var run = 0;
            for (var y = year; status.GetValueOrDefault((school, y)) == "в списке"; y--) run++;
            var (items, low, sure) = counts[(school, year)];
            lines.Add($"{year};{school};{items};{low};{sure};{verdict};{(hasBefore ? was ? "true" : "false" : "-")};{movement};{run}");
        }

        return lines;
    }

    private static bool HasItems(World world, string rule, string school, int year) => rule == Federal
        ? world.Shares.Any(x => x.School == school && x.Year == year && Procedures[x.Procedure].Counts && !world.Special(school))
        : world.Points.Any(x => x.School == school && x.Year == year && !world.Special(school));

    private static (string, (int, int, int)) FederalStatus(World world, string school, int year, bool isPresent)
    {
        var items = !isPresent ? [] : world.Shares.Where(x => x.School == school && x.Year >= year - 1 && x.Year <= year && Procedures[x.Procedure].Counts).ToList();
        var low = items.Count(x => 10 * x.Low >= 3 * x.N);
        var sure = items.Count(x => Lower(x.Low, x.N) >= 0.3);
        if (items.Count < 2) return ("нет данных", (items.Count, low, sure));
        double pupils = items.GroupBy(x => x.Year - Procedures[x.Procedure].Grade).Sum(g => g.Max(x => x.N));
        var share = (double)items.Sum(x => x.Low) / items.Sum(x => x.N);
        var pooled = low >= 2 && Lower(share * pupils, pupils) >= 0.3;
        return (sure >= 2 || pooled ? "в списке" : low >= 2 ? "пограничная" : "вне списка", (items.Count, low, sure));
    }

    private static (string, (int, int, int)) LocalStatus(World world, string school, int year, bool isPresent)
    {
        (bool Low, bool Sure)? Judge(int y)
        {
            var criteria = world.Points.Where(x => x.School == school && x.Year == y).ToList();
            if (criteria.Count == 0) return null;
            var needed = Math.Min(2, criteria.Count);
            return (criteria.Count(c => c.Minimum - c.Value >= 1) >= needed, criteria.Count(c => c.Minimum - c.Best >= 1) >= needed);
        }

        var judged = !isPresent ? [] : new[] { year - 2, year - 1, year }.Select(Judge).OfType<(bool Low, bool Sure)>().ToList();
        var low = judged.Count(j => j.Low);
        var sure = judged.Count(j => j.Sure);
        var now = Judge(year) ?? (false, false);
        var verdict = judged.Count < 2 ? "нет данных"
            : sure >= 2 && now.Sure ? "в списке"
            : low >= 2 && now.Low ? "пограничная" : "вне списка";
        return (verdict, (judged.Count, low, sure));
    }

    /// <summary>Wilson's lower bound of k of n, k not necessarily whole.</summary>
    private static double Lower(double k, double n)
    {
        const double z = 1.959963984540054;
        var p = k / n;
        return (p + (z * z / 2 / n) - (z * Math.Sqrt((p * (1 - p) / n) + (z * z / 4 / n / n)))) / (1 + (z * z / n));
    }

    private static TestDatabase Build(World world)
    {
        var whole = Infrastructure.Models.Project;
        string[] given = ["marts.mart_work_results", "marts.mart_gia_results", "marts.mart_score_total", "marts.mart_official_list", "core.dim_work", "core.dim_school", "core.map_school_year", "core.map_school_now"];
        var project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == "mart_low_results"), given);
        var database = new TestDatabase(project);
        var works = new StringBuilder("work_id;year;wave;grade;subject;level;scope;scope_id;municipality_id;school_id;n_marked;n2;source\n");
        var exams = new StringBuilder("exam_id;year;procedure;subject;math_level;period;scope;scope_id;municipality_id;school_id;n_judged;n_below_threshold\n");
        foreach (var x in world.Shares)
        {
            var p = Procedures[x.Procedure];
            if (p.Procedure == "ВПР") works.Append(CultureInfo.InvariantCulture, $"{x.Year}-{x.Procedure};{x.Year};{p.Wave};{p.Grade};{p.Subject};base;school;{x.School};71_m015;{x.School};{x.N};{x.Low};computed\n");
            else exams.Append(CultureInfo.InvariantCulture, $"{x.Year}-{x.Procedure};{x.Year};{p.Procedure};{p.Subject};{p.Math};{p.Wave};school;{x.School};71_m015;{x.School};{x.N};{x.Low}\n");
        }

        var points = new StringBuilder("rule_set;municipality_id;school_id;year;criterion_no;criterion;points;points_favourable;minimum;n_scored\n");
        foreach (var x in world.Points)
            points.Append(CultureInfo.InvariantCulture, $"uzlovaya-2021;71_m015;{x.School};{x.Year};{x.Criterion};К;{x.Value};{x.Best};{x.Minimum};1\n");
        Load(given[0], works.ToString());
        Load(given[1], exams.ToString());
        Load(given[2], points.ToString());
        Load(given[3], "list;year;school_id;municipality_id\n");
        Load(given[4], "work_id;procedure;subject_name\n" + string.Concat(Years.SelectMany(y => Procedures.Select((p, i) => p.Procedure == "ВПР" ? $"{y}-{i};ВПР;Предмет\n" : ""))));
        Load(given[5], "school_id;school_name;is_special\n" + string.Concat(world.Schools.Select(s => $"{s.Id};Школа;{(s.Special ? "true" : "false")}\n")));
        Load(given[6], "school_id;year;municipality_id\n" + string.Concat(world.Schools.SelectMany(s => Years.Where(y => y <= s.Last).Select(y => $"{s.Id};{y};71_m015\n"))));
        Load(given[7], "school_id;now_school_id\n" + string.Concat(world.Schools.Select(s => $"{s.Id};{s.Id}\n")));
        database.MustBuild(project, new RunContext("low results") { SourceFingerprint = "low results" });
        return database;

        void Load(string name, string csv) => database.Load(name, project.Sources.Single(s => s.FullName == name).Columns, csv);
    }

    private sealed record Share(string School, int Year, int Procedure, int N, int Low);

    private sealed record CriterionPoints(string School, int Year, int Criterion, int Value, double Best, int Minimum);

    private sealed record World(List<(string Id, int Last, bool Special)> Schools, List<Share> Shares, List<CriterionPoints> Points)
    {
        public bool Special(string school) => Schools.Single(s => s.Id == school).Special;

        public static World Make(int seed)
        {
            var random = new Random(seed);
            var world = new World([], [], []);
            for (var s = 0; s < 60; s++)
            {
                var id = (s + 1).ToString("D6", CultureInfo.InvariantCulture);
                var last = s % 9 == 4 ? 2021 + random.Next(3) : 2025;
                world.Schools.Add((id, last, s == 7));
                var size = 3 + (s * 2);
                var level = 0.1 + (0.5 * random.NextDouble());
                foreach (var year in Years.Where(y => y <= last))
                {
                    if (random.Next(12) == 0) continue;
                    for (var p = 0; p < Procedures.Length; p++)
                    {
                        if (random.Next(4) == 0) continue;
                        var n = Math.Max(1, size + random.Next(-2, 3));
                        var low = Enumerable.Range(0, n).Count(_ => random.NextDouble() < level + (0.1 * (random.NextDouble() - 0.5)));
                        world.Shares.Add(new Share(id, year, p, n, low));
                    }

                    foreach (var criterion in new[] { 1, 3, 4 }.Where(_ => random.Next(5) > 0))
                    {
                        var value = random.Next(-3, 4);
                        world.Points.Add(new CriterionPoints(id, year, criterion, value, value + (random.Next(0, 6) * 0.5), random.Next(1, 4)));
                    }
                }
            }

            return world;
        }
    }
}
