using System.Data;
using MsokoAnalytics.DuckDb.Commands;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>Walking through statements, results and chunks.</summary>
public sealed unsafe partial class DuckDbDataReader
{
    /// <summary>Runs statements up to the first one with a result.</summary>
    internal DuckDbDataReader Start(CancellationToken token)
    {
        _connection.Track(this);
        try
        {
            Advance(token);
            _scope.Pause();
            return this;
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Reads everything that is left, of all statements, without keeping it.</summary>
    internal void DrainAll(CancellationToken token)
    {
        do
        {
            Cancellable(
                () =>
                {
                    while (FetchChunk()) { }
                    return true;
                },
                token);
        }
        while (NextResult(token));
    }

    /// <summary>Ends the reader and everything of the engine that it holds.</summary>
    internal void Release()
    {
        if (_closed) return;
        _closed = true;
        EndResult();
        _rows = 0;
        _row = 0;
        _batch.Dispose();
        _scope.Dispose();
        _connection.Untrack(this);
    }

    /// <summary>Turns the engine's interrupt into what the caller asked for: a cancelled token or a time limit.</summary>
    internal static Exception Explain(DuckDbException exception, ExecutionScope scope, CancellationToken token)
    {
        if (exception.ErrorType != DuckDbErrorType.Interrupt) return exception;
        if (token.IsCancellationRequested) return new OperationCanceledException("Запрос отменён.", exception, token);
        // An error in one of the engine's threads stops the others, and now and then it is the stop that reaches us and not the error
        // (https://github.com/duckdb/duckdb/pull/25902).
        if (!scope.WasAskedToStop)
        {
            return new DuckDbException(
                "Движок остановил запрос из-за ошибки в одном из своих потоков, но её текст не передал. Повторите запрос с SET threads = 1: тогда причина будет названа.",
                DuckDbErrorType.Interrupt,
                exception);
        }

        return scope is { IsCancelled: false, TimeoutSeconds: > 0 }
            ? new DuckDbException($"Запрос прерван: он шёл дольше {scope.TimeoutSeconds} с (CommandTimeout).", DuckDbErrorType.Interrupt, exception)
            : exception;
    }

    private bool NextResult(CancellationToken token)
    {
        ThrowIfClosed();
        EndResult();
        if (_behavior.HasFlag(CommandBehavior.SingleResult)) return false;
        if (_batch.HasNext && _connection.ActiveReader is not null)
            throw new InvalidOperationException("Другой читатель этого подключения ещё открыт.");
        _scope.Resume();
        var found = Cancellable(() => Advance(token), token);
        _scope.Pause();
        return found;
    }

    private T Cancellable<T>(Func<T> action, CancellationToken token)
    {
        using var registration = token.UnsafeRegister(static s => ((ExecutionScope)s!).Cancel(), _scope);
        try
        {
            return action();
        }
        catch (DuckDbException exception) when (exception.ErrorType == DuckDbErrorType.Interrupt)
        {
            throw Explain(exception, _scope, token);
        }
    }

    private bool Advance(CancellationToken token)
    {
        while (_batch.HasNext)
        {
            token.ThrowIfCancellationRequested();
            var result = _batch.ExecuteNext();
            _result = result;
            _connection.ActiveReader = this;
            switch (NativeMethods.ResultReturnType(*result.Pointer))
            {
                case NativeResultType.QueryResult:
                    Describe(result);
                    _hasRows = FetchChunk();
                    return true;
                case NativeResultType.ChangedRows:
                    Describe(result);
                    if (FetchChunk()) _recordsAffected = Math.Max(_recordsAffected, 0) + _columns[0].At<long>(0);
                    break;
            }

            EndResult();
        }

        return false;
    }

    private void Describe(ResultHandle result)
    {
        var count = checked((int)NativeMethods.ColumnCount(result.Pointer));
        var columns = new VectorView[count];
        for (var i = 0; i < count; i++)
        {
            var type = LogicalType.Take(NativeMethods.ColumnLogicalType(result.Pointer, (ulong)i));
            columns[i] = new VectorView(type, NativeMethods.Text(NativeMethods.ColumnName(result.Pointer, (ulong)i)) ?? string.Empty);
        }

        _columns = columns;
        _ordinals = null;
    }

    /// <summary>The slow half of <see cref="Read"/>: the rows of the current chunk are used up.</summary>
    private bool ReadNextChunk()
    {
        ThrowIfClosed();
        if (!FetchChunk()) return false;
        _row = 0;
        return true;
    }

    /// <summary>Puts the columns on the next chunk that has rows; false at the end, where the engine's result is given back.</summary>
    private bool FetchChunk()
    {
        ReleaseChunk();
        while (_result is { } result)
        {
            _scope.Resume();
            var pointer = NativeMethods.FetchChunk(*result.Pointer);
            _scope.Pause();
            if (pointer == 0)
            {
                var message = NativeMethods.ResultError(result.Pointer);
                var error = message is null || *message == 0 ? null : _batch.Error(message);
                _finished = true;
                ReleaseResult();
                return error is null ? false : throw Explain(error, _scope, CancellationToken.None);
            }

            var chunk = new DataChunkHandle(pointer);
            var rows = checked((int)NativeMethods.DataChunkGetSize(chunk));
            if (rows == 0)
            {
                chunk.Dispose();
                continue;
            }

            _chunk = chunk;
            for (var i = 0; i < _columns.Length; i++) _columns[i].Attach(NativeMethods.DataChunkGetVector(chunk, (ulong)i));
            _rows = rows;
            _row = -1;
            return true;
        }

        return false;
    }

    private void ReleaseChunk()
    {
        _rows = 0;
        _row = 0;
        if (_chunk is null) return;
        foreach (var column in _columns) column.Detach();
        _chunk.Dispose();
        _chunk = null;
    }

    private void EndResult()
    {
        ReleaseChunk();
        ReleaseResult();
        _columns = [];
        _ordinals = null;
        _hasRows = false;
    }

    private void ReleaseResult()
    {
        if (_result is null) return;
        _result.Dispose();
        _result = null;
        if (_connection.ActiveReader == this) _connection.ActiveReader = null;
        if (!_finished) _connection.EndUnfinishedQuery();
        _finished = false;
    }

    private bool _finished;

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, this);
}
