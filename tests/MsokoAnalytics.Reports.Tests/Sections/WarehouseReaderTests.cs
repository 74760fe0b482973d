using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Tests.Samples;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Sections;

public sealed class WarehouseReaderTests
{
    private static ReportTarget Target(string municipality) => new(new MunicipalityRow { MunicipalityId = municipality, RegionCode = "99", Name = municipality }, null, []);

    [Fact]
    public async Task What_two_sections_ask_for_at_once_is_read_once_for_each_municipality()
    {
        using var warehouse = SampleDatabase.Empty();
        using var reader = new WarehouseReader(warehouse, warehouse.Duplicate);
        var reads = 0;
        Task<List<int>> Read(ReportTarget target) => reader.SharedAsync(target, async () =>
        {
            Interlocked.Increment(ref reads);
            return await reader.QueryAsync<int>("SELECT count(*)::INTEGER FROM range(1000)", new Dictionary<string, object>(StringComparer.Ordinal), CancellationToken.None);
        });

        var first = Target("99_m001");
        var both = await Task.WhenAll(Task.Run(() => Read(first)), Task.Run(() => Read(first)));
        await Read(Target("99_m002"));

        Assert.Same(both[0], both[1]);
        Assert.Equal([1000], both[0]);
        Assert.Equal(2, reads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_queries_at_once_all_answer_and_only_the_readers_own_connection_is_closed(bool two)
    {
        using var warehouse = SampleDatabase.Empty();
        var opened = two ? warehouse.Duplicate() : null;
        using (var reader = new WarehouseReader(warehouse, opened is null ? null : () => opened))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
                reader.QueryAsync<int>("SELECT $i::INTEGER", new Dictionary<string, object>(StringComparer.Ordinal) { ["i"] = i }, CancellationToken.None)));
            Assert.Equal(Enumerable.Range(0, 20), answers.Select(a => a.Single()));
        }

        Assert.Equal(System.Data.ConnectionState.Open, warehouse.State);
        if (opened is not null) Assert.Equal(System.Data.ConnectionState.Closed, opened.State);
    }
}
