using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>A statement planned by <see cref="DuckDbCommand.Prepare"/>; it ends with its connection.</summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly DuckDbConnection _connection;

    private PreparedCommand(DuckDbConnection connection, string sql, PreparedStatementHandle handle)
    {
        _connection = connection;
        Sql = sql;
        Handle = handle;
        connection.Track(this);
    }

    public string Sql { get; }

    public PreparedStatementHandle Handle { get; }

    /// <summary>null for a text that isn't exactly one statement.</summary>
    public static unsafe PreparedCommand? TryCreate(DuckDbConnection connection, string sql)
    {
        using var statements = StatementBatch.Extract(connection, sql, sql, default, out var count);
        if (count != 1) return null;
        var state = NativeMethods.PrepareExtracted(connection.Handle, statements, 0, out var handle);
        if (state == NativeState.Success) return new PreparedCommand(connection, sql, handle);
        using (handle) throw DuckDbException.FromEngine(NativeMethods.Text(NativeMethods.PrepareError(handle)), sql);
    }

    public bool Fits(DuckDbConnection connection, string sql) =>
        ReferenceEquals(connection, _connection) && !Handle.IsClosed && string.Equals(sql, Sql, StringComparison.Ordinal);

    public void Dispose()
    {
        Handle.Dispose();
        _connection.Untrack(this);
    }
}
