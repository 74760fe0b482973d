namespace MsokoAnalytics.DuckDb;

/// <summary>Reading by chunks instead of rows.</summary>
public sealed unsafe partial class DuckDbDataReader
{
    /// <summary>
    /// Moves to the next chunk and gives its columns; false at the end of the result. Rows of a chunk begun with <see cref="Read"/> and not
    /// read to their end are skipped.
    /// </summary>
    public bool ReadChunk(out DuckDbChunk chunk)
    {
        ThrowIfClosed();
        // The first chunk was fetched ahead and nobody has touched it yet.
        if ((_row >= 0 || _rows == 0) && !FetchChunk())
        {
            chunk = default;
            return false;
        }

        chunk = new DuckDbChunk(_columns, _rows);
        _row = _rows - 1;
        return true;
    }
}
