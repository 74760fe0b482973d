using System.Data.Common;
using System.Globalization;
using MsokoAnalytics.DuckDb;

namespace MsokoAnalytics.Warehouse;

/// <summary>
/// The one place that knows the concrete provider. Everything else talks System.Data.Common, so that another ADO.NET provider
/// for DuckDB can replace ours by changing this file.
/// </summary>
internal static class WarehouseDriver
{
    // The engine's progress is counted at every step of a query, a tenth of the time of small ones; our progress counts files and models.
    private const string SessionSettings = "SET enable_progress_bar = false";

    // Enough for the rows of a region's year in memory; a reader's queries are short.
    private const long LargePages = 256L << 20;

    // Gigabytes from which a writer may keep what the engine has given back: whoever sets a lower limit has none to spare.
    private const double Roomy = 3;

    /// <exception cref="WarehouseException">The database is busy, unreadable or the engine is missing.</exception>
    public static DbConnection Open(WarehouseOptions options)
    {
        var settings = new DuckDbConnectionStringBuilder { DataSource = options.Path ?? DuckDbConnectionStringBuilder.InMemoryDataSource, MemoryLimit = options.MemoryLimit };
        if (options.ReadOnly) settings.ReadOnly = true;
        else if (IsRoomy(options.MemoryLimit)) settings.LargePages = LargePages;
        if (options.Threads is { } threads) settings.Threads = threads;
        if (options.TempFolder is { } temp) settings["temp_directory"] = temp;
        var connection = new DuckDbConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, SessionSettings);
            return connection;
        }
        catch (DbException e)
        {
            connection.Dispose();
            throw Translate(e, options);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            connection.Dispose();
            throw new WarehouseException(WarehouseFault.Engine, "Библиотека DuckDB не найдена рядом с программой или не подходит к этой системе. Соберите проект заново (npm ci) или переустановите программу.", e);
        }
    }

    public static DbConnection Duplicate(DbConnection connection)
    {
        var copy = ((DuckDbConnection)connection).Duplicate();
        Execute(copy, SessionSettings);
        return copy;
    }

    /// <param name="schema">Schema of the warehouse, or null for a temp table of the connection.</param>
    public static ITableAppender CreateAppender(DbConnection connection, string? schema, string table) =>
        new Appender(((DuckDbConnection)connection).CreateAppender(schema is null ? "temp" : null, schema ?? "main", table, []));

    /// <param name="table">A temp table of the connection.</param>
    public static IRowStore CreateRows(DbConnection connection, string table) => new RowStore(((DuckDbConnection)connection).CreateRows("temp", "main", table));

    /// <summary>Runs a query and keeps its answer.</summary>
    public static IKeptColumns ReadColumns(DbConnection connection, string sql) => new KeptColumns(((DuckDbConnection)connection).ReadColumns(sql));

    /// <param name="schema">Schema of the warehouse.</param>
    /// <param name="table">The table whose columns the rows have.</param>
    /// <param name="fill">Writes the next portion of rows; none at the end.</param>
    public static IRowFeed CreateFeed(DbConnection connection, string schema, string table, Action<IRowPortion> fill) => new RowFeed((DuckDbConnection)connection, schema, table, fill);

    /// <param name="limit">As the engine takes it: «4GB», «3500 MiB»; of any other form («80%»), nothing is known.</param>
    private static bool IsRoomy(string limit)
    {
        var number = limit.AsSpan().Trim().TrimEnd("BbIi");
        if (number.IsEmpty) return false;
        var gigabytes = char.ToUpperInvariant(number[^1]) switch { 'M' => 1e-3, 'G' => 1, 'T' => 1e3, _ => 0 };
        return double.TryParse(number[..^1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var n) && n * gigabytes >= Roomy;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static WarehouseException Translate(DbException e, WarehouseOptions options)
    {
        var path = options.Path ?? "память";
        if (e.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
            return WarehouseException.Busy(path, e);
        if (e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase))
            return new WarehouseException(WarehouseFault.DiskFull, "На диске нет места для хранилища.", e);
        return new WarehouseException(WarehouseFault.Unreadable,
            string.Create(CultureInfo.InvariantCulture, $"Файл «{path}» не открывается как хранилище: он повреждён, создан другой версией или это другой файл. Укажите верный файл (--warehouse) или удалите его и загрузите данные заново."), e);
    }

    private sealed class Appender(DuckDbAppender inner) : Writer(inner)
    {
        public override void Complete() => inner.Close();
    }

    private sealed class RowStore(DuckDbRows inner) : Writer(inner), IRowStore
    {
        public string Source => inner.Source;

        public override void Complete() => inner.Complete();
    }

    private sealed class KeptColumns(DuckDbColumns inner) : IKeptColumns
    {
        public DuckDbColumns Inner => inner;

        public int RowCount => inner.RowCount;

        public int ColumnCount => inner.ColumnCount;

        public string GetName(int column) => inner.GetName(column);

        public ReadOnlySpan<T> Span<T>(int column) where T : unmanaged => inner.Span<T>(column);
    }

    private sealed class RowFeed : IRowFeed, IRowPortion
    {
        private readonly DuckDbRowFeed _inner;

        public RowFeed(DuckDbConnection connection, string schema, string table, Action<IRowPortion> fill) => _inner = connection.CreateRowFeed(null, schema, table, _ => fill(this));

        public string Source => _inner.Source;

        public IReadOnlyList<string> Columns => [.. Enumerable.Range(0, _inner.ColumnCount).Select(_inner.GetName)];

        public int RowsLeft => _inner.RowsLeft;

        public void SetNumbers(int column, ReadOnlySpan<int> values) => _inner.SetColumn(column, values);

        public void SetKept(int column, IKeptColumns source, int sourceColumn, ReadOnlySpan<int> rows) => _inner.SetColumn(column, ((KeptColumns)source).Inner, sourceColumn, rows);

        public void SetTexts(int column, ReadOnlySpan<byte> utf8, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths) => _inner.SetTexts(column, utf8, starts, lengths);

        public void SetLists<T>(int column, ReadOnlySpan<T> elements, ReadOnlySpan<ulong> valid, ReadOnlySpan<int> lengths) where T : unmanaged => _inner.SetLists(column, elements, valid, lengths);

        public void EndRows(int count) => _inner.EndRows(count);

        public void Dispose() => _inner.Dispose();
    }

    private abstract class Writer(DuckDbRowWriter inner) : ITableAppender
    {
        public int ColumnCount => inner.ColumnCount;

        public void SetNull(int column) => inner.SetNull(column);

        public void SetBoolean(int column, bool value) => inner.SetBoolean(column, value);

        public void SetInt8(int column, sbyte value) => inner.SetSByte(column, value);

        public void SetInt32(int column, int value) => inner.SetInt32(column, value);

        public void SetInt64(int column, long value) => inner.SetInt64(column, value);

        public void SetDouble(int column, double value) => inner.SetDouble(column, value);

        public void SetString(int column, ReadOnlySpan<byte> utf8) => inner.SetString(column, utf8);

        public void SetString(int column, string? value) => inner.SetString(column, value);

        public void SetDate(int column, DateOnly? value)
        {
            if (value is { } date) inner.SetDate(column, date);
            else inner.SetNull(column);
        }

        public void SetTimestamp(int column, DateTime value) => inner.SetTimestamp(column, value);

        public void BeginList(int column) => inner.BeginList(column);

        public void ListString(ReadOnlySpan<byte> utf8) => inner.AppendListString(utf8);

        public void ListSmall(sbyte value) => inner.AppendListInt8(value);

        public void ListNull() => inner.AppendListNull();

        public void EndList() => inner.EndList();

        public void SetList(int column, ReadOnlySpan<sbyte> values) => inner.SetList(column, values);

        public void SetList(int column, ReadOnlySpan<sbyte> values, ReadOnlySpan<bool> valid) => inner.SetList(column, values, valid);

        public void SetList(int column, ReadOnlySpan<int> values, ReadOnlySpan<bool> valid) => inner.SetList(column, values, valid);

        public void SetList(int column, ReadOnlySpan<bool> values) => inner.SetList(column, values);

        public void EndRow() => inner.EndRow();

        public abstract void Complete();

        public void Dispose() => inner.Dispose();
    }
}
