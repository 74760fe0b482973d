using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Running.Partitions;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Running;

public sealed class PublishSettingsTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(100, 10, true)]
    [InlineData(100, 11, false)]
    [InlineData(0, 0, false)]
    [InlineData(0, 5, false)]
    public void A_run_only_grows_where_hardly_a_row_is_replaced(int added, int replaced, bool grows) => Assert.Equal(grows, Turnover(added, replaced).OnlyGrows);

    [Fact]
    public void Rows_of_all_tables_count_together()
    {
        var turnover = Turnover(5, 5);
        turnover.Add(Part([2], []), new Dictionary<long, PartitionState> { [2] = State(95) });
        Assert.True(turnover.OnlyGrows);
        turnover.Add(Part([3], new Dictionary<long, PartitionState> { [3] = State(20) }), new Dictionary<long, PartitionState>());
        Assert.False(turnover.OnlyGrows);
    }

    [Theory]
    [InlineData(100, 0, "0")]
    [InlineData(10, 10, "100")]
    public async Task Row_groups_are_left_alone_while_a_growing_run_is_published(int added, int replaced, string meanwhile)
    {
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        using var database = new TestDatabase(_folder.Load());
        var session = new Session(database.Connection);
        await using (await PublishSettings.BeginAsync(session, Turnover(added, replaced), default)) Assert.Equal(meanwhile, Tasks());
        Assert.Equal("100", Tasks());

        string Tasks() => database.Scalar("SELECT value FROM duckdb_settings() WHERE name = 'max_vacuum_tasks'");
    }

    /// <summary>One table: partition 1 with new rows, which had rows before or not.</summary>
    private static RowTurnover Turnover(int added, int replaced)
    {
        var turnover = new RowTurnover();
        turnover.Add(
            Part([1], replaced > 0 ? new Dictionary<long, PartitionState> { [1] = State(replaced) } : []),
            added > 0 ? new Dictionary<long, PartitionState> { [1] = State(added) } : []);
        return turnover;
    }

    private static PartitionState State(int rows) => new("", "", rows);

    private static PartialBuild Part(HashSet<long> parts, Dictionary<long, PartitionState> published) =>
        new(parts, published, new PartitionReach(new Dictionary<Contracts.PartitionThrough, IReadOnlyList<long>>(), new Dictionary<Contracts.PartitionThrough, IReadOnlyList<long>>(), new Dictionary<Contracts.PartitionThrough, (long, long)>()), _ => null, _ => true);
}
