using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>Appends one row, columns in order; NaN becomes NULL.</summary>
internal sealed class TableRow(ITableAppender appender)
{
    private int _column;

    public void Text(string? value) => appender.SetString(_column++, value);

    public void Whole(int? value)
    {
        if (value is { } v) appender.SetInt32(_column++, v);
        else appender.SetNull(_column++);
    }

    public void Number(double value)
    {
        if (double.IsFinite(value)) appender.SetDouble(_column++, value);
        else appender.SetNull(_column++);
    }

    public void Flag(bool value) => appender.SetBoolean(_column++, value);

    public void End() => appender.EndRow();
}
