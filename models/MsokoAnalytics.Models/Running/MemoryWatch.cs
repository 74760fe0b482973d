namespace MsokoAnalytics.Models.Running;

/// <summary>
/// Largest working set of the process while something runs, looked at several times a second: the peak the system keeps is that of the whole life of the process.
/// A peak shorter than the interval can be missed.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Timer _timer;
    private long _largest;

    public MemoryWatch()
    {
        Look();
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>MiB, so far.</summary>
    public double LargestMegabytes
    {
        get
        {
            Look();
            return Interlocked.Read(ref _largest) / 1048576.0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Environment.WorkingSet;
        for (var known = Interlocked.Read(ref _largest); now > known;)
        {
            var before = Interlocked.CompareExchange(ref _largest, now, known);
            if (before == known) return;
            known = before;
        }
    }
}
