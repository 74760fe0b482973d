using System.Globalization;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Schools that change: the demonstration's registry files against the truth beside them.</summary>
[Collection(DemoRun.Name)]
public sealed class SchoolTests(DemoWorld demo)
{
    [Fact]
    public void Every_school_is_found_by_its_codes_and_leads_to_todays_school()
    {
        var truth = Lines("registry.csv");
        foreach (var (system, column) in (ReadOnlySpan<(string, int)>)[("огэ", 2), ("егэ", 3), ("инн", 4), ("огрн", 5)])
            Assert.Equal(truth.Select(l => $"{l[column]},{l[0]}").Order(StringComparer.Ordinal),
                Msoko.Rows(demo.Warehouse, $"SELECT external_id, school_id FROM core.map_school_external WHERE system = '{system}' ORDER BY 1").Order(StringComparer.Ordinal));
        Assert.Equal(truth.Select(l => $"{l[0]},{l[1]}"), Msoko.Rows(demo.Warehouse, "SELECT school_id, now_school_id FROM core.map_school_now ORDER BY 1"));
        // Two mergers and a branch.
        Assert.Equal(3, truth.Count(l => l[0] != l[1]));
    }

    [Fact]
    public void Results_of_todays_schools_are_those_of_all_their_parts()
    {
        var now = Lines("registry.csv").ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
        var writers = Lines("figures.csv").Where(l => l[1] == "school").GroupBy(l => (Work: l[0], School: now[l[2]])).ToDictionary(g => g.Key, g => g.Sum(l => int.Parse(l[6], CultureInfo.InvariantCulture)));
        var rows = Msoko.Rows(demo.Warehouse, "SELECT work_id, scope_id, n_writers FROM marts.mart_work_results_now WHERE scope = 'school'").Select(r => r.Split(',')).ToList();
        Assert.Equal(writers.Keys.Order(), rows.Select(r => (r[0], r[1])).Order());
        // Dirt takes a pupil here and there out of the writers.
        foreach (var row in rows) Assert.InRange(int.Parse(row[2], CultureInfo.InvariantCulture), writers[(row[0], row[1])] * 0.95 - 2, writers[(row[0], row[1])] + 2);
        Assert.Equal(Total(""), Total("_now"));

        string[] Total(string view) => Msoko.Rows(demo.Warehouse, $"SELECT work_id, sum(n_enrolled), sum(n5) FROM marts.mart_work_results{view} WHERE scope = 'school' GROUP BY 1 ORDER BY 1");
    }

    private List<string[]> Lines(string file) => [.. File.ReadAllLines(Path.Combine(demo.Truth, file)).Skip(1).Select(l => l.Split(';'))];
}
