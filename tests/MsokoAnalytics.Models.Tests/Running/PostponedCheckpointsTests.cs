using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Running;

public sealed class PostponedCheckpointsTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_meanwhile_stays_in_the_log_and_goes_to_the_file_afterwards()
    {
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        using var folder = new TempFolder();
        var file = folder.PathOf("w.duckdb");
        using var database = new TestDatabase(_folder.Load(), file);
        database.Execute("SET memory_limit = '3GB'");
        var before = Threshold();
        await using (await PostponedCheckpoints.BeginAsync(new Session(database.Connection), default))
        {
            // 24 MB in tables of less than a row group each: more than a log holds by default.
            for (var i = 0; i < 30; i++) database.Execute($"CREATE TABLE noise_{i} AS SELECT hash(i, {i}) AS value FROM range(100000) AS t(i)");
            Assert.True(Log() > 16_000_000, $"{Log()} bytes of log");
        }

        Assert.Equal(before, Threshold());
        database.Execute("CREATE TABLE last AS SELECT 1 AS value");
        Assert.InRange(Log(), 0, 1_000_000);
        Assert.Equal("3000000", database.Scalar("SELECT sum(estimated_size) FROM duckdb_tables() WHERE table_name LIKE 'noise%'"));

        long Log() => new FileInfo(file + ".wal") is { Exists: true } log ? log.Length : 0;

        string Threshold() => database.Scalar("SELECT value FROM duckdb_settings() WHERE name = 'checkpoint_threshold'");
    }

    [Fact]
    public async Task Where_memory_is_short_nothing_is_put_off()
    {
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        using var database = new TestDatabase(_folder.Load());
        database.Execute("SET memory_limit = '2GiB'");
        const string threshold = "SELECT value FROM duckdb_settings() WHERE name = 'checkpoint_threshold'";
        var before = database.Scalar(threshold);

        await using var postponed = await PostponedCheckpoints.BeginAsync(new Session(database.Connection), default);

        Assert.Null(postponed);
        Assert.Equal(before, database.Scalar(threshold));
    }
}
