using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Fast writing of rows: values go straight into the vectors of a chunk (2048 rows), and full chunks to the engine.
/// <code>
/// using var app = connection.CreateAppender("staging", "t");
/// app.SetInt32(0, 1); app.SetString(1, "a"u8); app.EndRow();
/// app.Close();
/// </code>
/// Columns not set in a row are NULL. A setter must match the column's type exactly, otherwise it throws
/// <see cref="InvalidCastException"/>; <see cref="SetValue"/> converts. The engine writes buffered rows to the table in portions of about
/// 200 thousand, so a failure may leave earlier portions there: use a transaction where all or nothing is needed.
/// </summary>
public sealed unsafe partial class DuckDbAppender : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly AppenderHandle _appender;
    private readonly DataChunkHandle _chunk;
    private readonly ByteArena _texts = new();
    private readonly int _capacity;
    private ColumnWriter[] _columns;
    private ColumnWriter? _list;
    private long _listStart;
    private int _row;
    private int _set;
    private long _ended;
    private bool _suspect;
    private bool _closed;

    internal DuckDbAppender(DuckDbConnection connection, string? catalog, string? schema, string table, IReadOnlyList<string> columns)
    {
        _connection = connection;
        // A name is handed over up to its zero character: without the check another table would be written.
        foreach (var name in (IEnumerable<string?>)[catalog, schema, table, .. columns])
            if (name?.Contains('\0', StringComparison.Ordinal) == true) throw new ArgumentException("В имени есть нулевой символ.", nameof(table));
        TableName = schema is null ? table : schema + "." + table;
        if (NativeMethods.AppenderCreate(connection.Handle, catalog, schema, table, out _appender) != NativeState.Success)
        {
            var error = NativeMethods.AppenderError(_appender, $"Таблица «{TableName}»");
            _appender.Dispose();
            throw error;
        }

        try
        {
            foreach (var column in columns)
                if (NativeMethods.AppenderAddColumn(_appender, column) != NativeState.Success) throw NativeMethods.AppenderError(_appender, $"Столбец «{column}» таблицы «{TableName}»");
            var names = columns.Count > 0 ? columns : ColumnNames(catalog, schema, table);
            _columns = new ColumnWriter[checked((int)NativeMethods.AppenderColumnCount(_appender))];
            var types = new LogicalTypeHandle[_columns.Length];
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = new LogicalTypeHandle(NativeMethods.AppenderColumnType(_appender, (ulong)i));
                _columns[i] = new ColumnWriter(LogicalType.Read(types[i]), i < names.Count ? names[i] : $"столбец {i}", _texts);
            }

            nint[] pointers = [.. types.Select(t => t.DangerousGetHandle())];
            fixed (nint* p = pointers) _chunk = new DataChunkHandle(NativeMethods.CreateDataChunk(p, (ulong)pointers.Length));
            foreach (var type in types) type.Dispose();
            if (_chunk.IsInvalid) throw new NotSupportedException($"В таблицу «{TableName}» нельзя писать порциями: тип одного из столбцов не поддерживается.");
            _capacity = checked((int)NativeMethods.VectorSize());
            Attach();
        }
        catch
        {
            _chunk?.Dispose();
            _appender.Dispose();
            throw;
        }

        connection.Track(this);
    }

    /// <summary>The table, for messages.</summary>
    public string TableName { get; }

    public int ColumnCount => _columns.Length;

    /// <summary>Rows ended so far.</summary>
    public long RowCount => _ended;

    /// <summary>Rows that still fit into the current chunk: the most that one <c>SetColumn</c> takes.</summary>
    public int RowsLeft => _capacity - _row;

    /// <summary>The name of a column.</summary>
    public string GetName(int column) => _columns[column].Name;

    /// <summary>The type of a column as SQL writes it.</summary>
    public string GetDataTypeName(int column) => _columns[column].Type.Name;

    /// <summary>The 0-based index of a column; case does not matter.</summary>
    public int GetOrdinal(string name)
    {
        var index = Array.FindIndex(_columns, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ArgumentException($"В таблице «{TableName}» нет столбца «{name}».", nameof(name));
    }

    /// <summary>Ends the row; columns not set become NULL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRow()
    {
        if (_set != _columns.Length || _list is not null || _closed) CompleteRow();
        _set = 0;
        _ended++;
        _suspect = false;
        if (++_row == _capacity) SendChunk();
    }

    /// <summary>Hands everything over to the table now (a constraint may fail here).</summary>
    /// <exception cref="DuckDbException">The engine refused the rows; they are dropped and the appender is closed.</exception>
    public void Flush()
    {
        ThrowIfClosed();
        ThrowIfRowOpen();
        SendChunk();
        if (NativeMethods.AppenderFlush(_appender) != NativeState.Success) Fail();
    }

    /// <summary>Hands everything over and closes the appender. Without it <see cref="Dispose"/> does the same.</summary>
    /// <exception cref="DuckDbException">The engine refused the rows (e.g. a constraint).</exception>
    /// <exception cref="InvalidOperationException">A row was begun and not ended.</exception>
    public void Close()
    {
        if (_closed) return;
        ThrowIfRowOpen();
        SendChunk();
        if (NativeMethods.AppenderClose(_appender) != NativeState.Success) Fail();
        Release();
    }

    /// <summary>Drops the rows that are not in the table yet and closes the appender. Never throws.</summary>
    public void Abandon() => Release();

    /// <summary>
    /// Closes the appender. After a failure or inside an unfinished row nothing more is written and nothing thrown; otherwise as
    /// <see cref="Close"/>.
    /// </summary>
    public void Dispose()
    {
        if (_closed) return;
        try
        {
            if (_suspect || _set > 0 || _list is not null) return;
            Close();
        }
        finally
        {
            Release();
        }
    }

    private List<string> ColumnNames(string? catalog, string? schema, string table)
    {
        var state = NativeMethods.TableDescriptionCreate(_connection.Handle, catalog, schema, table, out var description);
        using (description)
        {
            if (state != NativeState.Success) throw DuckDbException.FromEngine(NativeMethods.Text(NativeMethods.TableDescriptionError(description)), sql: null);
            var names = new List<string>();
            for (var i = 0UL; i < NativeMethods.TableDescriptionColumnCount(description); i++)
                names.Add(NativeMethods.TakeText(NativeMethods.TableDescriptionColumnName(description, i)) ?? string.Empty);
            return names;
        }
    }

    private void Attach()
    {
        for (var i = 0; i < _columns.Length; i++) _columns[i].Attach(NativeMethods.DataChunkGetVector(_chunk, (ulong)i));
    }

    private void CompleteRow()
    {
        ThrowIfClosed();
        if (_list is not null) throw new InvalidOperationException($"Столбец «{_list.Name}»: список не закончен (EndList).");
        foreach (var column in _columns)
            if (column.LastRow != _row) column.SetNull(_row);
    }

    private void SendChunk()
    {
        if (_row == 0) return;
        foreach (var column in _columns) column.CommitListSizes();
        NativeMethods.DataChunkSetSize(_chunk, (ulong)_row);
        _row = 0;
        if (NativeMethods.AppendDataChunk(_appender, _chunk) != NativeState.Success) Fail();
        NativeMethods.DataChunkReset(_chunk);
        _texts.Reset();
        Attach();
    }

    private void Fail()
    {
        var error = NativeMethods.AppenderError(_appender, $"Таблица «{TableName}»");
        Release();
        throw error;
    }

    private void Release()
    {
        if (_closed) return;
        _closed = true;
        _columns = [];
        _list = null;
        _chunk.Dispose();
        _appender.Dispose();
        _connection.Untrack(this);
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, this);

    private void ThrowIfRowOpen()
    {
        if (_set > 0 || _list is not null) throw new InvalidOperationException($"Строка таблицы «{TableName}» начата и не закончена (EndRow).");
    }
}
