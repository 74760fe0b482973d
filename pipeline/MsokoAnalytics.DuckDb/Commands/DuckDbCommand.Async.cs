using System.Data;
using System.Data.Common;

namespace MsokoAnalytics.DuckDb;

public sealed partial class DuckDbCommand
{
    /// <summary>Runs on a worker thread; cancelling the token interrupts the engine.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteNonQuery(cancellationToken), cancellationToken);

    /// <inheritdoc cref="ExecuteNonQueryAsync"/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteScalar(cancellationToken), cancellationToken);

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await Task.Run(() => ExecuteReader(behavior, cancellationToken), cancellationToken);
}
