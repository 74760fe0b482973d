using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Fast writing of rows to a table:
/// <code>
/// using var app = connection.CreateAppender("staging", "t");
/// app.SetInt32(0, 1); app.SetString(1, "a"u8); app.EndRow();
/// app.Close();
/// </code>
/// The engine writes buffered rows to the table in portions of about 200 thousand, so a failure may leave earlier portions there: use a
/// transaction where all or nothing is needed.
/// </summary>
public sealed class DuckDbAppender : DuckDbRowWriter
{
    internal DuckDbAppender(DuckDbConnection connection, string? catalog, string? schema, string table, IReadOnlyList<string> columns)
        : base(connection, catalog, schema, table, columns) => connection.Track(this);

    /// <summary>The column's DEFAULT.</summary>
    /// <exception cref="DuckDbException">The default is not a constant.</exception>
    public void SetDefault(int column) => SetDefault(column, (chunk, row) =>
    {
        if (NativeMethods.AppendDefaultToChunk(Appender, chunk, (ulong)column, (ulong)row) != NativeState.Success) throw NativeMethods.AppenderError(Appender, $"Столбец «{GetName(column)}»");
    });

    /// <summary>Hands everything over to the table now (a constraint may fail here).</summary>
    /// <exception cref="DuckDbException">The engine refused the rows; they are dropped and the appender is closed.</exception>
    public void Flush()
    {
        ThrowIfClosed();
        ThrowIfRowOpen();
        SendChunk();
        if (NativeMethods.AppenderFlush(Appender) != NativeState.Success) Fail();
    }

    /// <summary>Hands everything over and closes the appender. Without it <see cref="Dispose"/> does the same.</summary>
    /// <exception cref="DuckDbException">The engine refused the rows (e.g. a constraint).</exception>
    /// <exception cref="InvalidOperationException">A row was begun and not ended.</exception>
    public void Close()
    {
        if (IsClosed) return;
        ThrowIfRowOpen();
        SendChunk();
        if (NativeMethods.AppenderClose(Appender) != NativeState.Success) Fail();
        Abandon();
    }

    /// <summary>Drops the rows that are not in the table yet and closes the appender. Never throws.</summary>
    public void Abandon()
    {
        if (IsClosed) return;
        Release();
        Connection.Untrack(this);
    }

    /// <summary>
    /// Closes the appender. After a failure or inside an unfinished row nothing more is written and nothing thrown; otherwise as
    /// <see cref="Close"/>.
    /// </summary>
    public override void Dispose()
    {
        if (IsClosed) return;
        try
        {
            if (!IsUnfinished) Close();
        }
        finally
        {
            Abandon();
        }
    }

    private protected override void Deliver(int rows)
    {
        NativeMethods.DataChunkSetSize(Chunk!, (ulong)rows);
        if (NativeMethods.AppendDataChunk(Appender, Chunk!) != NativeState.Success) Fail();
        NativeMethods.DataChunkReset(Chunk!);
        Texts.Reset();
        Attach();
    }

    private void Fail()
    {
        var error = NativeMethods.AppenderError(Appender, $"Таблица «{TableName}»");
        Abandon();
        throw error;
    }
}
