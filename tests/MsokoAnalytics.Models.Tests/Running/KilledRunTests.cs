using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>
/// A process killed at some moment leaves the database files as they were written up to then. Copies of the files taken at every
/// step of a running build are such moments; each must open, show the old tables whole, and build to the same end.
/// </summary>
public sealed class KilledRunTests : IDisposable
{
    private const string Leftovers = "SELECT count(*) FROM information_schema.tables WHERE suffix(table_name, '__next')";

    private readonly ProjectFolder _project = new();
    private readonly TempFolder _files = new();

    public KilledRunTests()
    {
        _project.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        _project.Model("core.b", "SELECT a.id, a.value || '!' AS value FROM core.a AS a");
        _project.Model("marts.c", "SELECT b.id, b.value FROM core.b AS b WHERE b.id % 2 = 0");
        _project.Model("marts.v", "SELECT c.id, c.value FROM marts.c AS c", materialized: "view");
    }

    public void Dispose()
    {
        _project.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Killed_at_any_step_the_next_run_ends_the_same()
    {
        var project = _project.Load();
        var copies = new List<string>();
        var live = _files.PathOf("live.duckdb");
        using (var database = new TestDatabase(project, live))
        {
            database.Execute("INSERT INTO staging.input SELECT range, 'old ' || range FROM range(20000)");
            database.MustBuild(project, new RunContext("first"));
            database.Execute("INSERT INTO staging.input SELECT range, 'new ' || range FROM range(20000, 50000)");
            database.MustBuild(project, new RunContext("second") { Progress = _ => copies.Add(Copy(live, copies.Count)) });
        }

        Assert.Equal(9, copies.Count);
        var unfinished = 0;
        foreach (var copy in copies)
        {
            using var database = new TestDatabase(project, copy);
            Assert.Equal("20000 10000 10000", Counts(database));
            unfinished += database.Scalar(Leftovers) == "0" ? 0 : 1;
            var result = database.MustBuild(project, new RunContext("after"));
            Assert.All(result.Models, m => Assert.Equal(ModelStatus.Built, m.Status));
            Assert.Equal("50000 25000 25000", Counts(database));
            Assert.Equal("0", database.Scalar(Leftovers));
        }

        // All but the copy taken before the first model was built hold unfinished tables.
        Assert.Equal(8, unfinished);
    }

    private static string Counts(TestDatabase database) => string.Join(' ', database.Query(
        "SELECT (SELECT count(*) FROM core.a), (SELECT count(*) FROM marts.c), (SELECT count(*) FROM marts.v)")[0]);

    private string Copy(string live, int number)
    {
        var copy = _files.PathOf($"copy{number}.duckdb");
        foreach (var ending in new[] { "", ".wal" })
            if (File.Exists(live + ending)) CopyShared(live + ending, copy + ending);
        return copy;
    }

    /// <summary>Reads beside the engine, which keeps the file open for writing.</summary>
    private static void CopyShared(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }
}
