using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
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

    /// <summary>Values of one column for the next rows from a kept answer.</summary>
    /// <param name="column">The column, of the same type as the source.</param>
    /// <param name="source">The answer; it has to stay until the rows are delivered.</param>
    /// <param name="sourceColumn">Its column.</param>
    /// <param name="rows">Its row (from 0) for each of the next rows.</param>
    /// <exception cref="InvalidCastException">The types differ.</exception>
    public void SetColumn(int column, DuckDbColumns source, int sourceColumn, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        var target = Run(column, rows.Length);
        var kept = source.Column(sourceColumn);
        if (target.Type.Name != kept.Type.Name) ThrowMismatch(target, kept.Type.Name);
        // The greatest without a sign tells of negative ones too.
        var greatest = 0U;
        foreach (var row in rows) greatest = Math.Max(greatest, unchecked((uint)row));
        if (rows.Length > 0 && greatest >= (uint)source.RowCount) throw new ArgumentOutOfRangeException(nameof(rows), $"Строки {unchecked((int)greatest)} в ответе нет.");
        switch (kept.Width)
        {
            case 1: Gather((byte*)kept.Data, target, rows); break;
            case 2: Gather((ushort*)kept.Data, target, rows); break;
            case 4: Gather((uint*)kept.Data, target, rows); break;
            case 8: Gather((ulong*)kept.Data, target, rows); break;
            default: Gather((UInt128*)kept.Data, target, rows); break;
        }

        if (kept.Nulls is { } nulls)
            for (var i = 0; i < rows.Length; i++)
                if (nulls[rows[i]]) target.SetNull(_row + i);
        MarkRun(target, rows.Length);
    }

    /// <summary>Texts of one column for the next rows, parts of one run of UTF-8.</summary>
    /// <param name="column">A VARCHAR column.</param>
    /// <param name="utf8">The bytes.</param>
    /// <param name="starts">Where each text begins.</param>
    /// <param name="lengths">Bytes of each.</param>
    /// <exception cref="DuckDbException">A text is not UTF-8.</exception>
    public void SetTexts(int column, ReadOnlySpan<byte> utf8, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        if (starts.Length != lengths.Length) throw new ArgumentException("Длины начал и длин разные.", nameof(lengths));
        var target = Run(column, starts.Length);
        if (target.Id != DuckDbType.Varchar) ThrowMismatch(target, nameof(String));
        var suspect = _suspect;
        _suspect = true;
        for (var i = 0; i < starts.Length; i++) TextWriting.Utf8(target, _row + i, utf8.Slice(starts[i], lengths[i]));
        _suspect = suspect;
        MarkRun(target, starts.Length);
    }

    /// <summary>Lists of one column for the next rows, elements one after another; the first rows of a chunk only.</summary>
    /// <typeparam name="T">The stored form of an element.</typeparam>
    /// <param name="column">A LIST column.</param>
    /// <param name="elements">Elements of all lists.</param>
    /// <param name="valid">A bit for each element, lowest first, 0 for NULL; empty where none is.</param>
    /// <param name="lengths">Elements of each list; −1 for NULL in place of a list.</param>
    /// <exception cref="InvalidCastException">The column isn't a list of such elements.</exception>
    /// <exception cref="InvalidOperationException">The chunk has lists already.</exception>
    public void SetLists<T>(int column, ReadOnlySpan<T> elements, ReadOnlySpan<ulong> valid, ReadOnlySpan<int> lengths) where T : unmanaged
    {
        var target = Run(column, lengths.Length);
        if (target.Id != DuckDbType.List || !StorageTypes.Match<T>(target.Children[0].Type)) ThrowMismatch(target, typeof(T).Name + "[]");
        if (target.ListSize > 0) throw new InvalidOperationException($"Столбец «{target.Name}»: списки порции уже начаты.");
        if (!valid.IsEmpty && valid.Length * 64 < elements.Length) throw new ArgumentException("Признаков меньше, чем элементов.", nameof(valid));
        var start = 0L;
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 0)
            {
                target.SetNull(_row + i);
                continue;
            }

            target.Put(_row + i, new NativeListEntry { Offset = (ulong)start, Length = (ulong)lengths[i] });
            start += lengths[i];
        }

        if (start != elements.Length) throw new ArgumentException($"Элементов {elements.Length}, а в списках их {start}.", nameof(lengths));
        target.AddElements(elements);
        if (!valid.IsEmpty) target.Children[0].SetValidity(valid, elements.Length);
        MarkRun(target, lengths.Length);
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

    private void Gather<T>(T* source, ColumnWriter target, ReadOnlySpan<int> rows) where T : unmanaged
    {
        var values = (T*)target.Data + _row;
        for (var i = 0; i < rows.Length; i++) values[i] = source[rows[i]];
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
