using System.Globalization;
using System.Text;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;
using MsokoAnalytics.Statistics.Distributions;
using MsokoAnalytics.Statistics.MultipleTesting;

namespace MsokoAnalytics.Models.Tests.Deficits;

/// <summary>
/// marts.mart_planned_result and marts.mart_skill_deficit against loops over pupils in plain C#: 12 schools of two municipalities, six tasks with
/// X, empty cells and absent pupils, skills that share tasks.
/// </summary>
public sealed class DeficitsOracleTests
{
    private const double Z = 1.959963984540054;
    private const int Schools = 12;
    private static readonly (int Max, string Difficulty)[] Tasks = [(1, "Б"), (2, "Б"), (3, "П"), (1, "П"), (4, "В"), (2, "Б")];

    /// <summary>Task (from 1) and skill.</summary>
    private static readonly (int Task, string Skill)[] Codes = [(1, "А"), (2, "А"), (6, "А"), (2, "Б"), (3, "Б"), (4, "В"), (5, "В"), (6, "Г")];

    private readonly List<Pupil> _pupils = Make();

    [Fact]
    public void Planned_results_agree()
    {
        using var database = Build("mart_planned_result");
        var rows = database.Query(
            "SELECT p.scope, p.scope_id, p.dimension, p.item, p.tasks, p.n, p.n_results, p.n_reached, p.mean_pct, p.x_pct, p.reached_pct, p.reached_lo, p.reached_hi, p.zone, "
            + "p.n_red, p.n_red_sure, p.is_system_deficit FROM marts.mart_planned_result AS p")
            .ToDictionary(r => string.Join('|', r[..4]), r => r[4..], StringComparer.Ordinal);
        var expected = 0;
        foreach (var (scope, id, members) in Scopes())
            foreach (var (dimension, item, tasks) in Items())
            {
                expected++;
                var row = rows[$"{scope}|{id}|{dimension}|{item}"];
                var figure = Count(members, tasks);
                Assert.Equal(string.Join(", ", tasks), row[0]);
                Assert.Equal([figure.N, figure.Results, figure.Reached], row[1..4].Select(int.Parse));
                var (lo, hi) = Wilson(figure.Share, figure.N);
                var mean = 100.0 * figure.Points / figure.Possible;
                Same(mean, row[4]);
                Same(100.0 * figure.X / figure.Results, row[5]);
                Same(100 * figure.Share, row[6]);
                Same(100 * lo, row[7]);
                Same(100 * hi, row[8]);
                Assert.Equal(Zone(mean, members, tasks), row[9]);
                if (dimension != "skill")
                {
                    Assert.Equal(["", "", ""], row[10..13]);
                    continue;
                }

                var red = tasks.Count(t => TaskMean(members, t) < Insufficient(t));
                var sure = tasks.Count(t => 100 * Wilson(TaskMean(members, t) / 100, Count(members, [t]).N).Hi < Insufficient(t));
                Assert.Equal([Text(red), Text(sure), tasks.Length < 2 ? "" : 2 * sure > tasks.Length ? "True" : "False"], row[10..13]);
            }

        Assert.Equal(expected, rows.Count);
        Assert.Contains(rows.Values, r => r[12] == "True");
        Assert.Equal(["достаточно", "на границе", "недостаточно"], rows.Values.Select(r => r[9]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Skills_against_the_others_agree()
    {
        using var database = Build("mart_skill_deficit");
        var rows = database.Query(
            "SELECT d.school_id, d.reference, d.skill, d.n, d.n_reference, d.value, d.reference_value, d.difference, d.lo, d.hi, d.work_difference, d.p, d.q, d.n_tests, d.verdict "
            + "FROM marts.mart_skill_deficit AS d").ToDictionary(r => string.Join('|', r[..3]), r => r[3..], StringComparer.Ordinal);
        var verdicts = new HashSet<string>(StringComparer.Ordinal);
        var skills = Items().Where(i => i.Dimension == "skill").ToList();
        foreach (var school in Enumerable.Range(0, Schools))
            foreach (var reference in new[] { "municipality", "region", "cluster" })
            {
                var own = _pupils.Where(p => p.School == school).ToList();
                var others = _pupils.Where(p => p.School != school && (reference == "region" || (reference == "cluster" ? Cluster(p.School) == Cluster(school) : Municipality(p.School) == Municipality(school)))).ToList();
                if (others.Count == 0) continue;
                var every = Enumerable.Range(1, Tasks.Length).ToArray();
                var work = Count(own, every).Share - Count(others, every).Share;
                // Pupils of the others: of the task of the skill that most of all wrote, less those of the school; a cluster is added up from its schools.
                var family = skills.Select(s => (s.Item, Own: Count(own, s.Tasks), Other: Count(others, s.Tasks) with { N = Others(reference, own, others, s.Tasks) })).ToList();
                var isLarge = family[0].Own.N >= 10;
                var q = AdjustedPValues.BenjaminiHochberg([.. family.Select(f => P(f.Own, f.Other))]);
                for (var i = 0; i < family.Count; i++)
                {
                    var (item, a, b) = family[i];
                    var row = rows[$"{Id(school)}|{reference}|{item}"];
                    var difference = a.Share - b.Share;
                    var (lo1, hi1) = Wilson(a.Share, a.N);
                    var (lo2, hi2) = Wilson(b.Share, b.N);
                    Assert.Equal([Text(a.N), Text(b.N)], row[..2]);
                    Same(100 * a.Share, row[2]);
                    Same(100 * b.Share, row[3]);
                    Same(100 * difference, row[4]);
                    Same(100 * (difference - Math.Sqrt(Square(a.Share - lo1) + Square(hi2 - b.Share))), row[5]);
                    Same(100 * (difference + Math.Sqrt(Square(hi1 - a.Share) + Square(b.Share - lo2))), row[6]);
                    Same(100 * work, row[7]);
                    verdicts.Add(row[11]);
                    if (!isLarge)
                    {
                        Assert.Equal(["", "", "0", "мало учеников"], row[8..12]);
                        continue;
                    }

                    Same(P(a, b), row[8], 1e-6);
                    Same(q[i], row[9], 1e-6);
                    Assert.Equal(Text(family.Count), row[10]);
                    Assert.Equal(q[i] > 0.05 ? "не отличается" : difference < 0 ? "слабее" : "сильнее", row[11]);
                }
            }

        // School 5 is alone in its cluster.
        Assert.Equal(((Schools * 3) - 1) * skills.Count, rows.Count);
        Assert.Equal(["мало учеников", "не отличается", "сильнее", "слабее"], verdicts.Order(StringComparer.Ordinal));
    }

    private static int Others(string reference, List<Pupil> own, List<Pupil> others, int[] tasks) => reference == "cluster"
        ? others.GroupBy(p => p.School).Sum(g => Count([.. g], tasks).N)
        : Count([.. own, .. others], tasks).N - Count(own, tasks).N;

    private static int Cluster(int school) => school == 5 ? 3 : 1 + (school % 2);

    private static double P(Figure a, Figure b) => Normal.TwoSidedTail((a.Share - b.Share) / Math.Sqrt(Variance(a) + Variance(b)));

    private static double Variance(Figure f)
    {
        var p = ((f.Share * f.N) + 2) / (f.N + 4);
        return p * (1 - p) / f.N;
    }

    private static (double Lo, double Hi) Wilson(double p, double n)
    {
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / 4 / n / n));
        return ((p + (Z * Z / 2 / n) - half) / (1 + (Z * Z / n)), (p + (Z * Z / 2 / n) + half) / (1 + (Z * Z / n)));
    }

    private static double Insufficient(int task) => Tasks[task - 1].Difficulty == "Б" ? 57 : 28.5;

    private static double TaskMean(List<Pupil> pupils, int task)
    {
        var figure = Count(pupils, [task]);
        return 100.0 * figure.Points / figure.Possible;
    }

    private static string Zone(double mean, List<Pupil> pupils, int[] tasks)
    {
        double Weighted(Func<int, double> band) => tasks.Sum(t => Count(pupils, [t]).Possible * band(t)) / Count(pupils, tasks).Possible;
        return mean >= Weighted(t => Tasks[t - 1].Difficulty == "Б" ? 60 : 30) ? "достаточно" : mean < Weighted(Insufficient) ? "недостаточно" : "на границе";
    }

    /// <summary>Scores −1 = X, null = empty; a result of a task is a score or X.</summary>
    private static Figure Count(List<Pupil> pupils, int[] tasks)
    {
        int n = 0, results = 0, reached = 0, x = 0, points = 0, possible = 0;
        foreach (var task in tasks)
        {
            var max = Tasks[task - 1].Max;
            var written = pupils.Where(p => p.Writes && p.Scores[task - 1] is not null).Select(p => p.Scores[task - 1]!.Value).ToList();
            n = Math.Max(n, written.Count);
            results += written.Count;
            reached += written.Count(s => s >= 0 && 2 * s >= max && s > 0);
            x += written.Count(s => s < 0);
            points += written.Sum(s => Math.Max(0, s));
            possible += written.Count * max;
        }

        return new Figure(n, results, reached, x, points, possible);
    }

    private IEnumerable<(string Scope, string Id, List<Pupil> Members)> Scopes()
    {
        foreach (var s in Enumerable.Range(0, Schools)) yield return ("school", Id(s), _pupils.Where(p => p.School == s).ToList());
        foreach (var m in new[] { "71_m001", "71_m002" }) yield return ("municipality", m, _pupils.Where(p => Municipality(p.School) == m).ToList());
        yield return ("region", "71", _pupils);
    }

    private static IEnumerable<(string Dimension, string Item, int[] Tasks)> Items()
    {
        for (var t = 1; t <= Tasks.Length; t++) yield return ("task", Text(t), [t]);
        foreach (var skill in Codes.GroupBy(c => c.Skill)) yield return ("skill", skill.Key, [.. skill.Select(c => c.Task).Order()]);
        foreach (var level in Tasks.Select((t, i) => (t.Difficulty, Task: i + 1)).GroupBy(t => t.Difficulty)) yield return ("difficulty", level.Key, [.. level.Select(t => t.Task)]);
    }

    private static string Municipality(int school) => school < 7 ? "71_m001" : "71_m002";

    private static List<Pupil> Make()
    {
        var random = new Random(5);
        var pupils = new List<Pupil>();
        for (var s = 0; s < Schools; s++)
            for (var i = 0; i < (s == 11 ? 6 : 14 + (5 * s)); i++)
            {
                // School 3 is weak in tasks 2 and 3, school 8 strong in 4 and 5. Nobody leaves task 1 empty, so that task has every writer of its school.
                var scores = Tasks.Select((t, j) =>
                {
                    if (j > 0 && random.Next(30) == 0) return (int?)null;
                    if (random.Next(15) == 0) return -1;
                    var ease = t.Difficulty switch { "Б" => 0.62, "П" => 0.4, _ => 0.25 } + (s == 3 && j is 1 or 2 && s == 3 ? -0.45 : 0) + (s == 8 && j is 3 or 4 && s == 8 ? 0.35 : 0);
                    return Enumerable.Range(0, t.Max).Count(_ => random.NextDouble() < ease);
                }).ToArray();
                pupils.Add(new Pupil(s, random.Next(12) > 0, scores));
            }

        return pupils;
    }

    /// <summary>The mart with all it is made of.</summary>
    private TestDatabase Build(string model)
    {
        var whole = Infrastructure.Models.Project;
        string[] given = ["core.int_participant_result", "core.int_group_scope", "core.int_scope", "core.dim_task", "core.dim_work", "core.map_task_skill", "marts.mart_school_cluster", "core.int_result_group"];
        var project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == model), given);
        var database = new TestDatabase(project);
        var results = new StringBuilder("group_no;is_writer;task_code\n");
        foreach (var p in _pupils)
            results.Append(CultureInfo.InvariantCulture, $"{p.School};{(p.Writes ? "true" : "false")};[{string.Join(", ", p.Scores.Select(s => s is null ? "-2" : s < 0 ? "-1" : Text(s.Value)))}]\n");
        Load(given[0], results.ToString());
        Load(given[1], "group_no;scope_no;is_class\n" + string.Concat(Enumerable.Range(0, Schools).Select(s => $"{s};{s};false\n{s};{(s < 7 ? 100 : 101)};false\n{s};102;false\n")));
        Load(given[2], "scope_no;work_id;year;wave;grade;subject;level;as_of;scope;scope_id;municipality_id;school_id\n"
            + string.Concat(Enumerable.Range(0, Schools).Select(s => $"{s};W;2023;spring;5;МА;base;both;school;{Id(s)};{Municipality(s)};{Id(s)}\n"))
            + "100;W;2023;spring;5;МА;base;was;municipality;71_m001;71_m001;\n101;W;2023;spring;5;МА;base;both;municipality;71_m002;71_m002;\n102;W;2023;spring;5;МА;base;both;region;71;;\n");
        Load(given[3], "work_id;task_no;label;max_score;difficulty\n" + string.Concat(Tasks.Select((t, i) => $"W;{i + 1};{i + 1};{t.Max};{(i == 2 ? "" : t.Difficulty)}\n")));
        Load(given[4], "work_id;procedure;year;academic_year\nW;ВПР;2023;2022/23\n");
        // The level of task 3 stands in the specification only.
        Load(given[5], "work_id;task_no;task;code_system;code;code_name;code_status\n" + string.Concat(Codes.Select(c => $"W;{c.Task};{c.Task};КЭС;{c.Skill};Умение;официальный\n"))
            + "W;3;3;сложность;П;П;официальный\nW;;99;КЭС;А;Умение;официальный\n");
        // A later clustering is not that of the work, and an earlier one is not the latest.
        Load(given[6], "academic_year;school_id;cluster\n" + string.Concat(Enumerable.Range(0, Schools).Select(s => $"2021/22;{Id(s)};{Cluster(s)}\n2020/21;{Id(s)};1\n2023/24;{Id(s)};1\n")));
        Load(given[7], "group_no;work_id\n" + string.Concat(Enumerable.Range(0, Schools).Select(s => $"{s};W\n")));
        database.MustBuild(project, new RunContext("deficits") { SourceFingerprint = "deficits" });
        return database;

        void Load(string name, string csv) => database.Load(name, project.Sources.Single(s => s.FullName == name).Columns, csv);
    }

    private static string Id(int school) => (school + 1).ToString("D6", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static double Square(double x) => x * x;

    private static void Same(double expected, string actual, double tolerance = 1e-9)
    {
        var value = double.Parse(actual, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(value - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-3), $"expected {expected:R}, got {actual}");
    }

    private sealed record Pupil(int School, bool Writes, int?[] Scores);

    private sealed record Figure(int N, int Results, int Reached, int X, int Points, int Possible)
    {
        public double Share => (double)Reached / Results;
    }
}
