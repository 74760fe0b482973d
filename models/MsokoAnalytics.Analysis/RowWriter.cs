using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Analysis;

/// <summary>Appends rows to the table of an analysis, column by column in the order of its contract. A number that isn't finite becomes NULL.</summary>
internal sealed class RowWriter : IDisposable
{
    private readonly ITableAppender _appender;
    private readonly int _columns;
    private int _column;

    public RowWriter(AnalysisTask task)
    {
        _appender = WarehouseDatabase.CreateAppender(task.Connection, task.Model.Schema, task.Table);
        _columns = task.Model.Columns.Count;
    }

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

    public RowWriter Flag(bool value)
    {
        _appender.SetBoolean(_column++, value);
        return this;
    }

    public void End()
    {
        if (_column != _columns) throw new InvalidOperationException($"a row of {_column} values for {_columns} columns");
        _appender.EndRow();
        _column = 0;
    }

    public void Complete() => _appender.Complete();

    public void Dispose() => _appender.Dispose();
}
