using System.Data;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class TransactionTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    public TransactionTests() => _connection.Run("CREATE TABLE t(i INTEGER PRIMARY KEY)");

    [Fact]
    public void Commit_keeps_and_rollback_undoes()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Run("INSERT INTO t VALUES (1)");
            transaction.Commit();
        }

        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Run("INSERT INTO t VALUES (2)");
            transaction.Rollback();
        }

        using (_connection.BeginTransaction()) _connection.Run("INSERT INTO t VALUES (3)");

        Assert.Equal([1], _connection.Column<int>("SELECT i FROM t"));
    }

    [Fact]
    public void Changes_are_seen_by_others_only_after_the_commit()
    {
        using var other = _connection.Duplicate();
        using var transaction = _connection.BeginTransaction(IsolationLevel.Snapshot);
        _connection.Run("INSERT INTO t VALUES (1)");
        Assert.Equal(0L, other.Scalar("SELECT count(*) FROM t"));
        transaction.Commit();
        Assert.Equal(1L, other.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Error_inside_leaves_only_the_rollback()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Run("INSERT INTO t VALUES (1)");
            Assert.Equal(DuckDbErrorType.Constraint, Assert.Throws<DuckDbException>(() => _connection.Run("INSERT INTO t VALUES (1)")).ErrorType);
            Assert.Equal(DuckDbErrorType.Transaction, Assert.Throws<DuckDbException>(() => _connection.Scalar("SELECT 1")).ErrorType);
            transaction.Rollback();
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Conflict_fails_one_of_two()
    {
        _connection.Run("INSERT INTO t VALUES (1)");
        using var other = _connection.Duplicate();
        using var first = _connection.BeginTransaction();
        using var second = other.BeginTransaction();
        _connection.Run("UPDATE t SET i = 2");
        var error = Assert.Throws<DuckDbException>(() => other.Run("UPDATE t SET i = 3"));
        Assert.Equal(DuckDbErrorType.Transaction, error.ErrorType);
        Assert.True(error.IsTransient);
        second.Rollback();
        first.Commit();
        Assert.Equal(2, _connection.Scalar("SELECT i FROM t"));
    }

    [Fact]
    public void Wrong_uses_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _connection.BeginTransaction(IsolationLevel.ReadUncommitted));
        var transaction = _connection.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => _connection.BeginTransaction());
        Assert.Same(_connection, transaction.Connection);
        transaction.Commit();
        Assert.Null(transaction.Connection);
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        Assert.Throws<InvalidOperationException>(transaction.Rollback);
        transaction.Dispose();
    }

    [Fact]
    public void Closing_the_connection_rolls_back()
    {
        using var other = _connection.Duplicate();
        var transaction = other.BeginTransaction();
        other.Run("INSERT INTO t VALUES (9)");
        other.Close();
        transaction.Dispose();
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Appended_rows_are_undone_too()
    {
        using (_connection.BeginTransaction())
        {
            using var appender = _connection.CreateAppender("t");
            for (var i = 0; i < 300_000; i++)
            {
                appender.SetInt32(0, i);
                appender.EndRow();
            }

            appender.Close();
            Assert.Equal(300_000L, _connection.Scalar("SELECT count(*) FROM t"));
        }

        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Asynchronous_forms_work()
    {
        await using (var transaction = await _connection.BeginTransactionAsync())
        {
            _connection.Run("INSERT INTO t VALUES (1)");
            await transaction.CommitAsync();
        }

        Assert.Equal(1L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    public void Dispose() => _connection.Dispose();
}
