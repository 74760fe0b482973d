using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Reading;

namespace MsokoAnalytics.DuckDb;

/// <summary>Whole runs of values of one column.</summary>
public abstract unsafe partial class DuckDbRowWriter
{
    /// <summary>
    /// Writes values of one column for the next rows; at most <see cref="RowsLeft"/>. After all columns are set, <see cref="EndRows"/> ends
    /// the rows. <typeparamref name="T"/> is the stored form (see <see cref="DuckDbChunk.Span"/>).
    /// </summary>
    /// <exception cref="InvalidCastException">The column isn't stored as <typeparamref name="T"/>.</exception>
    public void SetColumn<T>(int column, ReadOnlySpan<T> values) where T : unmanaged
    {
        var target = Run(column, values.Length);
        if (!StorageTypes.Match<T>(target.Type)) ThrowMismatch(target, typeof(T).Name);
        values.CopyTo(new Span<T>((T*)target.Data + _row, values.Length));
        MarkRun(target, values.Length);
    }

    /// <summary>As <see cref="SetColumn{T}(int, ReadOnlySpan{T})"/>; where <paramref name="valid"/> is false the value is NULL.</summary>
    public void SetColumn<T>(int column, ReadOnlySpan<T> values, ReadOnlySpan<bool> valid) where T : unmanaged
    {
        if (valid.Length != values.Length) throw new ArgumentException("Длины значений и признаков разные.", nameof(valid));
        SetColumn(column, values);
        var target = _columns[column];
        for (var i = 0; i < valid.Length; i++)
            if (!valid[i]) target.SetNull(_row + i);
    }

    /// <summary>Texts of one column for the next rows; null is NULL.</summary>
    public void SetColumn(int column, ReadOnlySpan<string?> values)
    {
        var target = Run(column, values.Length);
        if (target.Id is not (DuckDbType.Varchar or DuckDbType.Enum)) ThrowMismatch(target, nameof(String));
        var suspect = _suspect;
        _suspect = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } text) TextWriting.Chars(target, _row + i, text);
            else target.SetNull(_row + i);
        }

        _suspect = suspect;
        MarkRun(target, values.Length);
    }

    /// <summary>Ends <paramref name="count"/> rows at once; columns not set become NULL.</summary>
    /// <exception cref="InvalidOperationException">A column was given another number of values.</exception>
    public void EndRows(int count)
    {
        ThrowIfClosed();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowsLeft);
        foreach (var column in _columns)
        {
            if (column.LastRow < _row)
            {
                for (var i = 0; i < count; i++) column.SetNull(_row + i);
            }
            else if (column.LastRow != _row + count - 1)
            {
                throw new InvalidOperationException($"Столбец «{column.Name}»: значений {column.LastRow - _row + 1}, а строк {count}.");
            }
        }

        _set = 0;
        _ended += count;
        _suspect = false;
        _row += count;
        foreach (var column in _columns) column.LastRow = _row - 1;
        if (_row == _capacity) SendChunk();
    }

    private ColumnWriter Run(int column, int length)
    {
        var target = Column(column);
        if (length <= RowsLeft) return target;
        throw new ArgumentException($"В порцию помещается ещё {RowsLeft} строк, а значений {length}.", nameof(length));
    }

    private void MarkRun(ColumnWriter target, int length)
    {
        if (length == 0) return;
        if (target.LastRow < _row) _set++;
        target.LastRow = _row + length - 1;
    }
}
