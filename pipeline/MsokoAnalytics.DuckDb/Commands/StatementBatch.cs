using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>
/// The statements of one command text. Each is prepared just before it runs, because it may need what the statement before it made.
/// </summary>
internal sealed unsafe class StatementBatch : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly string _sql;
    private readonly DuckDbParameterCollection _parameters;
    private readonly ExtractedStatementsHandle _statements;
    private readonly ulong _count;
    private ulong _next;

    public StatementBatch(DuckDbConnection connection, string sql, DuckDbParameterCollection parameters)
    {
        _connection = connection;
        _sql = sql;
        _parameters = parameters;
        _count = NativeMethods.ExtractStatements(connection.Handle, sql, out _statements);
        if (_count > 0) return;
        var error = NativeMethods.Text(NativeMethods.ExtractStatementsError(_statements));
        if (string.IsNullOrEmpty(error)) return;
        _statements.Dispose();
        throw DuckDbException.FromEngine(error, sql);
    }

    public bool HasNext => _next < _count;

    /// <summary>Runs the next statement. A SELECT is not materialised; anything else is carried out completely.</summary>
    public ResultHandle ExecuteNext()
    {
        var prepareState = NativeMethods.PrepareExtracted(_connection.Handle, _statements, _next++, out var prepared);
        using (prepared)
        {
            if (prepareState != NativeState.Success) throw Error(NativeMethods.PrepareError(prepared));
            ParameterBinder.Bind(prepared, _parameters, _sql);
            return Execute(prepared);
        }
    }

    public void Dispose() => _statements.Dispose();

    private ResultHandle Execute(PreparedStatementHandle prepared)
    {
        // An unfinished stream of a changing statement would be rolled back by the engine, so only reading ones are streamed.
        var streaming = NativeMethods.StatementType(prepared) == NativeStatementType.Select;
        PendingResultHandle pending;
        var state = streaming
            ? NativeMethods.PendingPreparedStreaming(prepared, out pending)
            : NativeMethods.PendingPrepared(prepared, out pending);
        using (pending)
        {
            if (state != NativeState.Success) throw Error(NativeMethods.PendingError(pending));
            var result = new ResultHandle();
            try
            {
                if (NativeMethods.ExecutePending(pending, result.Pointer) != NativeState.Success) throw Error(NativeMethods.ResultError(result.Pointer));
                return result;
            }
            catch
            {
                result.Dispose();
                throw;
            }
        }
    }

    private DuckDbException Error(byte* message) => DuckDbException.FromEngine(NativeMethods.Text(message), _sql);
}
