using System.Data;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public void Results_of_several_statements_follow_each_other()
    {
        using var command = _connection.Command("CREATE TABLE t(i INTEGER); INSERT INTO t VALUES (1), (2); SELECT i FROM t ORDER BY i; UPDATE t SET i = i + 10 WHERE i = 1; SELECT 'b' AS s, 3 AS n;");
        using var reader = command.ExecuteReader();
        Assert.Equal(1, reader.FieldCount);
        Assert.True(reader.HasRows);
        Assert.Equal(2, reader.RecordsAffected);
        Assert.True(reader.Read());
        Assert.Equal(1, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.Equal(3, reader.RecordsAffected);
        Assert.Equal(["s", "n"], [reader.GetName(0), reader.GetName(1)]);
        Assert.True(reader.Read());
        Assert.Equal("b", reader["S"]);
        Assert.Equal(3, reader[1]);
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
        Assert.Equal(0, reader.FieldCount);
    }

    [Fact]
    public void Rows_changed_are_counted_over_all_statements()
    {
        Assert.Equal(-1, _connection.Run("CREATE TABLE t(i INTEGER)"));
        Assert.Equal(1000, _connection.Run("INSERT INTO t SELECT range FROM range(1000)"));
        Assert.Equal(500 + 250, _connection.Run("DELETE FROM t WHERE i % 2 = 0; UPDATE t SET i = 0 WHERE i < 500"));
        Assert.Equal(0, _connection.Run("DELETE FROM t WHERE i < 0"));
        Assert.Equal(-1, _connection.Run("SELECT * FROM t"));
    }

    [Fact]
    public void Scalar_of_a_changing_statement_is_kept()
    {
        // A result given up half-way must not undo the change behind it.
        _connection.Run("CREATE SEQUENCE s; CREATE TABLE t(id INTEGER DEFAULT nextval('s'), v VARCHAR)");
        Assert.Equal(1, _connection.Scalar("INSERT INTO t(v) SELECT 'x' FROM range(5000) RETURNING id"));
        using (var command = _connection.Command("INSERT INTO t(v) SELECT 'y' FROM range(500000) RETURNING id"))
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            Assert.Equal(5001, reader.GetInt32(0));
        }

        Assert.Equal(505_000L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Scalar_carries_out_all_statements()
    {
        Assert.Equal(1, _connection.Scalar("SELECT 1; CREATE TABLE later(i INTEGER); INSERT INTO later VALUES (7)"));
        Assert.Equal(7, _connection.Scalar("SELECT i FROM later"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ; ; ")]
    [InlineData("-- только комментарий")]
    [InlineData("/* и /* вложенный */ тоже */")]
    public void Text_without_statements_does_nothing(string sql)
    {
        Assert.Equal(-1, _connection.Run(sql));
        Assert.Null(_connection.Scalar(sql));
    }

    [Fact]
    public void Empty_result_has_columns_and_no_rows()
    {
        using var command = _connection.Command("SELECT 1 AS a, 'x' AS b WHERE false");
        using var reader = command.ExecuteReader();
        Assert.False(reader.HasRows);
        Assert.Equal(2, reader.FieldCount);
        Assert.Equal("b", reader.GetName(1));
        Assert.False(reader.Read());
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        Assert.Null(_connection.Scalar("SELECT 1 WHERE false"));
    }

    [Fact]
    public void Values_outside_of_rows_are_refused()
    {
        using var command = _connection.Command("SELECT 1");
        using var reader = command.ExecuteReader();
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
        Assert.True(reader.Read());
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetInt32(1));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetInt32(-1));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("нет"));
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => reader.GetInt32(0));
    }

    [Fact]
    public void One_reader_at_a_time_unless_it_is_read_to_its_end()
    {
        using var command = _connection.Command("SELECT * FROM range(100000)");
        using (var reader = command.ExecuteReader())
        {
            Assert.True(reader.Read());
            Assert.Throws<InvalidOperationException>(() => _connection.Scalar("SELECT 1"));
            while (reader.Read()) { }

            Assert.Equal(1, _connection.Scalar("SELECT 1"));
        }

        using (var reader = command.ExecuteReader()) Assert.True(reader.Read());
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Command_runs_again_with_other_values()
    {
        using var command = _connection.Command("SELECT $1 * 2");
        var parameter = command.Parameters.Add(new DuckDbParameter(1));
        command.Prepare();
        foreach (var i in Enumerable.Range(0, 50))
        {
            parameter.Value = i;
            Assert.Equal(i * 2, Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Prepared_command_outlives_changes_of_types_tables_and_connections()
    {
        _connection.Run("CREATE TABLE t(i INTEGER, s VARCHAR)");
        using var insert = _connection.Command("INSERT INTO t VALUES ($1, $2)", 1, "a");
        insert.Prepare();
        insert.Prepare();
        Assert.Equal(1, insert.ExecuteNonQuery());
        insert.Parameters[0].Value = 2L;
        insert.Parameters[1].Value = DBNull.Value;
        Assert.Equal(1, insert.ExecuteNonQuery());
        insert.Parameters[0].Value = "3";
        Assert.Equal(1, insert.ExecuteNonQuery());
        insert.Parameters[0].Value = "не число";
        Assert.Equal(DuckDbErrorType.Conversion, Assert.Throws<DuckDbException>(() => insert.ExecuteNonQuery()).ErrorType);
        insert.Parameters[0].Value = 4;
        _connection.Run("DROP TABLE t; CREATE TABLE t(i BIGINT, s VARCHAR)");
        Assert.Equal(1, insert.ExecuteNonQuery());
        Assert.Equal([4L], _connection.Column<long>("SELECT i FROM t"));
        insert.CommandText = "SELECT $1 || $2";
        Assert.Throws<DuckDbException>(() => _connection.Command("SELECT * FROM нет").Prepare());
        insert.Prepare();
        _connection.Close();
        _connection.Open();
        Assert.Equal(DBNull.Value, insert.ExecuteScalar());
        insert.Prepare();
        Assert.Equal(DBNull.Value, insert.ExecuteScalar());
    }

    [Fact]
    public void Zero_character_is_refused() =>
        Assert.Throws<ArgumentException>(() => _connection.Run("SELECT 1\0; DROP TABLE t"));

    [Fact]
    public void Statements_that_are_no_queries_run()
    {
        _connection.Run("PRAGMA enable_object_cache; SET VARIABLE x = 5; CREATE SCHEMA s; CREATE MACRO s.plus(a, b) AS a + b; CREATE VIEW s.v AS SELECT s.plus(1, 2) AS three");
        Assert.Equal(8, _connection.Scalar("SELECT three + getvariable('x') FROM s.v"));
        Assert.Contains("three", Assert.IsType<string>(_connection.Scalar("SELECT sql FROM duckdb_views() WHERE view_name = 'v'")), StringComparison.Ordinal);
        using var explain = _connection.Command("EXPLAIN SELECT 1");
        using var reader = explain.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(2, reader.FieldCount);
    }

    [Fact]
    public void Close_behaviour_closes_the_connection()
    {
        var connection = Db.Memory();
        using (var command = connection.Command("SELECT 1"))
        using (command.ExecuteReader(CommandBehavior.CloseConnection)) { }

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Single_result_leaves_the_rest()
    {
        using var command = _connection.Command("SELECT 1; SELECT 2");
        using var reader = command.ExecuteReader(CommandBehavior.SingleResult);
        Assert.True(reader.Read());
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void Columns_are_described()
    {
        using var command = _connection.Command("SELECT 1.5::DECIMAL(7,3) AS d, 'x' AS s");
        using var reader = command.ExecuteReader();
        var schema = reader.GetColumnSchema();
        Assert.Equal(["d", "s"], schema.Select(c => c.ColumnName));
        Assert.Equal((7, 3), (schema[0].NumericPrecision, schema[0].NumericScale));
        var table = reader.GetSchemaTable()!;
        Assert.Equal(typeof(string), table.Rows[1]["DataType"]);
        Assert.Equal("DECIMAL(7,3)", table.Rows[0]["DataTypeName"]);
        Assert.Equal(DuckDbType.Decimal, reader.GetDuckDbType(0));
    }

    [Fact]
    public void Whole_result_loads_into_a_data_table()
    {
        using var command = _connection.Command("SELECT range::INTEGER AS i, CASE WHEN range % 2 = 0 THEN NULL ELSE 'н' || range END AS s FROM range(3000) ORDER BY 1");
        using var reader = command.ExecuteReader();
        using var table = new DataTable();
        table.Load(reader);
        Assert.Equal(3000, table.Rows.Count);
        Assert.Equal("н2999", table.Rows[2999]["s"]);
        Assert.Equal(DBNull.Value, table.Rows[2998]["s"]);
    }

    [Fact]
    public async Task Asynchronous_calls_give_the_same()
    {
        await using var command = _connection.Command("CREATE TABLE t(i INTEGER); INSERT INTO t SELECT range FROM range(5000)");
        Assert.Equal(5000, await command.ExecuteNonQueryAsync());
        command.CommandText = "SELECT sum(i)::BIGINT FROM t";
        Assert.Equal(12_497_500L, await command.ExecuteScalarAsync());
        command.CommandText = "SELECT i FROM t; SELECT 'конец'";
        await using var reader = await command.ExecuteReaderAsync();
        var sum = 0L;
        while (await reader.ReadAsync()) sum += await reader.GetFieldValueAsync<int>(0);
        Assert.Equal(12_497_500L, sum);
        Assert.True(await reader.NextResultAsync());
        Assert.True(await reader.ReadAsync());
        Assert.Equal("конец", reader.GetString(0));
    }

    [Fact]
    public void Command_without_connection_says_so()
    {
        using var command = new DuckDbCommand("SELECT 1");
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        using var closed = new DuckDbConnection("Data Source=:memory:");
        command.Connection = closed;
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
    }

    public void Dispose() => _connection.Dispose();
}
