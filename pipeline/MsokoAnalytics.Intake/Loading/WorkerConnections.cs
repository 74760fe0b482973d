using System.Collections.Concurrent;
using System.Data.Common;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Connections of the loading threads, kept for the next file.</summary>
internal sealed class WorkerConnections : IDisposable
{
    private readonly WarehouseDatabase _warehouse;
    private readonly ConcurrentBag<DbConnection> _free = [];
    private readonly ConcurrentBag<DbConnection> _all = [];
    private readonly Task<ScoreCodes> _codes;

    public WorkerConnections(WarehouseDatabase warehouse, IntakeSetup setup)
    {
        _warehouse = warehouse;
        // While the files are being told by their content: all workers would wait for it later.
        _codes = Task.Run(() =>
        {
            var connection = Rent();
            var codes = ScoreCodes.Learn(connection, setup.Macros);
            Return(connection);
            return codes;
        });
    }

    /// <summary>What short task cells mean.</summary>
    public ScoreCodes Codes => _codes.GetAwaiter().GetResult();

    public DbConnection Rent()
    {
        if (_free.TryTake(out var connection)) return connection;
        connection = _warehouse.NewConnection();
        _all.Add(connection);
        return connection;
    }

    public void Return(DbConnection connection) => _free.Add(connection);

    public void Dispose()
    {
        // Whoever needed the answer has been told if it failed.
        _codes.ContinueWith(static t => t.Exception, TaskScheduler.Default).Wait();
        foreach (var connection in _all) connection.Dispose();
    }
}
