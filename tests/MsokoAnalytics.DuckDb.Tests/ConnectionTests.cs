using System.Data;
using System.Data.Common;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class ConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Data_stay_in_the_file()
    {
        var path = _folder.PathOf("данные.duckdb");
        using (var connection = Db.File(path)) connection.Run("CREATE TABLE t AS SELECT 42 AS v");
        Assert.False(File.Exists(path + ".wal"));
        using (var connection = Db.File(path)) Assert.Equal(42, connection.Scalar("SELECT v FROM t"));
    }

    [Fact]
    public void Read_only_refuses_writing_and_reads()
    {
        var path = _folder.PathOf("a.duckdb");
        using (var connection = Db.File(path)) connection.Run("CREATE TABLE t AS SELECT 1 AS v");
        using (var connection = Db.File(path, "access_mode=read_only"))
        {
            Assert.Equal(1, connection.Scalar("SELECT v FROM t"));
            var error = Assert.Throws<DuckDbException>(() => connection.Run("INSERT INTO t VALUES (2)"));
            Assert.Equal(DuckDbErrorType.InvalidInput, error.ErrorType);
            Assert.Throws<DuckDbException>(() => connection.CreateAppender("t").Dispose());
        }

        using (var connection = Db.File(path)) Assert.Equal(1L, connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Missing_file_is_not_made_by_reading()
    {
        var path = _folder.PathOf("нет.duckdb");
        using var connection = new DuckDbConnection($"Data Source={path};ACCESS_MODE=READ_ONLY");
        var error = Assert.Throws<DuckDbException>(connection.Open);
        Assert.Equal(DuckDbErrorType.Io, error.ErrorType);
        Assert.False(File.Exists(path));
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void File_that_is_no_database_is_refused()
    {
        var path = _folder.Write("x.duckdb", new string('ы', 10_000));
        using var connection = new DuckDbConnection($"Data Source={path}");
        Assert.Throws<DuckDbException>(connection.Open);
    }

    [Fact]
    public void Two_connections_to_one_file_see_the_same()
    {
        var path = _folder.PathOf("two.duckdb");
        using var first = Db.File(path);
        using var second = Db.File(Path.Combine(_folder.FullName, ".", "two.duckdb"));
        first.Run("CREATE TABLE t(i INTEGER); INSERT INTO t VALUES (1)");
        Assert.Equal(1, second.Scalar("SELECT i FROM t"));
        first.Dispose();
        second.Run("INSERT INTO t VALUES (2)");
        Assert.Equal(3L, second.Value<long>("SELECT sum(i) FROM t"));
    }

    [Fact]
    public void Same_file_with_other_settings_is_refused_while_it_is_open()
    {
        var path = _folder.PathOf("s.duckdb");
        using (var first = Db.File(path))
        {
            using var other = new DuckDbConnection($"Data Source={path};threads=1");
            Assert.Contains("threads=2", Assert.Throws<DuckDbException>(other.Open).Message, StringComparison.Ordinal);
        }

        using var later = Db.File(path, "threads=1");
        Assert.Equal(1L, later.Scalar("SELECT current_setting('threads')"));
    }

    [Fact]
    public void Many_threads_open_write_and_close_one_file()
    {
        var path = _folder.PathOf("threads.duckdb");
        using (var connection = Db.File(path)) connection.Run("CREATE TABLE t(worker INTEGER, i INTEGER)");
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 10; i++)
            {
                using var connection = Db.File(path);
                Assert.Equal(1, connection.Run("INSERT INTO t VALUES ($1, $2)", worker, i));
                using var appender = connection.CreateAppender("t");
                appender.SetInt32(0, worker);
                appender.SetInt32(1, 100 + i);
                appender.EndRow();
            }
        });

        using var check = Db.File(path);
        Assert.Equal(160L, check.Scalar("SELECT count(DISTINCT (worker, i)) FROM t"));
    }

    [Fact]
    public void Databases_in_memory_are_apart_and_duplicates_together()
    {
        using var first = Db.Memory();
        using var second = Db.Memory();
        first.Run("CREATE TABLE t AS SELECT 5 AS v");
        Assert.Throws<DuckDbException>(() => second.Scalar("SELECT v FROM t"));
        using var copy = first.Duplicate();
        first.Dispose();
        Assert.Equal(5, copy.Scalar("SELECT v FROM t"));
    }

    [Fact]
    public void File_is_let_go_when_the_last_connection_closes_whatever_is_open()
    {
        var path = _folder.PathOf("open.duckdb");
        var connection = Db.File(path);
        connection.Run("CREATE TABLE t AS SELECT * FROM range(100000)");
        using var command = connection.Command("SELECT * FROM t");
        var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        var appender = connection.CreateAppender("t");
        appender.SetInt64(0, 1);
        connection.Close();

        Assert.True(reader.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => reader.Read());
        Assert.Throws<ObjectDisposedException>(() => appender.SetInt64(0, 1));
        reader.Dispose();
        appender.Dispose();
        // The engine writes the log into the file when it closes it.
        Assert.False(File.Exists(path + ".wal"));
        File.Move(path, path + "2");
        using var moved = Db.File(path + "2");
        Assert.Equal(100_000L, moved.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Settings_reach_the_engine()
    {
        using var connection = Db.Memory("threads=1;memory_limit=300MB;Default Null Order=nulls_first");
        Assert.Equal(1L, connection.Scalar("SELECT current_setting('threads')"));
        Assert.Equal("286.1 MiB", connection.Scalar("SELECT current_setting('memory_limit')"));
    }

    [Fact]
    public void Locked_settings_take_nothing_but_progress()
    {
        using var connection = Db.Memory("lock_configuration=true");
        Assert.Equal(1, connection.Scalar("SELECT 1"));
        Assert.Null(connection.QueryProgress().Percentage);
        Assert.Throws<DuckDbException>(() => connection.Run("SET threads = 1"));
    }

    [Fact]
    public void Links_to_one_file_are_one_database()
    {
        var path = _folder.PathOf("real.duckdb");
        using var first = Db.File(path);
        first.Run("CREATE TABLE t AS SELECT 3 AS v");
        File.CreateSymbolicLink(_folder.PathOf("link.duckdb"), path);
        using var second = Db.File(_folder.PathOf("link.duckdb"));
        Assert.Equal(3, second.Scalar("SELECT v FROM t"));
    }

    [Fact]
    public void Missing_folder_is_an_error_of_the_provider()
    {
        using var connection = new DuckDbConnection("Data Source=" + _folder.PathOf("нет", "такой", "папки.duckdb"));
        Assert.Equal(DuckDbErrorType.Io, Assert.Throws<DuckDbException>(connection.Open).ErrorType);
    }

    [Fact]
    public void Forgotten_objects_are_collected_without_harm()
    {
        using var connection = Db.Memory();
        connection.Run("CREATE TABLE t AS SELECT range AS i, 'строка длиннее двенадцати ' || range AS s FROM range(100000)");
        for (var i = 0; i < 20; i++)
        {
            Forget(connection);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(100_000L, connection.Scalar("SELECT count(*) FROM t"));

        static void Forget(DuckDbConnection connection)
        {
            var other = connection.Duplicate();
            var reader = other.Command("SELECT * FROM t").ExecuteReader();
            Assert.True(reader.Read());
            var third = connection.Duplicate();
            var appender = third.CreateAppender("t");
            appender.SetInt64(0, 1);
            appender.SetString(1, "строка длиннее двенадцати байтов");
            appender.EndRow();
            third.Command("SELECT 1").Prepare();
        }
    }

    [Theory]
    [InlineData("нет_такой=1")]
    [InlineData("threads=много")]
    public void Wrong_settings_are_named(string setting)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:;" + setting);
        Assert.Contains(setting.Split('=')[0], Assert.Throws<DuckDbException>(connection.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_and_disposed_connections_say_so()
    {
        var connection = Db.Memory();
        var states = new List<ConnectionState>();
        connection.StateChange += (_, change) => states.Add(change.CurrentState);
        Assert.Throws<InvalidOperationException>(connection.Open);
        connection.Close();
        connection.Close();
        Assert.Throws<InvalidOperationException>(() => connection.Scalar("SELECT 1"));
        connection.Open();
        Assert.Equal(1, connection.Scalar("SELECT 1"));
        connection.Dispose();
        connection.Dispose();
        Assert.Equal([ConnectionState.Closed, ConnectionState.Open, ConnectionState.Closed], states);
        Assert.Throws<ObjectDisposedException>(connection.Open);
        Assert.Throws<ObjectDisposedException>(() => connection.Scalar("SELECT 1"));
        Assert.Throws<ObjectDisposedException>(() => connection.CreateAppender("t"));
        connection.Interrupt();
    }

    [Fact]
    public void Disposed_command_and_reader_say_so()
    {
        using var connection = Db.Memory();
        var command = connection.Command("SELECT 1");
        var reader = command.ExecuteReader();
        reader.Read();
        reader.Dispose();
        Assert.True(reader.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => reader.Read());
        Assert.Throws<ObjectDisposedException>(() => reader.GetInt32(0));
        Assert.Throws<ObjectDisposedException>(() => reader.FieldCount);
        Assert.Throws<ObjectDisposedException>(() => reader.NextResult());
        Assert.Throws<ObjectDisposedException>(() => reader.ReadChunk(out _));
        command.Dispose();
        Assert.Throws<ObjectDisposedException>(() => command.ExecuteScalar());
    }

    [Fact]
    public void Connection_string_is_built_and_read()
    {
        var builder = new DuckDbConnectionStringBuilder { DataSource = "a b.duckdb", ReadOnly = true, Threads = 3, MemoryLimit = "1GB" };
        var again = new DuckDbConnectionStringBuilder(builder.ConnectionString);
        Assert.Equal(("a b.duckdb", true, 3, "1GB"), (again.DataSource, again.ReadOnly, again.Threads, again.MemoryLimit));
        Assert.Equal("x", new DuckDbConnectionStringBuilder("DataSource=x").DataSource);
        using var connection = new DuckDbConnection(builder.ConnectionString);
        Assert.Equal(("a b.duckdb", "a b"), (connection.DataSource, connection.Database));
        Assert.Equal(":memory:", new DuckDbConnection().DataSource);
    }

    [Fact]
    public void Schema_collections()
    {
        using var connection = Db.Memory();
        connection.Run("CREATE SCHEMA s; CREATE TABLE s.t(a INTEGER NOT NULL, b DECIMAL(5,2)); CREATE VIEW v AS SELECT 1 AS x; CREATE INDEX i ON s.t(a)");
        var tables = connection.GetSchema("Tables");
        Assert.Equal(["t", "v"], tables.Rows.Cast<DataRow>().Select(r => (string)r["table_name"]).Order());
        var columns = connection.GetSchema("columns", [null, "s", "t"]);
        Assert.Equal([("a", "INTEGER", "NO"), ("b", "DECIMAL(5,2)", "YES")], columns.Rows.Cast<DataRow>().Select(r => ((string)r["column_name"], (string)r["data_type"], (string)r["is_nullable"])));
        Assert.Single(connection.GetSchema("Indexes", [null, null, "t"]).Rows);
        Assert.Contains("Tables", connection.GetSchema().Rows.Cast<DataRow>().Select(r => (string)r[0]));
        Assert.NotEmpty(connection.GetSchema("Restrictions").Rows);
        Assert.Throws<ArgumentException>(() => connection.GetSchema("Ничего"));
    }

    [Fact]
    public void Factory_makes_everything()
    {
        DbProviderFactory factory = DuckDbProviderFactory.Instance;
        using var connection = factory.CreateConnection()!;
        var builder = factory.CreateConnectionStringBuilder()!;
        builder["Data Source"] = ":memory:";
        connection.ConnectionString = builder.ConnectionString;
        connection.Open();
        using var command = factory.CreateCommand()!;
        command.Connection = connection;
        command.CommandText = "SELECT $a + 1";
        var parameter = factory.CreateParameter()!;
        parameter.ParameterName = "a";
        parameter.Value = 1;
        command.Parameters.Add(parameter);
        Assert.Equal(2, command.ExecuteScalar());
        Assert.Same(factory, DbProviderFactories.GetFactory(connection));
        Assert.StartsWith("1.", connection.ServerVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_is_changed_by_use()
    {
        using var connection = Db.Memory();
        connection.Run($"ATTACH '{_folder.PathOf("b.duckdb")}' AS другая; CREATE TABLE другая.t AS SELECT 7 AS v");
        connection.ChangeDatabase("другая");
        Assert.Equal(7, connection.Scalar("SELECT v FROM t"));
    }

    public void Dispose() => _folder.Dispose();
}
