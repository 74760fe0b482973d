using Dapper;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Large pages for the engine's blocks, which are kept until the warehouse is closed, only where the limit of memory has room for them.</summary>
public class WriterMemoryTests
{
    [Theory]
    [InlineData("4GB", true)]
    [InlineData("3500 MiB", true)]
    [InlineData("1TB", true)]
    [InlineData("2GB", false)]
    [InlineData("2.9 GiB", false)]
    [InlineData("900MB", false)]
    public void Blocks_are_kept_only_where_the_limit_has_room(string limit, bool isKept)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { MemoryLimit = limit });
        var kept = warehouse.Connection.QuerySingle<string>("SELECT current_setting('block_allocator_memory')");
        const string mode = "/sys/kernel/mm/transparent_hugepage/enabled";
        var isForTheAsking = File.Exists(mode) && File.ReadAllText(mode).Contains("[madvise]", StringComparison.Ordinal);
        Assert.Equal(isKept && isForTheAsking ? "256.0 MiB" : "0 bytes", kept);
    }
}
