using System.Globalization;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class LargePagesTests : IDisposable
{
    // Of no other test, so that its range is found among theirs.
    private const long Odd = 70L << 20;

    private readonly TempFolder _folder = new();

    [Fact]
    public void Only_private_memory_of_no_file_counts()
    {
        const string maps = """
            55a0c0000000-55a0c0021000 rw-p 00000000 00:00 0                          [heap]
            7f0000000000-7f0000400000 rw-p 00000000 00:00 0
            7f0000400000-7f0000500000 ---p 00000000 00:00 0
            7f0000500000-7f0000600000 r-xp 00001000 fe:00 1234                       /usr/lib/libc.so.6
            7f0000600000-7f0000700000 rw-p 00001000 fe:00 1234                       /usr/lib/libc.so.6
            7f0000700000-7f0000800000 rw-s 00000000 00:01 77                         /memfd:doublemapper (deleted)
            7f0000800000-7f0000a00000 rw-p 00000000 00:00 0 
            """;
        Assert.Equal([(0x7f0000000000UL, 0x7f0000400000UL), (0x7f0000800000UL, 0x7f0000a00000UL)], LargePages.Parse(maps));
    }

    [Theory]
    [InlineData("10-20", "10-20 30-90", "30-90")]
    // The kernel has joined the new range with a neighbour above, below, or with both.
    [InlineData("80-90", "20-90", "20-80")]
    [InlineData("10-20", "10-70", "20-70")]
    [InlineData("10-20 60-70", "10-70", "20-60")]
    [InlineData("10-20", "10-20 30-40 50-70", "50-70")]
    [InlineData("10-20 30-40", "10-20 30-40", null)]
    [InlineData("10-40", "10-20", null)]
    [InlineData("", "10-20", "10-20")]
    public void The_new_range_is_the_largest_that_was_not_there(string before, string after, string? expected)
    {
        var found = LargePages.LargestNew(Ranges(before), Ranges(after));
        Assert.Equal(expected is null ? null : Ranges(expected)[0], found);
    }

    [Fact]
    public void Asking_changes_no_answer()
    {
        var path = _folder.PathOf("large.duckdb");
        using (var connection = Db.File(path, $"large_pages={Odd}")) connection.Run("CREATE TABLE t AS SELECT range AS v FROM range(3000000)");
        using (var connection = Db.File(path)) Assert.Equal(4_499_998_500_000L, connection.Scalar("SELECT sum(v)::BIGINT FROM t"));
        using var memory = new DuckDbConnection(new DuckDbConnectionStringBuilder { DataSource = ":memory:", LargePages = Odd }.ConnectionString);
        memory.Open();
        Assert.Equal(LargePages.AreForTheAsking ? "70.0 MiB" : "0 bytes", memory.Scalar("SELECT current_setting('block_allocator_memory')"));
    }

    [WhereTheyAreForTheAskingFact]
    public void The_system_is_asked_for_the_pool()
    {
        using var connection = Db.Memory($"threads=2;large_pages={Odd}");
        Assert.Contains(Odd, AskedFor());
    }

    [WhereTheyAreForTheAskingFact]
    public void Two_databases_at_once_have_a_pool_each()
    {
        using var first = Db.Memory($"threads=2;large_pages={Odd + (1L << 20)}");
        using var second = Db.Memory($"threads=2;large_pages={Odd + (2L << 20)}");
        var asked = AskedFor();
        Assert.Contains(Odd + (1L << 20), asked);
        Assert.Contains(Odd + (2L << 20), asked);
    }

    [WhereTheyAreForTheAskingFact]
    public void What_is_no_number_of_bytes_is_told()
    {
        var error = Assert.Throws<DuckDbException>(() => Db.Memory("large_pages=256MB"));
        Assert.Equal(DuckDbErrorType.InvalidConfiguration, error.ErrorType);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sizes of the ranges with the flag «hg» (proc(5)): large pages were asked for.</summary>
    private static List<long> AskedFor()
    {
        var sizes = new List<long>();
        long size = 0;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.StartsWith("Size:", StringComparison.Ordinal)) size = long.Parse(line[5..^2].Trim(), CultureInfo.InvariantCulture) << 10;
            else if (line.StartsWith("VmFlags:", StringComparison.Ordinal) && line.Split(' ').Contains("hg")) sizes.Add(size);
        }

        return sizes;
    }

    private static List<(ulong Start, ulong End)> Ranges(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split('-')).Select(r => (ulong.Parse(r[0], CultureInfo.InvariantCulture), ulong.Parse(r[1], CultureInfo.InvariantCulture)))];

    private sealed class WhereTheyAreForTheAskingFactAttribute : FactAttribute
    {
        public WhereTheyAreForTheAskingFactAttribute()
        {
            if (!LargePages.AreForTheAsking) Skip = "this system does not give large pages to those who ask";
        }
    }
}
