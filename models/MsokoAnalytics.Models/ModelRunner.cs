using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Running.Partitions;

namespace MsokoAnalytics.Models;

/// <summary>
/// Builds a project's models: each beside the published one, checked, two at the same time where there is memory enough, and all swapped in one transaction at the end. A model whose
/// inputs have not changed is skipped; of a model built by parts only the partitions whose inputs have changed. Killed at any moment, the old
/// tables stay and the next run starts clean.
/// </summary>
/// <param name="connection">Open read-write connection; nobody else may write to the model schemas meanwhile.</param>
/// <param name="project">What to build.</param>
/// <param name="context">Run id, progress, fingerprint.</param>
public sealed class ModelRunner(DbConnection connection, ModelProject project, RunContext context)
{
    private readonly Session _session = new(connection);
    private readonly Dictionary<string, ModelDefinition> _models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);
    private readonly BuiltTables _built = new();
    private readonly RowTurnover _turnover = new();

    /// <summary>Partitions of the tables with a key as they will be published.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<long, PartitionState>> _partitions = new(StringComparer.Ordinal);

    /// <summary>Runs the build.</summary>
    /// <returns>What became of every model; faults of data and SQL are in the result, not thrown.</returns>
    /// <exception cref="ModelProjectException">The source tables are missing or not as declared, or a model asks for an unknown program.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the old tables are untouched.</exception>
    public async Task<BuildResult> RunAsync(CancellationToken token = default)
    {
        var watch = Stopwatch.StartNew();
        var log = new RunLog(_session, context);
        await log.EnsureTablesAsync(project.Schemas, token);
        await new PartitionStore(_session).EnsureTableAsync(token);
        await BuildSettings.WriteAsync(_session, context.Settings, token);
        await Provenance.EnsureTablesAsync(_session, token);
        await Catalog.DropLeftoversAsync(_session, project, token);
        foreach (var macro in project.Macros) await _session.ExecuteAsync(macro.CreateSql, token);
        var problems = new List<string>(await SourceTables.CheckAsync(_session, project, token));
        problems.AddRange(project.Models.Where(m => m.Analysis is not null && AnalysisOf(m) is null).Select(m => $"{m.FullName}: программы «{m.Analysis}» нет"));
        if (problems.Count > 0) throw new ModelProjectException(problems);
        var prints = await SourceTables.FingerprintsAsync(_session, project, context.SourceFingerprint, token);
        var hashes = new InputHash(project, _session.EngineVersion, prints);
        try
        {
            List<ModelResult> results;
            await using (await PostponedCheckpoints.BeginAsync(_session, token)) results = await BuildAllAsync(hashes, log, token);
            var failed = results.Any(r => r.Status == ModelStatus.Failed);
            if (failed) await DiscardAsync(results, log);
            else await PublishAsync(results, log, token);
            return new BuildResult(!failed, results, watch.Elapsed.TotalSeconds);
        }
        catch
        {
            // Tidy at once where possible; whatever stays is dropped by the next run.
            await TryDropLeftoversAsync();
            throw;
        }
    }

    private async Task<List<ModelResult>> BuildAllAsync(InputHash hashes, RunLog log, CancellationToken token)
    {
        await using var beside = await AnotherAsync(token);
        ModelBuilder[] builders = [.. new[] { connection, beside }.OfType<DbConnection>().Select((c, i) => new ModelBuilder(c, i == 0, project, _built, _partitions, context.Analyses))];
        using var build = new ParallelBuild(project, context, builders, hashes, _built, _partitions, _turnover, log);
        return await build.RunAsync(token);
    }

    /// <summary>The connection of a second builder; null where there is memory for one model only, or nobody to open it.</summary>
    private async Task<DbConnection?> AnotherAsync(CancellationToken token)
    {
        if (context.Another is null || !await EngineMemory.IsEnoughForTwoAsync(_session, token)) return null;
        var another = context.Another();
        var session = new Session(another);
        foreach (var macro in project.Macros) await session.ExecuteAsync(macro.CreateSql, token);
        return another;
    }

    private IModelAnalysis? AnalysisOf(ModelDefinition model) => context.Analyses.FirstOrDefault(a => a.Name == model.Analysis);

    private async Task PublishAsync(List<ModelResult> results, RunLog log, CancellationToken token)
    {
        var built = results.Where(r => r.Status == ModelStatus.Built).ToList();
        if (built.Count > 0)
            context.Progress?.Invoke(new ModelProgress(project.Models.Count, project.Models.Count, "", "", ModelStage.Publishing, 0, null));
        var objects = await Catalog.ObjectsAsync(_session, project.Schemas, token);
        await using var settings = await PublishSettings.BeginAsync(_session, _turnover, token);
        await _session.InTransactionAsync(
            async () =>
            {
                foreach (var model in project.Models.Where(m => _built.Contains(m.FullName))) await SwapAsync(model, objects, token);
                await log.SaveStateAsync(built, token);
                var store = new PartitionStore(_session);
                foreach (var result in built.Where(r => _models[r.Model].Partition is not null)) await store.SaveAsync(result.Model, result.ChangedParts, _partitions[result.Model], token);
                await log.WriteAsync(results, _models, token);
                await Provenance.WriteAsync(_session, project, token);
            },
            token);
    }

    private async Task SwapAsync(ModelDefinition model, Dictionary<string, bool> objects, CancellationToken token)
    {
        if (_built.PartsOf(model.FullName) is { } parts)
        {
            if (_built.ReplacedOf(model.FullName) is { Count: > 0 } replaced)
                await _session.ExecuteAsync($"DELETE FROM {SqlText.Table(model.FullName)} WHERE {PartitionSql.Within(model, replaced)}", token);
            if (parts.Count > 0) await _session.ExecuteAsync($"INSERT INTO {SqlText.Table(model.FullName)} SELECT * FROM {_built.NameOf(model.FullName)}", token);
            await _session.ExecuteAsync($"DROP TABLE {_built.NameOf(model.FullName)}", token);
            return;
        }

        if (objects.TryGetValue(model.FullName, out var isView))
            await _session.ExecuteAsync(Catalog.DropSql(model.FullName, isView), token);
        if (model.Materialization == Materialization.View)
        {
            // A renamed view would go on reading the tables under their building names.
            await _session.ExecuteAsync($"DROP VIEW {Catalog.NextName(model)}", token);
            await _session.ExecuteAsync($"CREATE VIEW {SqlText.Table(model.FullName)} AS {model.Body}", token);
        }
        else
        {
            await _session.ExecuteAsync($"ALTER TABLE {Catalog.NextName(model)} RENAME TO {SqlText.Name(model.Name)}", token);
        }
    }

    private async Task DiscardAsync(List<ModelResult> results, RunLog log)
    {
        for (var i = 0; i < results.Count; i++)
            if (results[i].Status == ModelStatus.Built) results[i] = results[i] with { Status = ModelStatus.Discarded };
        await Catalog.DropLeftoversAsync(_session, project, CancellationToken.None);
        await _session.InTransactionAsync(
            async () =>
            {
                await log.WriteAsync(results, _models, CancellationToken.None);
                await Provenance.WriteAsync(_session, project, CancellationToken.None);
            },
            CancellationToken.None);
    }

    private async Task TryDropLeftoversAsync()
    {
        try
        {
            await Catalog.DropLeftoversAsync(_session, project, CancellationToken.None);
        }
        catch (DbException)
        {
            // The connection may be gone; the first error is the one to report.
        }
    }
}
