using System.Diagnostics;
using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>
/// The statements of one command text. Each is prepared just before it runs, because it may need what the statement before it made.
/// </summary>
internal sealed unsafe class StatementBatch : IDisposable
{
    /// <summary>How long to ask for tasks without a pause: most waits are shorter, and a pause would make them longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private readonly DuckDbConnection _connection;
    private readonly string _sql;
    private readonly DuckDbParameterCollection _parameters;
    private readonly ExtractedStatementsHandle? _statements;
    private readonly PreparedCommand? _prepared;
    private readonly List<StatementText>? _texts;
    private readonly ulong _count;
    private ulong _next;
    private StatementText _current;

    public StatementBatch(DuckDbConnection connection, string sql, DuckDbParameterCollection parameters)
    {
        _connection = connection;
        _sql = sql;
        _parameters = parameters;
        _statements = Extract(connection, sql, sql, default, out _count);
        if (_count <= 1) return;
        // Statements the engine itself multiplies (some PRAGMAs) are left as they are: then only the place of an error is less exact.
        var texts = StatementSplitter.Split(sql);
        if ((ulong)texts.Count == _count) _texts = texts;
    }

    /// <summary>One statement that was planned before.</summary>
    public StatementBatch(DuckDbConnection connection, PreparedCommand prepared, DuckDbParameterCollection parameters)
    {
        _connection = connection;
        _sql = prepared.Sql;
        _parameters = parameters;
        _prepared = prepared;
        _count = 1;
    }

    public bool HasNext => _next < _count;

    /// <summary>Runs the next statement. A SELECT is not materialised; anything else is carried out completely.</summary>
    public ResultHandle ExecuteNext()
    {
        var index = _next++;
        _current = default;
        if (_prepared is not null)
        {
            ParameterBinder.Bind(_prepared.Handle, _parameters, _sql, onlyStatement: true);
            return Execute(_prepared.Handle);
        }

        if (_texts is null) return Execute(_statements!, index);
        var text = _texts[(int)index];
        using var alone = Extract(_connection, text.Text, _sql, text, out var count);
        if (count != 1) return Execute(_statements!, index);
        _current = text;
        return Execute(alone, 0);
    }

    /// <summary>The engine's error about the statement run last, with its place in the whole text.</summary>
    public DuckDbException Error(byte* message) => DuckDbException.FromEngine(NativeMethods.Text(message), _sql, _current);

    public void Dispose() => _statements?.Dispose();

    /// <summary>Parses a text; <paramref name="whole"/> and <paramref name="at"/> tell errors where it stands.</summary>
    public static ExtractedStatementsHandle Extract(DuckDbConnection connection, string sql, string whole, StatementText at, out ulong count)
    {
        // A zero character would end the text for the engine, and what stands behind it would silently not run.
        if (sql.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("В тексте SQL есть нулевой символ.", nameof(sql));
        count = NativeMethods.ExtractStatements(connection.Handle, sql, out var statements);
        if (count > 0) return statements;
        var error = NativeMethods.Text(NativeMethods.ExtractStatementsError(statements));
        // A text of blanks and comments has no statements and is no error.
        if (string.IsNullOrEmpty(error)) return statements;
        statements.Dispose();
        throw DuckDbException.FromEngine(error, whole, at);
    }

    private ResultHandle Execute(ExtractedStatementsHandle statements, ulong index)
    {
        var state = NativeMethods.PrepareExtracted(_connection.Handle, statements, index, out var prepared);
        using (prepared)
        {
            if (state != NativeState.Success) throw Error(NativeMethods.PrepareError(prepared));
            ParameterBinder.Bind(prepared, _parameters, _sql, onlyStatement: _count == 1);
            return Execute(prepared);
        }
    }

    private ResultHandle Execute(PreparedStatementHandle prepared)
    {
        // A changing statement is carried out completely whatever becomes of its reader; only reading ones are streamed.
        var streaming = NativeMethods.StatementType(prepared) == NativeStatementType.Select;
        PendingResultHandle pending;
        var state = streaming
            ? NativeMethods.PendingPreparedStreaming(prepared, out pending)
            : NativeMethods.PendingPrepared(prepared, out pending);
        using (pending)
        {
            if (state != NativeState.Success) throw Error(NativeMethods.PendingError(pending));
            if (!streaming && !WorkThrough(pending)) throw Error(NativeMethods.PendingError(pending));
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

    /// <summary>
    /// Takes part in the work until nothing is left to do. Where a thread of the engine alone has something to do (a commit with its checkpoint, the end of a pipeline),
    /// the engine would ask for tasks without a pause until that thread is done: a processor lost, in a build of many years for seconds.
    /// </summary>
    /// <returns>False where the statement has failed; the pending result tells how.</returns>
    private static bool WorkThrough(PendingResultHandle pending)
    {
        var idle = 0L;
        while (true)
        {
            switch (NativeMethods.PendingExecuteTask(pending))
            {
                case NativePendingState.NotReady:
                    idle = 0;
                    break;
                case NativePendingState.NoTasksAvailable:
                    if (idle == 0) idle = Stopwatch.GetTimestamp();
                    else if (Stopwatch.GetElapsedTime(idle) > Patience) Thread.Sleep(1);
                    break;
                case NativePendingState.Ready:
                    return true;
                default:
                    return false;
            }
        }
    }
}
