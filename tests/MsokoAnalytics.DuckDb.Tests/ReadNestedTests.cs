using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class ReadNestedTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void List_with_nulls_is_a_list_of_nullable()
    {
        var value = Assert.IsType<List<sbyte?>>(_connection.Scalar("SELECT [1, NULL, 3]::TINYINT[]"));
        Assert.Equal([1, null, 3], value);
        Assert.Equal([1, null, 3], _connection.Value<int?[]>("SELECT [1, NULL, 3]::TINYINT[]"));
        Assert.Equal([1, 2], _connection.Value<List<int>>("SELECT [1, 2]"));
        Assert.Equal([1, 2], _connection.Value<IReadOnlyList<long>>("SELECT [1, 2]"));
        Assert.Throws<InvalidCastException>(() => _connection.Value<List<int>>("SELECT [1, NULL]"));
        Assert.Equal(["а", null, "длинное значение в списке"], _connection.Value<List<string?>>("SELECT ['а', NULL, 'длинное значение в списке']"));
    }

    [Fact]
    public void Empty_and_null_lists_differ()
    {
        Assert.Equal([[1], [], null, [2, 3]], _connection.Column<List<int>?>("SELECT l FROM (VALUES (1, [1]), (2, []::INT[]), (3, NULL), (4, [2, 3])) v(i, l) ORDER BY i"));
    }

    [Fact]
    public void Lists_of_lists_and_of_structures()
    {
        Assert.Equal([[1, 2], [], [3]], _connection.Value<List<List<int>>>("SELECT [[1, 2], [], [3]]"));
        var value = Assert.IsType<List<Dictionary<string, object?>>>(_connection.Scalar("SELECT [{a: 1, b: 'x'}, NULL, {a: NULL, b: 'y'}]"));
        Assert.Equal(1, value[0]["a"]);
        Assert.Null(value[1]);
        Assert.Null(value[2]["a"]);
        Assert.Equal("y", value[2]["b"]);
    }

    [Fact]
    public void Structure_is_a_dictionary_in_order()
    {
        var value = Assert.IsType<Dictionary<string, object?>>(_connection.Scalar("SELECT {имя: 'Аня', баллы: [3, 4], внутри: {d: DATE '2020-02-29'}}"));
        Assert.Equal(["имя", "баллы", "внутри"], value.Keys);
        Assert.Equal("Аня", value["имя"]);
        Assert.Equal(new List<int?> { 3, 4 }, value["баллы"]);
        Assert.Equal(new DateOnly(2020, 2, 29), Assert.IsType<Dictionary<string, object?>>(value["внутри"])["d"]);
    }

    [Fact]
    public void Map_is_a_dictionary()
    {
        Assert.Equal(new Dictionary<string, int?> { ["а"] = 1, ["б"] = null }, _connection.Scalar("SELECT MAP {'а': 1, 'б': NULL}"));
        Assert.Equal(new Dictionary<int, string> { [5] = "x" }, _connection.Value<Dictionary<int, string>>("SELECT MAP {5: 'x'}"));
    }

    [Fact]
    public void Array_of_fixed_size()
    {
        Assert.Equal([1.5f, 2.5f, 3.5f], _connection.Value<float[]>("SELECT [1.5, 2.5, 3.5]::FLOAT[3]"));
        Assert.Equal(new List<int?> { 1, null }, _connection.Scalar("SELECT [1, NULL]::INTEGER[2]"));
        Assert.Equal([[1, 2], [3, 4], [5, 6]], _connection.Column<int[]>("SELECT [range * 2 + 1, range * 2 + 2]::INTEGER[2] FROM range(3) ORDER BY range"));
    }

    [Fact]
    public void Union_gives_the_member_it_holds()
    {
        _connection.Run("CREATE TABLE u(x UNION(num INTEGER, str VARCHAR)); INSERT INTO u VALUES (1), ('два'), (NULL)");
        Assert.Equal([1, "два", DBNull.Value], _connection.Column<object>("SELECT x FROM u"));
    }

    [Fact]
    public void Names_of_nested_types()
    {
        using var command = _connection.Command("SELECT [1], {a: 1, \"Б в\": 'x'}, MAP {1: 'a'}, [1,2]::INTEGER[2], [[1.5::DECIMAL(3,1)]]");
        using var reader = command.ExecuteReader();
        Assert.Equal(["INTEGER[]", "STRUCT(a INTEGER, \"Б в\" VARCHAR)", "MAP(INTEGER, VARCHAR)", "INTEGER[2]", "DECIMAL(3,1)[][]"], Enumerable.Range(0, 5).Select(reader.GetDataTypeName));
        Assert.Equal(typeof(List<int?>), reader.GetFieldType(0));
        Assert.Equal(typeof(Dictionary<int, string>), reader.GetFieldType(2));
        Assert.Equal(typeof(List<List<decimal?>>), reader.GetFieldType(4));
    }

    [Fact]
    public void Nested_values_over_many_chunks_stay_in_their_rows()
    {
        using var command = _connection.Command("SELECT i, [k FOR k IN range(i % 7)], {a: i, l: CASE WHEN i % 3 = 0 THEN NULL ELSE ['s' || i] END} FROM range(10000) t(i)");
        using var reader = command.ExecuteReader();
        var expected = 0;
        while (reader.Read())
        {
            Assert.Equal(expected, reader.GetInt32(0));
            Assert.Equal(Enumerable.Range(0, expected % 7), reader.GetFieldValue<List<int>>(1));
            var members = reader.GetFieldValue<Dictionary<string, object?>>(2);
            Assert.Equal((long)expected, members["a"]);
            Assert.Equal(expected % 3 == 0 ? null : new List<string> { "s" + expected }, members["l"]);
            expected++;
        }

        Assert.Equal(10_000, expected);
    }

    public void Dispose() => _connection.Dispose();
}
