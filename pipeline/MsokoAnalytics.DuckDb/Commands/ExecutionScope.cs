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
    private bool _cancelled;
    private bool _done;

    /// <param name="connection">Where the statement runs.</param>
    /// <param name="timeoutSeconds">0 for no limit.</param>
    public ExecutionScope(DuckDbConnection connection, int timeoutSeconds)
    {
        _connection = connection;
        TimeoutSeconds = timeoutSeconds;
        var due = timeoutSeconds > 0 ? TimeSpan.FromSeconds(timeoutSeconds) : Timeout.InfiniteTimeSpan;
        _timer = new Timer(static state => ((ExecutionScope)state!).Interrupt(), this, due, TimeSpan.FromMilliseconds(RepeatMilliseconds));
    }

    public int TimeoutSeconds { get; }

    /// <summary>True once somebody asked to stop; an interrupt without it came from the time limit.</summary>
    public bool IsCancelled => Volatile.Read(ref _cancelled);

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

    private void Interrupt()
    {
        lock (_lock)
        {
            if (!_done) _connection.Interrupt();
        }
    }
}
