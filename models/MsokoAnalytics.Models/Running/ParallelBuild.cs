using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running.Partitions;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// Builds all models of a run, several side by side where there are several builders: much of a query runs on one thread (planning, the end of a sort, writing the last rows),
/// and another model uses the other processors meanwhile. The builders take turns at planning and telling; what they find ready they build at the same time.
/// A model that lacks memory beside another is built once more alone.
/// </summary>
/// <param name="project">All models.</param>
/// <param name="context">Run id, progress.</param>
/// <param name="builders">The first is the main one.</param>
/// <param name="hashes">Hashes of rules and inputs.</param>
/// <param name="built">What has been built.</param>
/// <param name="partitions">Partitions of the tables with a key as they will be published.</param>
/// <param name="turnover">Takes what is added and replaced.</param>
/// <param name="log">What was built before.</param>
internal sealed class ParallelBuild(
    ModelProject project, RunContext context, IReadOnlyList<ModelBuilder> builders, InputHash hashes, BuiltTables built,
    ConcurrentDictionary<string, IReadOnlyDictionary<long, PartitionState>> partitions, RowTurnover turnover, RunLog log) : IDisposable
{
    private readonly BuildQueue _queue = new(project.Models);
    private readonly SharedTime _time = new(TimeProvider.System);
    private readonly PartitionPlanner _planner = new(project, hashes, built, partitions, context.SourceFingerprint);
    private readonly ModelResult?[] _results = new ModelResult?[project.Models.Count];
    private readonly Dictionary<string, int> _places = project.Models.Select((m, i) => (m.FullName, i)).ToDictionary(p => p.FullName, p => p.i, StringComparer.Ordinal);

    /// <summary>Models that only the main builder can build, or read: parts in memory are seen by its connection alone, and programs run one at a time.</summary>
    private readonly HashSet<string> _ofMain = new(StringComparer.Ordinal);

    /// <summary>Held while the state of the run is looked at or changed.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Completed, and replaced, when something is done.</summary>
    private TaskCompletionSource _done = NewSignal();
    private Dictionary<string, string> _state = [];
    private Dictionary<string, string> _contents = [];
    private Dictionary<string, bool> _objects = [];
    private IReadOnlyDictionary<string, Dictionary<long, PartitionState>> _published = new Dictionary<string, Dictionary<long, PartitionState>>();
    private Dictionary<(string Model, string Check), StandingFault> _broken = [];

    /// <returns>What became of every model, in the order of the project.</returns>
    public async Task<List<ModelResult>> RunAsync(CancellationToken token)
    {
        var session = builders[0].Session;
        (_state, _contents) = await log.StateAsync(token);
        _objects = await Catalog.ObjectsAsync(session, project.Schemas, token);
        _published = await new PartitionStore(session).ReadAsync(token);
        _broken = await log.BrokenChecksAsync(token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        // The main one chooses first: what only it can build should not wait.
        Task[] work = [.. builders.Select(b => WorkAsync(b, stop))];
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested && work.Select(w => w.Exception?.InnerException).FirstOrDefault(e => e is not null) is { } fault)
        {
            // The others were only stopped because of it.
            ExceptionDispatchInfo.Throw(fault);
        }

        return [.. _results.Select(r => r!)];
    }

    public void Dispose() => _turn.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WorkAsync(ModelBuilder builder, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                Task done;
                BuildTask? task;
                await _turn.WaitAsync(stop.Token);
                try
                {
                    done = _done.Task;
                    task = await NextAsync(builder, stop.Token);
                    if (_queue.IsEmpty) Signal();
                    if (task is null && _queue.IsEmpty) return;
                }
                finally
                {
                    _turn.Release();
                }

                if (task is null) await done.WaitAsync(stop.Token);
                else await BuildAsync(builder, task, stop.Token);
            }
        }
        catch
        {
            // The others would wait for what never comes.
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>Begins the first model that is ready, has to be built and can be by this builder; settles those before it that need no building.</summary>
    private async Task<BuildTask?> NextAsync(ModelBuilder builder, CancellationToken token)
    {
        if (_results.Any(r => r is { Status: ModelStatus.Failed }))
        {
            foreach (var model in _queue.Waiting.ToList()) Settle(model, new ModelResult(model.FullName, ModelStatus.NotRun, 0, null, "", [], null));
            return null;
        }

        foreach (var model in _queue.Ready())
        {
            token.ThrowIfCancellationRequested();
            if (!builder.IsMain && IsOfMain(model)) continue;
            var plan = model.IsBuiltByParts ? await _planner.PlanAsync(builder.Session, model, token) : null;
            var hash = plan?.ModelHash ?? hashes.Of(model);
            var isPublished = !context.Force && _objects.ContainsKey(model.FullName) && _state.ContainsKey(model.FullName);
            if (isPublished && _state[model.FullName] == hash)
            {
                if (_contents.GetValueOrDefault(model.FullName) is { } standing) hashes.SetContent(model, standing);
                if (model.Partition is not null) partitions[model.FullName] = _published.GetValueOrDefault(model.FullName) ?? [];
                Settle(model, new ModelResult(model.FullName, ModelStatus.Skipped, 0, null, hash, [], null) { ModelHash = hashes.VersionOf(model) });
                Report(model, ModelStage.Skipped);
                continue;
            }

            var standingParts = isPublished ? _published.GetValueOrDefault(model.FullName) ?? [] : null;
            var part = plan?.Changed(standingParts) is { } parts
                ? new PartialBuild(parts, standingParts!, await _planner.ReachAsync(builder.Session, model, parts, token), c => _broken.GetValueOrDefault((model.FullName, c.Name)), _objects.ContainsKey)
                : null;
            if (IsMadeForMain(model, part)) _ofMain.Add(model.FullName);
            if (!builder.IsMain && _ofMain.Contains(model.FullName))
            {
                // The main builder may be waiting.
                Signal();
                continue;
            }

            _queue.Begin(model);
            Report(model, ModelStage.Started);
            return new BuildTask(model, hash, plan, part, _time.Begin());
        }

        return null;
    }

    /// <summary>Whether only the main connection sees what the model reads, or the model is known to be of the main builder.</summary>
    private bool IsOfMain(ModelDefinition model) => _ofMain.Contains(model.FullName) || model.Materialization == Materialization.Analysis || model.Dependencies.Any(IsSeenByMain);

    /// <summary>
    /// Whether what is made of the model is seen by the main connection alone: a part in memory, and a view over one. A table made of such parts is seen by all.
    /// </summary>
    private bool IsMadeForMain(ModelDefinition model, PartialBuild? part) => model.Materialization == Materialization.View
        ? model.Dependencies.Any(IsSeenByMain)
        : part is { StaysInMemory: true };

    /// <summary>Also by way of views: what is read by partition is looked for below them.</summary>
    private bool IsSeenByMain(string name) =>
        _ofMain.Contains(name) || (_places.TryGetValue(name, out var place) && project.Models[place] is { Materialization: Materialization.View } view && view.Dependencies.Any(IsSeenByMain));

    private async Task BuildAsync(ModelBuilder builder, BuildTask task, CancellationToken token)
    {
        var model = task.Model;
        var result = await builder.BuildAsync(task, log.Now(), token);
        await _turn.WaitAsync(token);
        try
        {
            if (result.IsWorthAnotherTry)
            {
                await Catalog.DropNextAsync(builder.Session, model, token);
                _queue.PutBackAlone(model);
            }
            else
            {
                result = result with { ModelHash = hashes.VersionOf(model) };
                if (result.ContentHash is { } content) hashes.SetContent(model, content);
                if (task.Part is { } part && model.Materialization != Materialization.View && result.Status == ModelStatus.Built) turnover.Add(part, partitions[model.FullName]);
                _results[_places[model.FullName]] = result;
                _queue.End(model);
                Report(model, result.Status == ModelStatus.Failed ? ModelStage.Failed : ModelStage.Built, result.Seconds, result.Rows);
            }

            Signal();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Settle(ModelDefinition model, ModelResult result)
    {
        _results[_places[model.FullName]] = result;
        _queue.Skip(model);
        // What it was waited for may be ready for another builder.
        Signal();
    }

    private void Signal()
    {
        var done = _done;
        _done = NewSignal();
        done.SetResult();
    }

    private void Report(ModelDefinition model, ModelStage stage, double seconds = 0, long? rows = null) => context.Progress?.Invoke(
        new ModelProgress(_places[model.FullName] + 1, project.Models.Count, model.FullName, model.Caption, stage, seconds, rows));
}
