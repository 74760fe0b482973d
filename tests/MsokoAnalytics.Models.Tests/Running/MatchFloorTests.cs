using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>Too few schools found stops the build before anything is published; the floor is a setting.</summary>
public sealed class MatchFloorTests
{
    [Fact]
    public void Below_the_floor_nothing_is_published_and_a_lower_floor_lets_it_pass()
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        // Two of four references lead to a school.
        database.Execute("INSERT INTO staging.stg_registry__school (file_key, sheet_no, row_no, origin, school_id, school_name, sgo_id) VALUES "
            + "(9, 1, 2, 'registry', '220001', 'СОШ 1', '17'), (9, 1, 3, 'registry', NULL, 'СОШ 1', '17'), (9, 1, 4, 'registry', NULL, 'Вторая', '18')");
        var stopped = database.Build(Infrastructure.Models.Project, Context("0.95"));
        Assert.False(stopped.Succeeded);
        Assert.Equal("core.school_match_rate", Assert.Single(stopped.Models, m => m.Status == ModelStatus.Failed).Model);
        Assert.Contains("опознано слишком мало школ", Assert.Single(stopped.Errors), StringComparison.Ordinal);
        Assert.Contains(stopped.BrokenChecks, c => c.Message!.Contains("сго «18» (Вторая)", StringComparison.Ordinal));
        Assert.Equal("0", database.Scalar("SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('core', 'marts')"));

        database.MustBuild(Infrastructure.Models.Project, Context("0.5"));
        Assert.Equal("1", database.Scalar("SELECT count(*) FROM marts.mart_school_unmatched"));

        // The setting is an input: raising it again is noticed though no file has changed.
        Assert.False(database.Build(Infrastructure.Models.Project, Context("0.95")).Succeeded);
        Assert.Equal("1", database.Scalar("SELECT count(*) FROM marts.mart_school_unmatched"));
    }

    private static RunContext Context(string floor) =>
        new("floor") { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["match_floor"] = floor } };
}
