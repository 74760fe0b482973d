using System.Collections.Concurrent;
using System.Globalization;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb;

/// <summary>Rows in the shape of a table that SQL reads through a table function, whatever they come from.</summary>
public abstract class DuckDbRowSource : DuckDbRowWriter
{
    /// <summary>The SQL function that reads rows by their number.</summary>
    internal const string FunctionName = "msoko_rows";

    private static readonly ConcurrentDictionary<long, DuckDbRowSource> Open = new();
    private static long _lastNumber;

    private readonly long _number = Interlocked.Increment(ref _lastNumber);

    private protected DuckDbRowSource(DuckDbConnection connection, string? catalog, string? schema, string table)
        : base(connection, catalog, schema, table, [])
    {
        Columns = [.. Enumerable.Range(0, ColumnCount).Select(GetName)];
        connection.Track(this);
        Open[_number] = this;
    }

    /// <summary>What stands for the rows behind FROM.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"{FunctionName}({_number})");

    internal IReadOnlyList<string> Columns { get; }

    /// <summary>How many rows there are, for the engine's plans; null where it is not known before.</summary>
    internal abstract long? KnownRows { get; }

    /// <summary>The most threads that may ask at the same time.</summary>
    internal abstract int Threads { get; }

    /// <summary>No query finds the rows any more.</summary>
    private protected void Close()
    {
        Open.TryRemove(_number, out _);
        Release();
        Connection.Untrack(this);
    }

    internal static DuckDbRowSource? Find(long number) => Open.GetValueOrDefault(number);

    internal LogicalTypeHandle TypeOf(int column) => Types[column];

    /// <summary>Fills the vectors of an answer.</summary>
    /// <param name="chunk">How many answers this query has had; each number once, from 0 on.</param>
    /// <param name="output">The engine's chunk.</param>
    /// <param name="columns">Which column each of its vectors is to take.</param>
    /// <returns>The number of rows; 0 at the end.</returns>
    internal abstract int Answer(int chunk, nint output, ReadOnlySpan<int> columns);
}
