namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Rows that are made while the engine asks for them, straight into the vectors it lends: nothing of them is kept, so that they are read once.
/// <code>
/// using var feed = connection.CreateRowFeed(null, "main", "t", f => { f.SetColumn(0, numbers); f.EndRows(numbers.Length); });   // nothing written: the end
/// command.CommandText = $"INSERT INTO t FROM {feed.Source}";
/// </code>
/// </summary>
public sealed class DuckDbRowFeed : DuckDbRowSource
{
    private readonly Action<DuckDbRowFeed> _fill;
    private int _delivered;

    internal DuckDbRowFeed(DuckDbConnection connection, string? catalog, string? schema, string table, Action<DuckDbRowFeed> fill)
        : base(connection, catalog, schema, table) => _fill = fill;

    public override void Dispose()
    {
        if (!IsClosed) Close();
    }

    internal override long? KnownRows => null;

    internal override int Threads => 1;

    /// <exception cref="NotSupportedException">Not all columns are asked for.</exception>
    internal override int Answer(int chunk, nint output, ReadOnlySpan<int> columns)
    {
        for (var i = 0; i < ColumnCount; i++)
            if (columns.Length != ColumnCount || columns[i] != i) throw new NotSupportedException("ленту строк можно читать только целиком");
        // The engine has done with what it was given before.
        Texts.Reset();
        _delivered = 0;
        AttachTo(output);
        _fill(this);
        SendChunk();
        return _delivered;
    }

    private protected override void Deliver(int rows) => _delivered = _delivered == 0 ? rows : throw new InvalidOperationException("за один раз заполняется одна порция строк");
}
