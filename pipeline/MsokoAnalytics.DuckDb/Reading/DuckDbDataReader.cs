using System.Collections;
using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using MsokoAnalytics.DuckDb.Commands;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// Reads a result as the engine produces it, chunk by chunk (2048 rows); memory doesn't grow with the number of rows. While it is open
/// and not read to its end, its connection runs no other command.
/// </summary>
public sealed unsafe partial class DuckDbDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly DuckDbConnection _connection;
    private readonly StatementBatch _batch;
    private readonly ExecutionScope _scope;
    private readonly CommandBehavior _behavior;
    private ResultHandle? _result;
    private DataChunkHandle? _chunk;
    private VectorView[] _columns = [];
    private Dictionary<string, int>? _ordinals;
    private int _row = -1;
    private int _rows;
    private bool _hasRows;
    private long _recordsAffected = -1;
    private bool _closed;

    internal DuckDbDataReader(DuckDbConnection connection, StatementBatch batch, ExecutionScope scope, CommandBehavior behavior)
    {
        _connection = connection;
        _batch = batch;
        _scope = scope;
        _behavior = behavior;
    }

    public override int Depth => 0;

    public override int FieldCount
    {
        get
        {
            ThrowIfClosed();
            return _columns.Length;
        }
    }

    public override bool HasRows
    {
        get
        {
            ThrowIfClosed();
            return _hasRows;
        }
    }

    public override bool IsClosed => _closed;

    /// <summary>Rows inserted, updated and deleted by the statements run so far; -1 when none of them changes rows.</summary>
    public override int RecordsAffected => _recordsAffected > int.MaxValue ? int.MaxValue : (int)_recordsAffected;

    /// <summary>As <see cref="RecordsAffected"/>, beyond the range of int.</summary>
    public long LongRecordsAffected => _recordsAffected;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Read()
    {
        var next = _row + 1;
        if (next >= _rows) return ReadNextChunk();
        _row = next;
        return true;
    }

    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<bool>(cancellationToken);
        if (_row + 1 >= _rows && !_closed)
            return Task.Run(() => Cancellable(() => Read(), cancellationToken), cancellationToken);
        return Task.FromResult(Read());
    }

    public override bool NextResult() => NextResult(CancellationToken.None);

    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        Task.Run(() => NextResult(cancellationToken), cancellationToken);

    /// <summary>Gives the result up. Statements of the command that <see cref="NextResult()"/> has not reached are not carried out.</summary>
    public override void Close()
    {
        if (_closed) return;
        Release();
        if (_behavior.HasFlag(CommandBehavior.CloseConnection)) _connection.Close();
    }

    public override IEnumerator GetEnumerator() => new DbEnumerator(this, _behavior.HasFlag(CommandBehavior.CloseConnection));

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}
