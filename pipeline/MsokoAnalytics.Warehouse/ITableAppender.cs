namespace MsokoAnalytics.Warehouse;

/// <summary>
/// Fast append of rows to one table, column by column and row by row; the one thing that plain ADO.NET has no word for.
/// A row is complete when every column has been set (or set to null) and <see cref="EndRow"/> is called.
/// </summary>
public interface ITableAppender : IDisposable
{
    /// <summary>Columns of the table.</summary>
    int ColumnCount { get; }

    void SetNull(int column);

    void SetBoolean(int column, bool value);

    void SetInt8(int column, sbyte value);

    void SetInt32(int column, int value);

    void SetInt64(int column, long value);

    void SetDouble(int column, double value);

    void SetString(int column, ReadOnlySpan<byte> utf8);

    void SetString(int column, string? value);

    void SetDate(int column, DateOnly? value);

    void SetTimestamp(int column, DateTime value);

    /// <summary>Starts the list of a list column; then the elements, then <see cref="EndList"/>.</summary>
    void BeginList(int column);

    void ListString(ReadOnlySpan<byte> utf8);

    /// <summary>An element of a TINYINT list.</summary>
    void ListSmall(sbyte value);

    void ListNull();

    void EndList();

    /// <summary>A whole list of a TINYINT list column.</summary>
    void SetList(int column, ReadOnlySpan<sbyte> values);

    /// <summary>The same; where <paramref name="valid"/> is false the element is NULL.</summary>
    void SetList(int column, ReadOnlySpan<sbyte> values, ReadOnlySpan<bool> valid);

    /// <summary>A whole list of an INTEGER list column; where <paramref name="valid"/> is false the element is NULL.</summary>
    void SetList(int column, ReadOnlySpan<int> values, ReadOnlySpan<bool> valid);

    /// <summary>A whole list of a BOOLEAN list column.</summary>
    void SetList(int column, ReadOnlySpan<bool> values);

    void EndRow();

    /// <summary>Writes what is still buffered; without this call the rows are dropped on dispose.</summary>
    void Complete();
}

/// <summary>
/// Rows that are written like those of a table but stay in memory, where SQL reads them in place and as often as it wants;
/// <see cref="ITableAppender.Complete"/> makes those written so far visible. Queries that read them must have ended before they are disposed.
/// </summary>
public interface IRowStore : ITableAppender
{
    /// <summary>What stands for the rows behind FROM; for every connection to the database.</summary>
    string Source { get; }
}
