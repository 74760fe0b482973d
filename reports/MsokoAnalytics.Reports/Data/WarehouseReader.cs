using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Reports.Data;

/// <summary>Queries of the warehouse, all read-only, with named parameters.</summary>
internal sealed class WarehouseReader(DbConnection connection)
{
    private readonly Dictionary<Type, object> _shared = [];
    private string? _sharedOf;

    /// <summary>Rows of a query whose columns bear the names of the properties of <typeparamref name="T"/>.</summary>
    internal async Task<List<T>> QueryAsync<T>(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken)
    {
        var dynamic = new DynamicParameters();
        foreach (var (name, value) in parameters) dynamic.Add(name, value);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, dynamic, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Rows for one municipality: the statement must use <c>$municipality</c>, its id, and nothing else.</summary>
    internal Task<List<T>> OfMunicipalityAsync<T>(string sql, ReportTarget target, CancellationToken cancellationToken) =>
        QueryAsync<T>(sql, new Dictionary<string, object>(StringComparer.Ordinal) { ["municipality"] = target.Municipality.MunicipalityId }, cancellationToken);

    /// <summary>What several sections read for one municipality: read once. Only the newest municipality is kept.</summary>
    internal async Task<T> SharedAsync<T>(ReportTarget target, Func<Task<T>> read)
        where T : class
    {
        if (!string.Equals(_sharedOf, target.Municipality.MunicipalityId, StringComparison.Ordinal))
        {
            _shared.Clear();
            _sharedOf = target.Municipality.MunicipalityId;
        }

        if (_shared.TryGetValue(typeof(T), out var known)) return (T)known;
        var loaded = await read();
        _shared[typeof(T)] = loaded;
        return loaded;
    }

    /// <summary>All tables and views, as <c>schema.table</c>.</summary>
    internal async Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellationToken) =>
        (await QueryAsync<string>("SELECT table_schema || '.' || table_name FROM information_schema.tables", new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
