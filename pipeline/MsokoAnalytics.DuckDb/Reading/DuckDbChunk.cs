using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Reading;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Column-wise access to the rows of one chunk, straight in the engine's memory. Everything it hands out is valid until the reader moves
/// on (<see cref="DuckDbDataReader.ReadChunk"/>, Read, NextResult) or is closed.
/// </summary>
public readonly unsafe ref struct DuckDbChunk
{
    private readonly VectorView[] _columns;

    internal DuckDbChunk(VectorView[] columns, int rowCount)
    {
        _columns = columns;
        RowCount = rowCount;
    }

    /// <summary>1..2048 rows; 0 in a chunk that was never filled.</summary>
    public int RowCount { get; }

    public int ColumnCount => _columns?.Length ?? 0;

    /// <summary>
    /// The values of a fixed-width column as they are stored: numbers as their .NET type, BOOLEAN as bool or byte, DATE as int (days since
    /// 1970-01-01), TIME and TIMESTAMPs as long, DECIMAL as short, int, long or Int128 (scaled), ENUM as byte, ushort or uint. Where
    /// <see cref="IsValid"/> is false the value is arbitrary.
    /// </summary>
    /// <exception cref="InvalidCastException">The column isn't stored as <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> Span<T>(int column) where T : unmanaged
    {
        var view = Column(column);
        if (!StorageTypes.Match<T>(view.Type)) throw ScalarReader.Mismatch(view, typeof(T));
        return new ReadOnlySpan<T>(view.Data, RowCount);
    }

    /// <summary>False for NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValid(int column, int row)
    {
        if ((uint)row >= (uint)RowCount) ThrowRow(row);
        return Column(column).IsValid(row);
    }

    /// <summary>False when the column surely has no NULL in this chunk, so that the test of each row may be left out.</summary>
    public bool MayHaveNulls(int column) => Column(column).Validity is not null;

    /// <summary>Bytes of a VARCHAR or BLOB.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row)
    {
        var view = Column(column);
        if ((uint)row >= (uint)RowCount) ThrowRow(row);
        if (!view.IsValid(row)) throw ScalarReader.Null(view);
        return view.Id is DuckDbType.Varchar or DuckDbType.Blob ? view.Bytes(row) : throw ScalarReader.Mismatch(view, typeof(ReadOnlySpan<byte>));
    }

    /// <summary>The elements of a LIST or ARRAY of a fixed-width type; their own NULLs: <see cref="IsElementValid"/>.</summary>
    public ReadOnlySpan<T> ListSpan<T>(int column, int row) where T : unmanaged
    {
        var (child, start, length) = Elements(column, row);
        if (!StorageTypes.Match<T>(child.Type)) throw ScalarReader.Mismatch(Column(column), typeof(T));
        return new ReadOnlySpan<T>((T*)child.Data + start, length);
    }

    /// <summary>False when the element is NULL.</summary>
    public bool IsElementValid(int column, int row, int index)
    {
        var (child, start, length) = Elements(column, row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)length, nameof(index));
        return child.IsValid(start + index);
    }

    internal VectorView View(int column) => Column(column);

    private (VectorView Child, long Start, int Length) Elements(int column, int row)
    {
        var view = Column(column);
        if ((uint)row >= (uint)RowCount) ThrowRow(row);
        if (!view.IsValid(row)) throw ScalarReader.Null(view);
        return NestedReader.Elements(view, row, typeof(ReadOnlySpan<>));
    }

    private VectorView Column(int column)
    {
        if ((uint)column >= (uint)ColumnCount) throw new ArgumentOutOfRangeException(nameof(column), $"Столбца {column} нет: в результате их {ColumnCount}.");
        return _columns[column];
    }

    private static void ThrowRow(int row) => throw new ArgumentOutOfRangeException(nameof(row), $"Строки {row} в порции нет.");
}
