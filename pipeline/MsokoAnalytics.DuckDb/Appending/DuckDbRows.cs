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
public sealed class DuckDbRows : DuckDbRowSource
{
    /// <summary>Chunks that are worth a thread of their own: half a row group.</summary>
    private const int ChunksPerThread = 30;

    private readonly List<(DataChunkHandle Chunk, nint[] Vectors, int Rows)> _chunks = [];

    internal DuckDbRows(DuckDbConnection connection, string? catalog, string? schema, string table)
        : base(connection, catalog, schema, table)
    {
    }

    internal override long? KnownRows => RowCount;

    internal override int Threads => Math.Max(1, _chunks.Count / ChunksPerThread);

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
        Close();
        foreach (var (chunk, _, _) in _chunks) chunk.Dispose();
        _chunks.Clear();
    }

    /// <summary>Puts the columns of a chunk into the vectors of an answer of the engine, which then share their memory.</summary>
    internal override int Answer(int chunk, nint output, ReadOnlySpan<int> columns)
    {
        if (chunk >= _chunks.Count) return 0;
        var (_, vectors, rows) = _chunks[chunk];
        for (var i = 0; i < columns.Length; i++)
            if ((uint)columns[i] < (uint)vectors.Length) NativeMethods.VectorReferenceVector(NativeMethods.DataChunkGetVector(output, (ulong)i), vectors[columns[i]]);
        return rows;
    }

    private protected override void Deliver(int rows)
    {
        NativeMethods.DataChunkSetSize(Chunk!, (ulong)rows);
        _chunks.Add((Chunk!, [.. Enumerable.Range(0, ColumnCount).Select(i => NativeMethods.DataChunkGetVector(Chunk!, (ulong)i))], rows));
        Chunk = NewChunk();
        Attach();
    }
}
