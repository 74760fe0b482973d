using System.Data;
using System.Data.Common;

namespace MsokoAnalytics.DuckDb;

/// <summary>A transaction under snapshot isolation; disposing without <see cref="Commit"/> rolls it back.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private DuckDbConnection? _connection;

    internal DuckDbTransaction(DuckDbConnection connection) => _connection = connection;

    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    protected override DbConnection? DbConnection => _connection;

    /// <exception cref="DuckDbException">A conflict with another transaction or a deferred constraint; the transaction is rolled back.</exception>
    public override void Commit() => End("COMMIT");

    public override void Rollback() => End("ROLLBACK");

    protected override void Dispose(bool disposing)
    {
        if (disposing && _connection is { State: ConnectionState.Open })
        {
            try
            {
                Rollback();
            }
            catch (DuckDbException)
            {
                // The engine ends a transaction itself on some errors (e.g. a failed COMMIT); then there's nothing to roll back.
            }
        }

        base.Dispose(disposing);
    }

    private void End(string sql)
    {
        var connection = _connection ?? throw new InvalidOperationException("Транзакция уже завершена.");
        connection.ActiveReader?.Release();
        _connection = null;
        connection.CurrentTransaction = null;
        connection.ExecuteDirect(sql);
    }
}
