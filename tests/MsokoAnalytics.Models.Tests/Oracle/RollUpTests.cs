using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>The marts of today's schools against a plain recomputation: random pupils, random changes of schools.</summary>
public sealed class RollUpTests
{
    private static readonly string[] Rolling = ["филиал", "присоединение", "преобразование"];

    /// <summary>Changes among the five schools; a successor always has a greater number, so there are chains and no circles.</summary>
    private static readonly Arbitrary<(Scenario Scenario, (string Kind, int Child, int Parent)[] Changes)> Cases = Arb.From(
        from scenario in ScenarioGenerator.Scenarios.Generator
        from changes in Change().ArrayOf(3)
        select (scenario, changes.DistinctBy(c => (c.Kind, c.Child, c.Parent)).ToArray()));

    [Fact]
    public void Rolled_up_counts_agree_with_a_plain_recomputation_and_conserve_totals() =>
        Check.One(Properties.Cases(15), Prop.ForAll(Cases, c => Compare(c.Scenario, c.Changes)));

    /// <summary>Found by the property above: two schools of different municipalities join a third that has no data of its own.</summary>
    [Fact]
    public void Parts_of_two_municipalities_make_one_school_in_one_municipality()
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        int first = 0, second = Enumerable.Range(0, 4).First(s => Scenario.SchoolMunicipality[s] != Scenario.SchoolMunicipality[0]);
        Pupil Of(int school) => new(0, school, "А", PlaceForm.CodeAndName, "present", 10, 4, 4, [.. Scenario.Works[0].TaskMax.Select(_ => (int?)0)]);
        ScenarioLoader.Load(database, new Scenario([Of(first), Of(second)], [], []));
        Insert(database, 2, "присоединение", Id(first), Id(4));
        Insert(database, 3, "присоединение", Id(second), Id(4));
        database.MustBuild(Infrastructure.Models.Project, new RunContext("roll-up"));
        Assert.Equal([Id(4)], database.Query("SELECT DISTINCT scope_id FROM marts.mart_work_results_now WHERE scope = 'school'").Select(r => r[0]));
        Assert.Single(database.Query("SELECT DISTINCT municipality_id FROM marts.mart_work_results_now WHERE scope = 'school'"));
    }

    [Theory]
    [InlineData("A>A", "круг")]
    [InlineData("A>B B>A", "круг")]
    [InlineData("A>B B>C C>A", "круг")]
    public void A_circle_of_successors_stops_the_build_and_names_the_chain(string edges, string says)
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        var row = 2;
        foreach (var edge in edges.Split(' ')) Insert(database, row++, "присоединение", Id(edge[0] - 'A'), Id(edge[2] - 'A'));
        var result = database.Build(Infrastructure.Models.Project);
        Assert.False(result.Succeeded);
        var message = Assert.Single(result.Errors);
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("220001 → ", message, StringComparison.Ordinal);
        Assert.Contains("Что делать", message, StringComparison.Ordinal);
    }

    private static Gen<(string Kind, int Child, int Parent)> Change() =>
        from kind in Gen.Frequency((4, Gen.Elements(Rolling)), (1, Gen.Constant("разделение")))
        from child in Gen.Choose(0, 3)
        from parent in Gen.Choose(child + 1, 4)
        select (kind, child, parent);

    private static void Compare(Scenario scenario, (string Kind, int Child, int Parent)[] changes)
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        ScenarioLoader.Load(database, scenario);
        for (var i = 0; i < changes.Length; i++) Insert(database, i + 2, changes[i].Kind, Id(changes[i].Child), Id(changes[i].Parent));
        database.MustBuild(Infrastructure.Models.Project, new RunContext("roll-up"));

        var now = Enumerable.Range(0, 5).ToDictionary(s => s, s => Now(s, changes));
        var expected = scenario.Pupils.GroupBy(p => (p.Work, School: now[p.School])).ToDictionary(g => (Scenario.Works[g.Key.Work].Id, Id(g.Key.School)), g => g.ToList());
        var actual = database.Query("SELECT work_id, scope_id, n_enrolled, n_writers, n_absent, mean_score, n_schools FROM marts.mart_work_results_now WHERE scope = 'school'");
        Assert.Equal(expected.Keys.Order(), actual.Select(r => (r[0], r[1])).Order());
        foreach (var row in actual)
        {
            var pupils = expected[(row[0], row[1])];
            var writers = pupils.Where(p => p is { Attendance: "present", Score: not null }).ToList();
            Assert.Equal([Text(pupils.Count), Text(writers.Count), Text(pupils.Count(p => p.Attendance == "absent"))], row[2..5]);
            if (writers.Count == 0) Assert.Equal("", row[5]);
            else Assert.Equal(writers.Average(p => (double)p.Score!.Value), double.Parse(row[5], CultureInfo.InvariantCulture), 9);
            Assert.Equal(writers.Count > 0 ? "1" : "0", row[6]);
        }

        // Indicators of today's schools are those of a world in which every pupil always went to today's school.
        var joined = scenario with { Pupils = [.. scenario.Pupils.Select(p => p with { School = now[p.School] })] };
        var indicators = new Indicators(new Marts(joined)).Values.Where(v => v.Key.Contains("|school|", StringComparison.Ordinal)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        Assert.Null(MartsAgainstOracleTests.Difference("mart_indicator_now", indicators, database.Query(
            "SELECT indicator, education_level, scope, scope_id, year, value, numerator, denominator, n, lo, hi, applicable, suppressed FROM marts.mart_indicator_now WHERE scope = 'school' "
            // Planned results have an oracle of their own (DeficitsOracleTests).
            + "AND indicator NOT IN (SELECT p.indicator FROM core.int_indicator_planned AS p)"), 5));

        // Nobody is lost or counted twice, whatever the changes.
        foreach (var (mart, value, scope) in new[] { ("work_results", "n_enrolled", "school"), ("work_results", "n_enrolled", "municipality"), ("score_distribution", "n", "school"), ("task_results", "n", "municipality"), ("journal_matrix", "n", "school") })
        {
            string Total(string suffix) => string.Join('\n', database.Query($"SELECT work_id, sum({value}) FROM marts.mart_{mart}{suffix} WHERE scope = '{scope}' GROUP BY 1 ORDER BY 1").Select(r => string.Join(' ', r)));
            Assert.Equal(Total(""), Total("_now"));
        }
    }

    /// <summary>The end of the chain; a school that was split or has several successors is an end.</summary>
    private static int Now(int school, (string Kind, int Child, int Parent)[] changes)
    {
        while (true)
        {
            var next = changes.Where(c => c.Kind != "разделение" && c.Child == school).Select(c => c.Parent).Distinct().ToList();
            if (next.Count != 1 || changes.Any(c => c.Kind == "разделение" && c.Child == school)) return school;
            school = next[0];
        }
    }

    private static void Insert(TestDatabase database, int row, string kind, string school, string successor) => database.Execute(
        $"INSERT INTO staging.stg_registry__relation (file_key, sheet_no, row_no, kind, school_id, successor_id, relation_date) VALUES (900, 1, {row}, '{kind}', '{school}', '{successor}', DATE '2022-08-25')");

    private static string Id(int school) => Scenario.SchoolId(school);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
