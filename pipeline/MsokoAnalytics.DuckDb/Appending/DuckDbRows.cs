using System.Collections.Concurrent;
using System.Globalization;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Rows that stay in memory in the engine's own form and that SQL reads in place, any number of times: nothing is copied and no table written.
/// <code>
/// using var rows = connection.CreateRows("temp", "main", "t");   // in the shape of this table, which itself stays as it is
/// rows.SetInt32(0, 1); rows.SetString(1, "a"u8); rows.EndRow();
/// rows.Complete();
/// command.CommandText = $"SELECT * FROM {rows.Source}";
/// </code>
/// They can be read by every connection to the same database until they are disposed; queries that read them must have ended by then.
/// </summary>
public sealed class DuckDbRows : DuckDbRowWriter
{
    /// <summary>The SQL function that reads rows by their number.</summary>
    internal const string FunctionName = "msoko_rows";

    private static readonly ConcurrentDictionary<long, DuckDbRows> Open = new();
    private static long _lastNumber;

    private readonly List<(DataChunkHandle Chunk, nint[] Vectors, int Rows)> _chunks = [];
    private readonly long _number = Interlocked.Increment(ref _lastNumber);

    internal DuckDbRows(DuckDbConnection connection, string? catalog, string? schema, string table)
        : base(connection, catalog, schema, table, [])
    {
        Columns = [.. Enumerable.Range(0, ColumnCount).Select(GetName)];
        connection.Track(this);
        Open[_number] = this;
    }

    /// <summary>What stands for the rows behind FROM.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"{FunctionName}({_number})");

    internal IReadOnlyList<string> Columns { get; }

    internal int ChunkCount => _chunks.Count;

    /// <summary>Makes the rows written so far visible to SQL.</summary>
    /// <exception cref="InvalidOperationException">A row was begun and not ended.</exception>
    public void Complete()
    {
        ThrowIfClosed();
        ThrowIfRowOpen();
        SendChunk();
    }

    /// <summary>Frees the rows.</summary>
    public override void Dispose()
    {
        if (IsClosed) return;
        Open.TryRemove(_number, out _);
        Release();
        foreach (var (chunk, _, _) in _chunks) chunk.Dispose();
        _chunks.Clear();
        Connection.Untrack(this);
    }

    internal static DuckDbRows? Find(long number) => Open.GetValueOrDefault(number);

    internal LogicalTypeHandle TypeOf(int column) => Types[column];

    /// <summary>Puts the columns of a chunk into the vectors of an answer of the engine, which then share their memory.</summary>
    /// <returns>The number of rows.</returns>
    internal unsafe int Share(int chunk, nint output, ReadOnlySpan<int> columns)
    {
        var (_, vectors, rows) = _chunks[chunk];
        for (var i = 0; i < columns.Length; i++)
            if ((uint)columns[i] < (uint)vectors.Length) NativeMethods.VectorReferenceVector(NativeMethods.DataChunkGetVector(output, (ulong)i), vectors[columns[i]]);
        return rows;
    }

    private protected override void Deliver(int rows)
    {
        _chunks.Add((Chunk!, [.. Enumerable.Range(0, ColumnCount).Select(i => NativeMethods.DataChunkGetVector(Chunk!, (ulong)i))], rows));
        Chunk = NewChunk();
    }
}
