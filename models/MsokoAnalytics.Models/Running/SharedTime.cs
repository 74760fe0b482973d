namespace MsokoAnalytics.Models.Running;

/// <summary>
/// Time of a build, shared out among the models that are built side by side: while n of them are, each is charged the n-th part of the clock and of the processor time of the
/// process. So the figures of models still add up to those of the build, and a model costs in the log what it costs the run, whatever runs beside it.
/// </summary>
/// <param name="clock">Of the interval times.</param>
internal sealed class SharedTime(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<Charge> _running = [];
    private long _at;
    private TimeSpan _processor;

    /// <summary>Begins to charge a model, until the result is disposed.</summary>
    public Charge Begin()
    {
        lock (_lock)
        {
            Settle();
            var charge = new Charge(this);
            _running.Add(charge);
            foreach (var other in _running) other.WasShared |= _running.Count > 1;
            return charge;
        }
    }

    private void Settle()
    {
        var (now, processor) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        foreach (var charge in _running) charge.Add(clock.GetElapsedTime(_at, now).TotalSeconds / _running.Count, (processor - _processor).TotalSeconds / _running.Count);
        (_at, _processor) = (now, processor);
    }

    private void End(Charge charge)
    {
        lock (_lock)
        {
            if (!_running.Contains(charge)) return;
            Settle();
            _running.Remove(charge);
        }
    }

    /// <summary>What one model is charged.</summary>
    internal sealed class Charge(SharedTime owner) : IDisposable
    {
        /// <summary>By the clock, s; final after <see cref="Dispose"/>.</summary>
        public double Seconds { get; private set; }

        /// <summary>Processor time, s; final after <see cref="Dispose"/>.</summary>
        public double ProcessorSeconds { get; private set; }

        /// <summary>Whether another model was built at the same time.</summary>
        public bool WasShared { get; set; }

        public void Add(double seconds, double processorSeconds) => (Seconds, ProcessorSeconds) = (Seconds + seconds, ProcessorSeconds + processorSeconds);

        public void Dispose() => owner.End(this);
    }
}
