using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Reports.Data;

/// <summary>Queries of the warehouse, all read-only, with named parameters.</summary>
internal sealed class WarehouseReader(DbConnection connection)
{
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

    /// <summary>All tables and views, as <c>schema.table</c>.</summary>
    internal async Task<IReadOnlySet<string>> TablesAsync(CancellationToken cancellationToken) =>
        (await QueryAsync<string>("SELECT table_schema || '.' || table_name FROM information_schema.tables", new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
