using System.Threading.Channels;
using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Rendering;

/// <summary>
/// Several warm workers behind one queue. A worker that dies or hangs is replaced and its report tried once more. Files appear
/// by renaming, so that a half-written one is never seen under its final name.
/// </summary>
internal sealed class RenderHost : IAsyncDisposable
{
    private const int Attempts = 2;

    private readonly Channel<(RenderJob Job, TaskCompletionSource<RenderOutcome> Done)> _queue;
    private readonly CancellationTokenSource _stop;
    private readonly Task[] _loops;
    private readonly string _node;
    private readonly ReportAssets _assets;
    private readonly string _temporary;
    private readonly TimeSpan _timeout;
    private readonly bool _startAtOnce;
    private volatile ReportException? _fatal;

    /// <param name="node">The node program.</param>
    /// <param name="assets">Templates and worker.</param>
    /// <param name="temporary">Folder for unfinished files, on the same volume as the reports.</param>
    /// <param name="workers">Processes, at least 1; they start when there is work.</param>
    /// <param name="timeout">Longest time of one report.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    /// <param name="startAtOnce">Starts the processes now, while the data is still being read: for a folder whose reports are certain to be made.</param>
    internal RenderHost(string node, ReportAssets assets, string temporary, int workers, TimeSpan timeout, CancellationToken cancellationToken, bool startAtOnce = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _node = node;
        _assets = assets;
        _temporary = temporary;
        _timeout = timeout;
        _startAtOnce = startAtOnce;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Bounded: models wait in the queue, and there may be hundreds.
        _queue = Channel.CreateBounded<(RenderJob, TaskCompletionSource<RenderOutcome>)>(new BoundedChannelOptions(workers * 2) { SingleReader = false });
        _loops = [.. Enumerable.Range(0, workers).Select(_ => Task.Run(LoopAsync, CancellationToken.None))];
    }

    /// <summary>Processes started so far, restarts included; for tests and the log.</summary>
    internal int Started => _started;

    private int _started;

    /// <summary>Called with each new worker, for tests that kill it.</summary>
    internal Action<NodeWorker>? WorkerStarted { get; set; }

    /// <summary>Puts a report into the queue (waiting while it is full); the inner task ends with the report.</summary>
    /// <exception cref="ReportException">No worker can start.</exception>
    internal async Task<Task<RenderOutcome>> EnqueueAsync(RenderJob job)
    {
        var done = new TaskCompletionSource<RenderOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _queue.Writer.WriteAsync((job, done), _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException && _fatal is not null)
        {
            throw _fatal;
        }

        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        NodeWorker? worker = null;
        // The report before this one, on its way to the disk: the worker does not wait for it.
        var finishing = Task.CompletedTask;
        try
        {
            if (_startAtOnce) worker = await StartAtOnceAsync();
            await foreach (var (job, done) in _queue.Reader.ReadAllAsync(_stop.Token))
            {
                var failures = 0;
                while (true)
                {
                    try
                    {
                        worker ??= await StartAsync();
                        var (unfinished, rendered) = await RenderAsync(worker, job);
                        await finishing;
                        finishing = Task.Run(() => Finish(job, unfinished, rendered, done), CancellationToken.None);
                        break;
                    }
                    catch (RenderFailedException e)
                    {
                        done.SetResult(new RenderOutcome(null, e.Message));
                        break;
                    }
                    catch (WorkerFailedException e)
                    {
                        worker!.Kill();
                        await worker.DisposeAsync();
                        worker = null;
                        if (++failures < Attempts) continue;
                        done.SetResult(new RenderOutcome(null, e.Message));
                        break;
                    }
                    catch (Exception e) when (NotWritten(e) is { } outcome)
                    {
                        done.SetResult(outcome);
                        break;
                    }
                    catch (Exception e)
                    {
                        if (e is ReportException fatal) _fatal ??= fatal;
                        done.SetException(e);
                        throw;
                    }
                }
            }
        }
        catch (Exception e) when (e is ReportException or OperationCanceledException)
        {
            // Without workers nothing else can be made: the rest of the queue ends with the same answer.
            await _stop.CancelAsync();
            while (_queue.Reader.TryRead(out var rest)) rest.Done.TrySetException(_fatal is not null ? _fatal : new OperationCanceledException());
        }
        finally
        {
            await finishing;
            if (worker is not null)
            {
                if (_stop.IsCancellationRequested) worker.Kill();
                await worker.DisposeAsync();
            }
        }
    }

    private async Task<NodeWorker> StartAtOnceAsync()
    {
        try
        {
            return await StartAsync();
        }
        catch (ReportException e)
        {
            _fatal ??= e;
            throw;
        }
    }

    private async Task<NodeWorker> StartAsync()
    {
        var worker = await NodeWorker.StartAsync(_node, _assets, _stop.Token);
        Interlocked.Increment(ref _started);
        WorkerStarted?.Invoke(worker);
        return worker;
    }

    /// <summary>The report in a temporary file, complete but perhaps not yet on the disk.</summary>
    private async Task<(string Unfinished, Rendered Rendered)> RenderAsync(NodeWorker worker, RenderJob job)
    {
        var unfinished = Path.Combine(_temporary, Guid.NewGuid().ToString("N") + ".pdf");
        try
        {
            var rendered = await worker.RenderAsync(job, unfinished, _timeout, _stop.Token);
            if (new FileInfo(unfinished).Length != rendered.Bytes) throw new WorkerFailedException("файл записан не полностью");
            return (unfinished, rendered);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Makes sure that the file is on the disk before it gets its final name. Never fails itself: what happens becomes the answer.</summary>
    private static void Finish(RenderJob job, string unfinished, Rendered rendered, TaskCompletionSource<RenderOutcome> done)
    {
        try
        {
            using (var file = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
            Directory.CreateDirectory(Path.GetDirectoryName(job.Path)!);
            File.Move(unfinished, job.Path, overwrite: true);
            done.SetResult(new RenderOutcome(rendered, null));
        }
        catch (Exception e) when (NotWritten(e) is { } outcome)
        {
            // What is left of it goes with the folder of unfinished files.
            done.SetResult(outcome);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private static RenderOutcome? NotWritten(Exception e) =>
        e is IOException or UnauthorizedAccessException ? new RenderOutcome(null, $"файл не записан: {e.Message}") : null;
}

/// <param name="Path">Final path of the PDF.</param>
/// <param name="Model">The model as JSON.</param>
/// <param name="Provenance">The run to print instead of the model's own, or null.</param>
internal sealed record RenderJob(string Path, ReadOnlyMemory<byte> Model, Provenance? Provenance = null);

/// <param name="Rendered">Null when it failed.</param>
/// <param name="Error">Russian message when it failed.</param>
internal sealed record RenderOutcome(Rendered? Rendered, string? Error);
