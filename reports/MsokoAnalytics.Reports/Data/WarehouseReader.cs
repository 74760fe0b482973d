using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Reports.Data;

/// <summary>Queries of the warehouse, all read-only, with named parameters. Several may be asked at once; as many run as there are connections.</summary>
/// <param name="connection">An open connection; it stays open.</param>
/// <param name="another">Opens one more connection to the same database, or null: then queries run one after another.</param>
internal sealed class WarehouseReader(DbConnection connection, Func<DbConnection>? another = null) : IDisposable
{
    private readonly ConcurrentBag<DbConnection> _free = another is null ? [connection] : [another(), connection];
    private readonly SemaphoreSlim _turn = new(another is null ? 1 : 2);
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, object> _shared = [];
    private string? _sharedOf;

    /// <summary>How many queries run at once.</summary>
    internal int AtOnce { get; } = another is null ? 1 : 2;

    /// <summary>Closes what it has opened itself.</summary>
    public void Dispose()
    {
        foreach (var opened in _free.Where(c => c != connection)) opened.Dispose();
        _turn.Dispose();
    }

    /// <summary>Rows of a query whose columns bear the names of the properties of <typeparamref name="T"/>.</summary>
    internal async Task<List<T>> QueryAsync<T>(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken)
    {
        var dynamic = new DynamicParameters();
        foreach (var (name, value) in parameters) dynamic.Add(name, value);
        await _turn.WaitAsync(cancellationToken);
        _free.TryTake(out var free);
        try
        {
            return (await free!.QueryAsync<T>(new CommandDefinition(sql, dynamic, cancellationToken: cancellationToken))).AsList();
        }
        finally
        {
            _free.Add(free!);
            _turn.Release();
        }
    }

    /// <summary>Rows for one municipality: the statement must use <c>$municipality</c>, its id, and nothing else.</summary>
    internal Task<List<T>> OfMunicipalityAsync<T>(string sql, ReportTarget target, CancellationToken cancellationToken) =>
        QueryAsync<T>(sql, new Dictionary<string, object>(StringComparer.Ordinal) { ["municipality"] = target.Municipality.MunicipalityId }, cancellationToken);

    /// <summary>What several sections read for one municipality: read once. Only the newest municipality is kept.</summary>
    internal Task<T> SharedAsync<T>(ReportTarget target, Func<Task<T>> read)
        where T : class
    {
        Lazy<Task<T>> reading;
        lock (_lock)
        {
            if (!string.Equals(_sharedOf, target.Municipality.MunicipalityId, StringComparison.Ordinal))
            {
                _shared.Clear();
                _sharedOf = target.Municipality.MunicipalityId;
            }

            if (!_shared.TryGetValue(typeof(T), out var known)) _shared.Add(typeof(T), known = new Lazy<Task<T>>(read));
            reading = (Lazy<Task<T>>)known;
        }

        return reading.Value;
    }

    /// <summary>All tables and views, as <c>schema.table</c>.</summary>
    internal async Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellationToken) =>
        (await QueryAsync<string>("SELECT table_schema || '.' || table_name FROM information_schema.tables", new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
