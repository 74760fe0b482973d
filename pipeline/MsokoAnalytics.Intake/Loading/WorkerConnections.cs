using System.Collections.Concurrent;
using System.Data.Common;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Connections of the loading threads, kept for the next file.</summary>
internal sealed class WorkerConnections(WarehouseDatabase warehouse, IntakeSetup setup) : IDisposable
{
    private readonly ConcurrentBag<DbConnection> _free = [];
    private readonly ConcurrentBag<DbConnection> _all = [];
    private readonly Lock _learning = new();
    private ScoreCodes? _codes;

    /// <summary>What short task cells mean, learnt once.</summary>
    /// <param name="connection">A rented connection.</param>
    public ScoreCodes Codes(DbConnection connection)
    {
        lock (_learning) return _codes ??= ScoreCodes.Learn(connection, setup.Macros);
    }

    public DbConnection Rent()
    {
        if (_free.TryTake(out var connection)) return connection;
        connection = warehouse.NewConnection();
        _all.Add(connection);
        return connection;
    }

    public void Return(DbConnection connection) => _free.Add(connection);

    public void Dispose()
    {
        foreach (var connection in _all) connection.Dispose();
    }
}
