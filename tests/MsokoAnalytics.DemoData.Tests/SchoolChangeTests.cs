using MsokoAnalytics.DemoData.World;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Mergers, a branch, a closure and a rename, as planted and as the registry files tell them.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class SchoolChangeTests(DemoWorld world)
{
    [Fact]
    public void The_default_world_has_every_kind_of_change()
    {
        var region = new Region(new DemoOptions { OutDir = "-" });
        Assert.Equal(
            [SchoolChangeKind.Merger, SchoolChangeKind.Merger, SchoolChangeKind.Branch, SchoolChangeKind.Closure, SchoolChangeKind.Rename],
            region.Changes.Select(c => c.Kind));
        Assert.Equal([2023, 2024, 2023, 2025, 2024], region.Changes.Select(c => c.FromYear));
        Assert.Equal(5, region.Changes.Select(c => c.School).Distinct().Count());
    }

    [Fact]
    public void A_world_of_one_year_has_no_changes_and_a_single_school_none_either()
    {
        Assert.Empty(new Region(new DemoOptions { OutDir = "-", Years = [2024] }).Changes);
        Assert.Empty(new Region(new DemoOptions { OutDir = "-", Schools = 1 }).Changes);
    }

    [Fact]
    public void Pupils_of_a_school_that_was_taken_in_are_found_in_its_successor()
    {
        var changes = world.Truth("changes.csv").Rows;
        var taken = changes.Where(c => c["kind"] is "присоединение" or "филиал").ToList();
        Assert.Equal(3, taken.Count);
        foreach (var change in taken)
        {
            Assert.Equal("2022", change["from_year"]);
            var before = Keys("ВПР-2021-spring-04-РУ-base", change["school_id"]);
            var after = Keys("ВПР-2022-spring-05-РУ-base", change["successor_id"]);
            Assert.NotEmpty(before);
            // One place in 25 is taken by a newcomer every year.
            Assert.True(before.Intersect(after).Count() >= before.Count * 0.7, change["school_id"]);
            Assert.Empty(Keys("ВПР-2022-spring-05-РУ-base", change["school_id"]));
            // The successor had a fourth grade of its own: this cohort comes from two schools.
            Assert.NotEmpty(Keys("ВПР-2021-spring-04-РУ-base", change["successor_id"]).Intersect(after));
        }
    }

    [Fact]
    public void A_closed_school_has_no_results_and_no_heirs()
    {
        var change = Assert.Single(world.Truth("changes.csv").Rows, c => c["kind"] == "закрытие");
        Assert.Equal("", change["successor_id"]);
        var before = Keys("ВПР-2022-spring-04-РУ-base", change["school_id"]);
        Assert.NotEmpty(before);
        var later = world.Truth("results/ВПР-2024-spring-06-РУ-base.csv").Rows;
        Assert.DoesNotContain(later, r => r["school_id"] == change["school_id"] || before.Contains(r["pupil_key"]));
    }

    [Fact]
    public void Codes_of_schools_are_unique_and_have_right_check_digits()
    {
        var rows = world.Truth("registry.csv").Rows;
        foreach (var system in (ReadOnlySpan<string>)["oge", "ege", "inn", "ogrn", "sgo"]) Assert.Equal(rows.Count, rows.DistinctBy(r => r[system]).Count());
        // ГИА of both grades must not be found by each other's codes.
        Assert.Empty(rows.Select(r => r["oge"]).Intersect(rows.Select(r => r["ege"])));
        Assert.All(rows, r => Assert.Equal(13, r["ogrn"].Length));
        Assert.All(rows, r => Assert.Equal(r["ogrn"][12] - '0', (int)(long.Parse(r["ogrn"][..12], System.Globalization.CultureInfo.InvariantCulture) % 11 % 10)));
    }

    [Fact]
    public void The_list_of_changes_is_the_truth()
    {
        var (_, sheets) = Assert.Single(world.Books("registry"), b => b.File["layout"] == "registry_relation");
        var sheet = sheets[0];
        var told = sheet.Rows.Keys.Skip(1).Select(r => (sheet.Cell(r, 1)!, sheet.Cell(r, 2)![3..], sheet.Cell(r, 4)!)).ToList();
        var truth = world.Truth("changes.csv").Rows.Select(c => (c["kind"], c["school_id"], DateOnly.Parse(c["date"], System.Globalization.CultureInfo.InvariantCulture).ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(truth, told);
    }

    private HashSet<string> Keys(string work, string school) =>
        [.. world.Truth($"results/{work}.csv").Rows.Where(r => r["school_id"] == school).Select(r => r["pupil_key"])];
}
