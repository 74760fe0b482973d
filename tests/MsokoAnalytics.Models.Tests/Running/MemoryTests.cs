using System.Globalization;
using MsokoAnalytics.Models.Tests.Benchmark;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>The engine keeps to the memory it is given and writes the rest to the folder it is told.</summary>
public sealed class MemoryTests : IDisposable
{
    private const long Megabyte = 1L << 20;
    private readonly TempFolder _folder = new();

    [Fact]
    public void A_build_in_little_memory_gives_the_tables_of_one_in_plenty()
    {
        using var plenty = Region("plenty", "4GB");
        using var little = Region("little", "256MB");
        plenty.MustBuild(Infrastructure.Models.Project, new RunContext("r"));
        little.MustBuild(Infrastructure.Models.Project, new RunContext("r"));
        const string Contents = "SELECT model, rows, content_hash FROM ops.model_state ORDER BY model";
        var expected = plenty.Query(Contents).Select(r => string.Join('|', r)).ToList();
        Assert.Equal(expected, little.Query(Contents).Select(r => string.Join('|', r)));
        // Not a build of nothing: the facts alone need more than the limit once they are read into memory.
        Assert.True(long.Parse(plenty.Scalar("SELECT count(*) FROM core.fct_participant_result"), CultureInfo.InvariantCulture) > 100_000);
        Assert.InRange(Held(little), 0, 256 * Megabyte);
    }

    [Fact]
    public void What_does_not_fit_goes_to_the_folder_and_comes_back()
    {
        using var database = Open("spill", "64MB");
        // 128 MB of noise, which no compression makes smaller.
        database.Execute("CREATE TEMP TABLE noise AS SELECT i, hash(i) AS a, hash(i, 1) AS b, hash(i, 2) AS c, hash(i, 3) AS d FROM range(4000000) AS t(i)");
        var spilled = long.Parse(database.Scalar("SELECT coalesce(sum(size), 0) FROM duckdb_temporary_files()"), CultureInfo.InvariantCulture);
        Assert.True(spilled > 64 * Megabyte, $"{spilled} bytes in the folder for spilling");
        Assert.NotEmpty(Directory.GetFiles(Spill("spill")));
        Assert.InRange(Held(database), 1, 64 * Megabyte);
        Assert.Equal("4000000|7999998000000|0", string.Join('|', database.Query("SELECT count(*), sum(i), count(*) FILTER (WHERE a <> hash(i) OR d <> hash(i, 3)) FROM noise")[0]));
    }

    [Fact]
    public void Without_a_folder_to_spill_to_a_query_that_needs_more_is_refused_and_the_database_stays_usable()
    {
        using var database = Open("refused", "64MB");
        database.Execute("SET temp_directory = ''");
        var error = Assert.ThrowsAny<System.Data.Common.DbException>(() => database.Execute("CREATE TEMP TABLE noise AS SELECT hash(i) AS a, hash(i, 1) AS b, hash(i, 2) AS c FROM range(4000000) AS t(i)"));
        Assert.Contains("Out of Memory", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("1", database.Scalar("SELECT 1"));
    }

    public void Dispose() => _folder.Dispose();

    private string Spill(string name) => _folder.PathOf(name + "-temp");

    private TestDatabase Open(string name, string limit)
    {
        var database = new TestDatabase(Infrastructure.Models.Project, _folder.PathOf(name + ".duckdb"));
        database.Execute($"SET memory_limit = '{limit}'; SET temp_directory = '{Spill(name).Replace("'", "''", StringComparison.Ordinal)}'");
        return database;
    }

    private TestDatabase Region(string name, string limit)
    {
        var database = Open(name, limit);
        SyntheticRegion.Fill(database, schools: 130, works: 25, taskMaximum: 2);
        return database;
    }

    /// <summary>Bytes the engine holds now.</summary>
    private static long Held(TestDatabase database) => long.Parse(database.Scalar("SELECT sum(memory_usage_bytes) FROM duckdb_memory()"), CultureInfo.InvariantCulture);
}
