using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MsokoAnalytics.DuckDb.Commands;
using MsokoAnalytics.DuckDb.Connections;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// A connection to a DuckDB database. Connections to the same file share one open database inside the process; each of them may be
/// used by one thread at a time (<see cref="Interrupt"/> and <see cref="QueryProgress"/> by any).
/// </summary>
public sealed partial class DuckDbConnection : DbConnection
{
    private readonly HashSet<IDisposable> _dependents = [];
    private readonly Lock _dependentsLock = new();
    private DuckDbConnectionStringBuilder _options;
    private SharedDatabase? _database;
    private SharedDatabase? _inherited;
    private ConnectionHandle? _handle;
    private bool _disposed;

    public DuckDbConnection() : this(string.Empty) { }

    /// <param name="connectionString">See <see cref="DuckDbConnectionStringBuilder"/>.</param>
    public DuckDbConnection(string? connectionString) => _options = new DuckDbConnectionStringBuilder(connectionString);

    /// <summary>The version of the engine, e.g. <c>v1.5.0</c>.</summary>
    public static unsafe string LibraryVersion => NativeMethods.Text(NativeMethods.LibraryVersion()) ?? string.Empty;

    [AllowNull]
    public override string ConnectionString
    {
        get => _options.ConnectionString;
        set
        {
            if (State != ConnectionState.Closed) throw new InvalidOperationException("Строку подключения нельзя менять у открытого подключения.");
            _options = new DuckDbConnectionStringBuilder(value);
        }
    }

    public override string Database => _options.IsInMemory ? "memory" : Path.GetFileNameWithoutExtension(_options.DataSource);

    public override string DataSource => _options.IsInMemory ? DuckDbConnectionStringBuilder.InMemoryDataSource : _options.DataSource;

    public override string ServerVersion => LibraryVersion.TrimStart('v');

    public override ConnectionState State => _handle is null ? ConnectionState.Closed : ConnectionState.Open;

    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    /// <summary>The transaction begun by <see cref="DbConnection.BeginTransaction()"/> and not ended yet.</summary>
    internal DuckDbTransaction? CurrentTransaction { get; set; }

    /// <summary>The reader that streams from this connection: the engine has one result in flight per connection.</summary>
    internal DuckDbDataReader? ActiveReader { get; set; }

    internal ConnectionHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _handle ?? throw new InvalidOperationException("Подключение к DuckDB не открыто.");
        }
    }

    /// <exception cref="DuckDbException">The file can't be opened, is locked by another process, or a setting is refused.</exception>
    public override void Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_handle is not null) throw new InvalidOperationException("Подключение уже открыто.");
        var database = _inherited ?? SharedDatabase.Open(_options);
        _inherited = null;
        if (NativeMethods.Connect(database.Handle, out var handle) != NativeState.Success)
        {
            handle.Dispose();
            database.Release();
            throw new DuckDbException($"Не удалось подключиться к «{DataSource}».", DuckDbErrorType.Connection);
        }

        _database = database;
        _handle = handle;
        CountProgress();
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    public override void Close()
    {
        if (_handle is null) return;
        // Readers first: a query that is still running may read rows in memory.
        foreach (var dependent in TakeDependents().OrderBy(d => d is DuckDbRows)) dependent.Dispose();
        CurrentTransaction?.Dispose();
        CurrentTransaction = null;
        _handle.Dispose();
        _handle = null;
        _database!.Release();
        _database = null;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>A new, open connection to the same database; the only way to a second connection to <c>:memory:</c>.</summary>
    public DuckDbConnection Duplicate()
    {
        _ = Handle;
        var copy = new DuckDbConnection(ConnectionString) { _inherited = _database!.Share() };
        copy.Open();
        return copy;
    }

    /// <summary>How often anybody asked this connection to stop; tells an asked interrupt from one the engine made up itself.</summary>
    internal int Interrupts => Volatile.Read(ref _interrupts);

    private int _interrupts;

    /// <summary>Stops the running query of this connection; it fails with <see cref="DuckDbErrorType.Interrupt"/>. Any thread may call it.</summary>
    public void Interrupt()
    {
        var handle = _handle;
        if (handle is null || handle.IsClosed) return;
        Interlocked.Increment(ref _interrupts);
        try
        {
            NativeMethods.Interrupt(handle);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: nothing runs any more.
        }
    }

    /// <summary>How far the running query is; any thread may ask.</summary>
    public DuckDbQueryProgress QueryProgress()
    {
        var progress = NativeMethods.QueryProgress(Handle);
        return new DuckDbQueryProgress(progress.Percentage < 0 ? null : progress.Percentage, progress.RowsProcessed, progress.TotalRows);
    }

    public override void ChangeDatabase(string databaseName)
    {
        using var command = CreateCommand();
        command.CommandText = "USE " + QuoteIdentifier(databaseName);
        command.ExecuteNonQuery();
    }

    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    public new DuckDbTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    public new DuckDbTransaction BeginTransaction(IsolationLevel isolationLevel) => (DuckDbTransaction)BeginDbTransaction(isolationLevel);

    /// <summary>Quotes a name for SQL text.</summary>
    public static string QuoteIdentifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    protected override DbCommand CreateDbCommand() => CreateCommand();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (isolationLevel is not (IsolationLevel.Unspecified or IsolationLevel.Snapshot))
            throw new ArgumentException("DuckDB знает только уровень изоляции Snapshot.", nameof(isolationLevel));
        _ = Handle;
        if (CurrentTransaction is not null) throw new InvalidOperationException("Транзакция уже начата: вложенных транзакций в DuckDB нет.");
        ExecuteDirect("BEGIN TRANSACTION");
        return CurrentTransaction = new DuckDbTransaction(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
            _inherited?.Release();
            _inherited = null;
            _disposed = true;
        }

        base.Dispose(disposing);
    }

    /// <summary>Runs statements whose result nobody needs.</summary>
    internal void ExecuteDirect(string sql)
    {
        using var batch = new StatementBatch(this, sql, new DuckDbParameterCollection());
        while (batch.HasNext) batch.ExecuteNext().Dispose();
    }

    /// <summary>The engine counts progress only when its bar is on; the bar itself must never be printed.</summary>
    private void CountProgress()
    {
        try
        {
            ExecuteDirect("SET enable_progress_bar_print = false; SET enable_progress_bar = true");
        }
        catch (DuckDbException)
        {
            // Settings may be locked (lock_configuration): then progress is unknown, and nothing else is missing.
        }
    }

    /// <summary>
    /// Called after a result was given up before its end: the engine would keep its transaction open until the connection's next
    /// statement, and so hold back checkpoints and other connections' changes of tables.
    /// </summary>
    internal unsafe void EndUnfinishedQuery()
    {
        if (_handle is null || _handle.IsClosed) return;
        using var result = new ResultHandle();
        _ = NativeMethods.Query(_handle, "SELECT 1", result.Pointer);
    }

    /// <summary>Readers, prepared commands and appenders must end before the connection, or the engine would keep the file open.</summary>
    internal void Track(IDisposable dependent)
    {
        lock (_dependentsLock) _dependents.Add(dependent);
    }

    internal void Untrack(IDisposable dependent)
    {
        lock (_dependentsLock) _dependents.Remove(dependent);
    }

    private IDisposable[] TakeDependents()
    {
        lock (_dependentsLock)
        {
            IDisposable[] dependents = [.. _dependents];
            _dependents.Clear();
            return dependents;
        }
    }
}
