using System.Data.Common;
using System.Reflection;

namespace MsokoAnalytics.Warehouse;

/// <summary>An open warehouse: one database, several connections.</summary>
public sealed class WarehouseDatabase : IDisposable
{
    private const int MostAttempts = 10;

    private readonly WarehouseOptions _options;
    private readonly WriterLock? _lock;

    private WarehouseDatabase(WarehouseOptions options, DbConnection connection, WriterLock? writerLock)
    {
        _options = options;
        Connection = connection;
        _lock = writerLock;
    }

    /// <summary>The main connection.</summary>
    public DbConnection Connection { get; }

    public string? Path => _options.Path;

    /// <summary>Whether the warehouse had no table when it was opened.</summary>
    public bool IsNew { get; private set; }

    /// <summary>
    /// Opens the warehouse. A writer is alone and gets its schemas; a reader never waits for a writer: it reads the copy that the last writer left, or the
    /// warehouse itself where nobody writes and no copy is of its present state.
    /// </summary>
    /// <exception cref="WarehouseException">It is busy, missing or unreadable.</exception>
    public static WarehouseDatabase Open(WarehouseOptions options)
    {
        if (options.Path is not { } path) return Writer(options, null);
        if (options.ReadOnly) return Reader(options, path);
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        return Writer(options, WriterLock.Take(path));
    }

    /// <summary>Another connection to the same database, for a worker thread.</summary>
    public DbConnection NewConnection() => WarehouseDriver.Duplicate(Connection);

    /// <summary>
    /// Lets the engine use one thread per query while many queries run at once, until the result is disposed: threads of ours that each
    /// own a file do not fight with threads of the engine (measured: a third less time for the same load).
    /// </summary>
    public IDisposable OneThreadPerQuery() => new ThreadSetting(this);

    /// <summary>
    /// Until the result is disposed, a checkpoint leaves row groups that stand as they are, for work that only adds rows: the engine would fold neighbouring ones that
    /// are not full, and compress them anew, in every table that grew. Work that takes rows away folds them later.
    /// </summary>
    public IDisposable OnlyAddingRows() => new GlobalSetting(this, "max_vacuum_tasks", "0");

    public static ITableAppender CreateAppender(DbConnection connection, string schema, string table) => WarehouseDriver.CreateAppender(connection, schema, table);

    /// <summary>An appender to a temp table of the connection.</summary>
    public static ITableAppender CreateTemporaryAppender(DbConnection connection, string table) => WarehouseDriver.CreateAppender(connection, null, table);

    /// <summary>Rows in the shape of a temp table of the connection; the table itself stays as it is.</summary>
    public static IRowStore CreateRows(DbConnection connection, string table) => WarehouseDriver.CreateRows(connection, table);

    /// <summary>Rows in the shape of a table of the warehouse that are made while SQL reads them.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="schema">Schema.</param>
    /// <param name="table">Table.</param>
    /// <param name="fill">Writes the next portion; nothing at the end. Called on a thread of the engine.</param>
    public static IRowFeed CreateFeed(DbConnection connection, string schema, string table, Action<IRowPortion> fill) => WarehouseDriver.CreateFeed(connection, schema, table, fill);

    /// <summary>The answer of a query, kept in memory column by column; its columns are texts or of a fixed width.</summary>
    public static IKeptColumns ReadColumns(DbConnection connection, string sql) => WarehouseDriver.ReadColumns(connection, sql);

    public void Dispose()
    {
        try
        {
            Connection.Dispose();
            if (_lock is null) return;
            var snapshots = new Snapshots(_options.Path!);
            if (_options.Snapshot) snapshots.Publish();
            else snapshots.Remove();
        }
        finally
        {
            _lock?.Dispose();
        }
    }

    private static WarehouseDatabase Writer(WarehouseOptions options, WriterLock? writerLock)
    {
        WarehouseDatabase? warehouse = null;
        try
        {
            warehouse = new WarehouseDatabase(options, WarehouseDriver.Open(options), writerLock);
            warehouse.CreateSchemas();
            return warehouse;
        }
        catch
        {
            warehouse?.Connection.Dispose();
            writerLock?.Dispose();
            throw;
        }
    }

    private static WarehouseDatabase Reader(WarehouseOptions options, string path)
    {
        var snapshots = new Snapshots(path);
        if (!File.Exists(path) && snapshots.Newest is null)
            throw new WarehouseException(WarehouseFault.Missing, $"Хранилища «{path}» нет. Сначала загрузите данные: msoko run ПАПКА");
        for (var attempt = 1; ; attempt++)
        {
            var chosen = snapshots.Current ?? (WriterLock.IsHeld(path) ? snapshots.Newest : null) ?? path;
            try
            {
                return new WarehouseDatabase(options, WarehouseDriver.Open(options with { Path = chosen }), null);
            }
            // A writer has started or ended between the look and the opening.
            catch (WarehouseException) when (attempt < MostAttempts && (chosen != path ? !File.Exists(chosen) : snapshots.Newest is not null && WriterLock.IsHeld(path)))
            {
                Thread.Sleep(20);
            }
        }
    }

    private void Execute(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void CreateSchemas()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Schema.sql")!;
        using var reader = new StreamReader(stream);
        IsNew = WarehouseLayout.Apply(Connection, reader.ReadToEnd(), Path, isNew: false);
    }

    private sealed class GlobalSetting : IDisposable
    {
        private readonly WarehouseDatabase _warehouse;
        private readonly string _setting;

        public GlobalSetting(WarehouseDatabase warehouse, string setting, string value)
        {
            (_warehouse, _setting) = (warehouse, setting);
            warehouse.Execute($"SET GLOBAL {setting} = {value}");
        }

        public void Dispose() => _warehouse.Execute($"RESET GLOBAL {_setting}");
    }

    private sealed class ThreadSetting : IDisposable
    {
        private readonly WarehouseDatabase _warehouse;

        public ThreadSetting(WarehouseDatabase warehouse)
        {
            _warehouse = warehouse;
            warehouse.Execute("SET threads = 1");
        }

        public void Dispose() => _warehouse.Execute(_warehouse._options.Threads is { } n ? FormattableString.Invariant($"SET threads = {n}") : "RESET threads");
    }
}
