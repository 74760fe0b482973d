namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>
/// Stops a running statement on request, by a token or after a time. The engine forgets an interrupt that comes before a statement has
/// started, so it is repeated until the scope ends; after its end it never reaches the next statement.
/// </summary>
internal sealed class ExecutionScope : IDisposable
{
    private const int RepeatMilliseconds = 20;

    private readonly DuckDbConnection _connection;
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private readonly int _interruptsBefore;
    private bool _cancelled;
    private bool _done;

    /// <param name="connection">Where the statement runs.</param>
    /// <param name="timeoutSeconds">0 for no limit.</param>
    public ExecutionScope(DuckDbConnection connection, int timeoutSeconds)
    {
        _connection = connection;
        _interruptsBefore = connection.Interrupts;
        TimeoutSeconds = timeoutSeconds;
        _timer = new Timer(static state => ((ExecutionScope)state!).Interrupt(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Resume();
    }

    public int TimeoutSeconds { get; }

    /// <summary>True once somebody asked to stop; an interrupt without it came from the time limit.</summary>
    public bool IsCancelled => Volatile.Read(ref _cancelled);

    /// <summary>False when the engine stopped without anybody having asked for it since this scope began.</summary>
    public bool WasAskedToStop => _connection.Interrupts != _interruptsBefore;

    /// <summary>The engine works again for the caller: the time limit counts anew.</summary>
    public void Resume() => Limit(TimeSpan.FromSeconds(TimeoutSeconds));

    /// <summary>The caller looks at rows: their time is not the engine's.</summary>
    public void Pause() => Limit(Timeout.InfiniteTimeSpan);

    public void Cancel()
    {
        lock (_lock)
        {
            if (_done) return;
            _cancelled = true;
            _timer.Change(TimeSpan.Zero, TimeSpan.FromMilliseconds(RepeatMilliseconds));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_done) return;
            _done = true;
            _timer.Dispose();
        }
    }

    private void Limit(TimeSpan due)
    {
        if (TimeoutSeconds == 0) return;
        lock (_lock)
        {
            if (!_done && !_cancelled) _timer.Change(due, TimeSpan.FromMilliseconds(RepeatMilliseconds));
        }
    }

    private void Interrupt()
    {
        lock (_lock)
        {
            if (!_done) _connection.Interrupt();
        }
    }
}
