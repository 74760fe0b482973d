namespace MsokoAnalytics.Warehouse;

/// <summary>Rows in the shape of a table that are made while SQL reads them, once; nothing of them is kept.</summary>
public interface IRowFeed : IDisposable
{
    /// <summary>What stands for the rows behind FROM.</summary>
    string Source { get; }

    /// <summary>Names of the columns of the table.</summary>
    IReadOnlyList<string> Columns { get; }
}

/// <summary>The portion of rows that a feed is asked for, filled column by column. Every column is set for the same number of rows, then <see cref="EndRows"/>.</summary>
public interface IRowPortion
{
    /// <summary>The most rows that go into it.</summary>
    int RowsLeft { get; }

    /// <summary>An INTEGER column.</summary>
    void SetNumbers(int column, ReadOnlySpan<int> values);

    /// <summary>A column of the type of a kept one: for every row the value at this row (from 0) of the kept answer.</summary>
    void SetKept(int column, IKeptColumns source, int sourceColumn, ReadOnlySpan<int> rows);

    /// <summary>A VARCHAR column: parts of one run of UTF-8, by where they begin and their bytes.</summary>
    void SetTexts(int column, ReadOnlySpan<byte> utf8, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths);

    /// <summary>A LIST column: elements of all lists, a bit for each (0 is NULL; no bits where none is), and the length of each list, −1 for NULL in its place.</summary>
    void SetLists<T>(int column, ReadOnlySpan<T> elements, ReadOnlySpan<ulong> valid, ReadOnlySpan<int> lengths) where T : unmanaged;

    void EndRows(int count);
}

/// <summary>The answer of a query in memory, column by column.</summary>
public interface IKeptColumns
{
    int RowCount { get; }

    int ColumnCount { get; }

    string GetName(int column);

    /// <summary>Values of a fixed-width column; arbitrary where they are NULL.</summary>
    ReadOnlySpan<T> Span<T>(int column) where T : unmanaged;
}
