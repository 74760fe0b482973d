using MsokoAnalytics.Models.Tests.Benchmark;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Running;

public class RepeatedBuildTests
{
    /// <summary>Every choice among equals has a total order: two builds of one staging agree row by row, in whatever order rows arrive.</summary>
    [Fact]
    public void The_same_staging_gives_the_same_tables()
    {
        var project = Infrastructure.Models.Project;
        using var database = new TestDatabase(project);
        SyntheticRegion.Fill(database, schools: 25, works: 4, taskMaximum: null);
        database.MustBuild(project, new RunContext("first"));
        var first = Contents(database);
        database.Execute("CREATE TABLE staging.shuffled AS SELECT * FROM staging.stg_vpr__result ORDER BY hash(school_id, participant_code)");
        database.Execute("DROP TABLE staging.stg_vpr__result");
        database.Execute("ALTER TABLE staging.shuffled RENAME TO stg_vpr__result");
        database.MustBuild(project, new RunContext("second") { Force = true });
        Assert.Equal(first, Contents(database));
    }

    private static List<string> Contents(TestDatabase database) =>
        [.. Infrastructure.Models.Project.Models.Select(m =>
            $"{m.FullName} {string.Join(' ', database.Query($"SELECT count(*), sum(CAST(hash(t) AS HUGEINT)) FROM {m.FullName} AS t")[0])}")];
}
