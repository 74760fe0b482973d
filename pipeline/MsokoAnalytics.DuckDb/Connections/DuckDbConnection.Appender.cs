namespace MsokoAnalytics.DuckDb;

public sealed partial class DuckDbConnection
{
    /// <summary>An appender to all columns of a table of the current schema.</summary>
    public DuckDbAppender CreateAppender(string table) => CreateAppender(null, null, table, []);

    /// <summary>An appender to all columns of a table.</summary>
    /// <exception cref="DuckDbException">The table does not exist or can't be written.</exception>
    public DuckDbAppender CreateAppender(string? schema, string table) => CreateAppender(null, schema, table, []);

    /// <summary>An appender to the named columns, in that order; the others get their default.</summary>
    /// <param name="catalog">Attached database, or null for the current one.</param>
    /// <param name="schema">Schema, or null for the current one.</param>
    /// <param name="table">Table.</param>
    /// <param name="columns">Columns to be written; empty for all.</param>
    public DuckDbAppender CreateAppender(string? catalog, string? schema, string table, IReadOnlyList<string> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return new DuckDbAppender(this, catalog, schema, table, columns);
    }

    /// <summary>Rows in the shape of a table that stay in memory and are read by SQL in place.</summary>
    /// <param name="catalog">Attached database, or null for the current one.</param>
    /// <param name="schema">Schema, or null for the current one.</param>
    /// <param name="table">The table whose columns they have.</param>
    public DuckDbRows CreateRows(string? catalog, string? schema, string table)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        return new DuckDbRows(this, catalog, schema, table);
    }

    /// <summary>Rows in the shape of a table that are made while SQL reads them, once.</summary>
    /// <param name="catalog">Attached database, or null for the current one.</param>
    /// <param name="schema">Schema, or null for the current one.</param>
    /// <param name="table">The table whose columns they have.</param>
    /// <param name="fill">Writes the next rows, one chunk at the most; nothing at the end. Called on a thread of the engine.</param>
    public DuckDbRowFeed CreateRowFeed(string? catalog, string? schema, string table, Action<DuckDbRowFeed> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentNullException.ThrowIfNull(fill);
        return new DuckDbRowFeed(this, catalog, schema, table, fill);
    }

    /// <summary>Runs a query and keeps its answer in memory.</summary>
    /// <param name="sql">One query; its columns are texts or of a fixed width.</param>
    public DuckDbColumns ReadColumns(string sql)
    {
        using var command = (DuckDbCommand)CreateCommand();
        command.CommandText = sql;
        using var reader = (DuckDbDataReader)command.ExecuteReader();
        return new DuckDbColumns(reader);
    }
}
