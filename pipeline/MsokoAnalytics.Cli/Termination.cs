using System.Runtime.InteropServices;

namespace MsokoAnalytics.Cli;

/// <summary>
/// Ctrl+C and the signal of a closing machine: the first asks the work to stop and gives it some seconds to do so in order, a second one ends the program at once.
/// What has been committed stays; the same command again completes the rest.
/// </summary>
internal sealed class Termination : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _signals;

    public Termination()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            End();
            return;
        }

        _ = Task.Delay(Patience).ContinueWith(_ => End(), TaskScheduler.Default);
        _ = _stop.CancelAsync();
    }

    private static void End()
    {
        Console.Error.WriteLine("Остановлено. Всё, что загружено полностью, сохранено; повторите команду.");
        Environment.Exit(ExitCodes.Cancelled);
    }
}
