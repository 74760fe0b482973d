using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Appending;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Rows in the shape of a table: values go straight into the vectors of a chunk (2048 rows); what becomes of a full chunk, the class that
/// derives from it knows. Columns not set in a row are NULL. A setter must match the column's type exactly, otherwise it throws
/// <see cref="InvalidCastException"/>; <see cref="SetValue"/> converts.
/// </summary>
public abstract unsafe partial class DuckDbRowWriter : IDisposable
{
    private readonly int _capacity;
    private ColumnWriter[] _columns;
    private ColumnWriter? _list;
    private long _listStart;
    private int _row;
    private int _set;
    private long _ended;
    private bool _suspect;
    private bool _closed;

    private protected DuckDbRowWriter(DuckDbConnection connection, string? catalog, string? schema, string table, IReadOnlyList<string> columns)
    {
        Connection = connection;
        // A name is handed over up to its zero character: without the check another table would be written.
        foreach (var name in (IEnumerable<string?>)[catalog, schema, table, .. columns])
            if (name?.Contains('\0', StringComparison.Ordinal) == true) throw new ArgumentException("В имени есть нулевой символ.", nameof(table));
        TableName = schema is null ? table : schema + "." + table;
        if (NativeMethods.AppenderCreate(connection.Handle, catalog, schema, table, out var appender) != NativeState.Success)
        {
            var error = NativeMethods.AppenderError(appender, $"Таблица «{TableName}»");
            appender.Dispose();
            throw error;
        }

        Appender = appender;
        try
        {
            foreach (var column in columns)
                if (NativeMethods.AppenderAddColumn(appender, column) != NativeState.Success) throw NativeMethods.AppenderError(appender, $"Столбец «{column}» таблицы «{TableName}»");
            var names = columns.Count > 0 ? columns : ColumnNames(catalog, schema, table);
            _columns = new ColumnWriter[checked((int)NativeMethods.AppenderColumnCount(appender))];
            Types = new LogicalTypeHandle[_columns.Length];
            for (var i = 0; i < Types.Length; i++)
            {
                Types[i] = new LogicalTypeHandle(NativeMethods.AppenderColumnType(appender, (ulong)i));
                _columns[i] = new ColumnWriter(LogicalType.Read(Types[i]), i < names.Count ? names[i] : $"столбец {i}", Texts);
            }

            Chunk = NewChunk();
            _capacity = checked((int)NativeMethods.VectorSize());
            Attach();
        }
        catch
        {
            ReleaseHandles();
            throw;
        }
    }

    /// <summary>The table, for messages.</summary>
    public string TableName { get; }

    public int ColumnCount => _columns.Length;

    /// <summary>Rows ended so far.</summary>
    public long RowCount => _ended;

    /// <summary>Rows that still fit into the current chunk: the most that one <c>SetColumn</c> takes.</summary>
    public int RowsLeft => _capacity - _row;

    private protected DuckDbConnection Connection { get; }

    private protected AppenderHandle Appender { get; }

    private protected LogicalTypeHandle[] Types { get; } = [];

    private protected DataChunkHandle? Chunk { get; set; }

    private protected ByteArena Texts { get; } = new();

    private protected bool IsClosed => _closed;

    /// <summary>Whether the last row was begun and not ended, or a value of it failed.</summary>
    private protected bool IsUnfinished => _suspect || _set > 0 || _list is not null;

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

    public abstract void Dispose();

    private protected void SetDefault(int column, Action<DataChunkHandle, int> set)
    {
        var target = Column(column);
        Mark(target);
        try
        {
            set(Chunk!, _row);
        }
        catch
        {
            Spoil(target);
            throw;
        }
    }

    /// <summary>Takes over the rows of the chunk the columns are attached to, and attaches them to an empty one unless nothing is written any more.</summary>
    private protected abstract void Deliver(int rows);

    /// <summary>Delivers the rows that are left in the chunk.</summary>
    private protected void SendChunk()
    {
        if (_row == 0) return;
        foreach (var column in _columns) column.CommitListSizes();
        var rows = _row;
        _row = 0;
        Deliver(rows);
    }

    private protected DataChunkHandle NewChunk()
    {
        nint[] pointers = [.. Types.Select(t => t.DangerousGetHandle())];
        DataChunkHandle chunk;
        fixed (nint* p = pointers) chunk = new DataChunkHandle(NativeMethods.CreateDataChunk(p, (ulong)pointers.Length));
        return chunk.IsInvalid ? throw new NotSupportedException($"В таблицу «{TableName}» нельзя писать порциями: тип одного из столбцов не поддерживается.") : chunk;
    }

    /// <summary>Frees everything; nothing can be written any more.</summary>
    private protected void Release()
    {
        if (_closed) return;
        _closed = true;
        _columns = [];
        _list = null;
        ReleaseHandles();
    }

    private protected void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, this);

    private protected void ThrowIfRowOpen()
    {
        if (_set > 0 || _list is not null) throw new InvalidOperationException($"Строка таблицы «{TableName}» начата и не закончена (EndRow).");
    }

    private void ReleaseHandles()
    {
        foreach (var type in Types) type?.Dispose();
        Chunk?.Dispose();
        Appender.Dispose();
    }

    private List<string> ColumnNames(string? catalog, string? schema, string table)
    {
        var state = NativeMethods.TableDescriptionCreate(Connection.Handle, catalog, schema, table, out var description);
        using (description)
        {
            if (state != NativeState.Success) throw DuckDbException.FromEngine(NativeMethods.Text(NativeMethods.TableDescriptionError(description)), sql: null);
            var names = new List<string>();
            for (var i = 0UL; i < NativeMethods.TableDescriptionColumnCount(description); i++)
                names.Add(NativeMethods.TakeText(NativeMethods.TableDescriptionColumnName(description, i)) ?? string.Empty);
            return names;
        }
    }

    /// <summary>Puts the columns on the vectors of an empty chunk that the engine lends; <see cref="SendChunk"/> ends it.</summary>
    private protected void AttachTo(nint chunk)
    {
        ThrowIfClosed();
        for (var i = 0; i < _columns.Length; i++) _columns[i].Attach(NativeMethods.DataChunkGetVector(chunk, (ulong)i));
    }

    /// <summary>Puts the columns on the vectors of <see cref="Chunk"/>, which is empty.</summary>
    private protected void Attach()
    {
        for (var i = 0; i < _columns.Length; i++) _columns[i].Attach(NativeMethods.DataChunkGetVector(Chunk!, (ulong)i));
    }

    private void CompleteRow()
    {
        ThrowIfClosed();
        if (_list is not null) throw new InvalidOperationException($"Столбец «{_list.Name}»: список не закончен (EndList).");
        foreach (var column in _columns)
            if (column.LastRow != _row) column.SetNull(_row);
    }
}
