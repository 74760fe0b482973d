using System.Data.Common;

namespace MsokoAnalytics.Warehouse;

/// <summary>Appends rows to a table, column by column in the order of the table. A number that isn't finite becomes NULL.</summary>
/// <param name="connection">Connection that may write the table.</param>
/// <param name="schema">Schema of the table; null = it is a temporary one.</param>
/// <param name="table">The table.</param>
public sealed class RowWriter(DbConnection connection, string? schema, string table) : IDisposable
{
    private readonly ITableAppender _appender = schema is null ? WarehouseDatabase.CreateTemporaryAppender(connection, table) : WarehouseDatabase.CreateAppender(connection, schema, table);
    private int _column;

    public RowWriter Text(string? value)
    {
        _appender.SetString(_column++, value);
        return this;
    }

    public RowWriter Whole(int? value)
    {
        if (value is { } whole) _appender.SetInt32(_column++, whole);
        else _appender.SetNull(_column++);
        return this;
    }

    public RowWriter Number(double? value)
    {
        if (value is { } number && double.IsFinite(number)) _appender.SetDouble(_column++, number);
        else _appender.SetNull(_column++);
        return this;
    }

    public RowWriter Flag(bool? value)
    {
        if (value is { } flag) _appender.SetBoolean(_column++, flag);
        else _appender.SetNull(_column++);
        return this;
    }

    public RowWriter Big(long value)
    {
        _appender.SetInt64(_column++, value);
        return this;
    }

    public RowWriter Day(DateOnly? value)
    {
        _appender.SetDate(_column++, value);
        return this;
    }

    public RowWriter Time(DateTime value)
    {
        _appender.SetTimestamp(_column++, value);
        return this;
    }

    /// <summary>A list of INTEGER; null is NULL among its elements.</summary>
    public RowWriter Wholes(IReadOnlyList<int?> values)
    {
        _appender.SetList(_column++, [.. values.Select(v => v ?? 0)], [.. values.Select(v => v is not null)]);
        return this;
    }

    /// <exception cref="InvalidOperationException">The row has fewer values than the table has columns, which the appender would fill with NULL.</exception>
    public void End()
    {
        if (_column != _appender.ColumnCount) throw new InvalidOperationException($"a row of {_column} values for {_appender.ColumnCount} columns of {table}");
        _appender.EndRow();
        _column = 0;
    }

    /// <summary>Writes what is still buffered; without this call the rows are dropped on dispose.</summary>
    public void Complete() => _appender.Complete();

    public void Dispose() => _appender.Dispose();
}
