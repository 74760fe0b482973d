using Dapper;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class DapperTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    public DapperTests()
    {
        _connection.Execute("CREATE TABLE school(id VARCHAR, name VARCHAR, pupils INTEGER, mean DOUBLE, opened DATE, share DECIMAL(5,2), special BOOLEAN, marks TINYINT[])");
        var count = _connection.Execute(
            "INSERT INTO school VALUES ($Id, $Name, $Pupils, $Mean, CAST($Opened AS DATE), $Share, $Special, [3, 4, 5])",
            new object[]
            {
                new { Id = "000389", Name = "Школа № 1", Pupils = 512, Mean = 3.75, Opened = new DateTime(1961, 9, 1), Share = 12.50m, Special = false },
                new { Id = "000390", Name = (string?)null, Pupils = 80, Mean = 4.0, Opened = new DateTime(2001, 9, 1), Share = 0.05m, Special = true },
            });
        Assert.Equal(2, count);
    }

    [Fact]
    public void Rows_become_objects()
    {
        var school = _connection.Query<School>("SELECT * FROM school WHERE id = $id AND pupils > $min", new { id = "000389", min = 100 }).Single();
        Assert.Equal(("000389", "Школа № 1", 512, 3.75, 12.50m, false), (school.Id, school.Name, school.Pupils, school.Mean, school.Share, school.Special));
        Assert.Equal(new DateOnly(1961, 9, 1), school.Opened);
        Assert.Equal([3, 4, 5], school.Marks);
        Assert.Null(_connection.QuerySingle<School>("SELECT * FROM school WHERE id = '000390'").Name);
    }

    [Fact]
    public void Simple_values()
    {
        Assert.Equal(2, _connection.ExecuteScalar<int>("SELECT count(*) FROM school"));
        Assert.Equal([80, 512], _connection.Query<int>("SELECT pupils FROM school ORDER BY 1"));
        Assert.Equal("000390", _connection.QueryFirst<string>("SELECT id FROM school WHERE pupils < $n", new { n = 100 }));
        Assert.Null(_connection.QueryFirstOrDefault<string>("SELECT id FROM school WHERE pupils < $n", new { n = 1 }));
        Assert.Equal((512, 3.75), _connection.QuerySingle<(int, double)>("SELECT pupils, mean FROM school WHERE id = '000389'"));
        Assert.Equal(new DateTime(2001, 9, 1), _connection.ExecuteScalar<DateTime>("SELECT max(opened)::TIMESTAMP FROM school"));
    }

    [Fact]
    public void Dynamic_rows_and_parameters()
    {
        var parameters = new DynamicParameters();
        parameters.Add("$id", "000389");
        parameters.Add("none", null);
        var row = _connection.QuerySingle("SELECT name, pupils, $none::INTEGER AS nothing FROM school WHERE id = $id", parameters);
        Assert.Equal("Школа № 1", (string)row.name);
        Assert.Equal(512, (int)row.pupils);
        Assert.Null(row.nothing);
    }

    [Fact]
    public void In_list_is_expanded()
    {
        Assert.Equal(2, _connection.ExecuteScalar<int>("SELECT count(*) FROM school WHERE id IN $ids", new { ids = new[] { "000389", "000390", "1" } }));
    }

    [Fact]
    public void Several_results()
    {
        using var results = _connection.QueryMultiple("SELECT count(*)::INTEGER FROM school; SELECT id FROM school ORDER BY id DESC");
        Assert.Equal(2, results.ReadSingle<int>());
        Assert.Equal(["000390", "000389"], results.Read<string>());
    }

    [Fact]
    public void Unbuffered_rows_stream()
    {
        var sum = _connection.Query<long>("SELECT range FROM range(1000000)", buffered: false).Take(3000).Sum();
        Assert.Equal(2999L * 3000 / 2, sum);
        Assert.Equal(2, _connection.ExecuteScalar<int>("SELECT count(*) FROM school"));
    }

    [Fact]
    public async Task Asynchronous_query_in_a_transaction()
    {
        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            Assert.Equal(1, await _connection.ExecuteAsync("DELETE FROM school WHERE id = $id", new { id = "000389" }, transaction));
            Assert.Single(await _connection.QueryAsync<School>("SELECT * FROM school", transaction: transaction));
        }

        Assert.Equal(2, await _connection.ExecuteScalarAsync<int>("SELECT count(*) FROM school"));
    }

    public void Dispose() => _connection.Dispose();

    private sealed class School
    {
        public string Id { get; init; } = "";

        public string? Name { get; init; }

        public int Pupils { get; init; }

        public double Mean { get; init; }

        public DateOnly Opened { get; init; }

        public decimal Share { get; init; }

        public bool Special { get; init; }

        public List<sbyte?> Marks { get; init; } = [];
    }
}
