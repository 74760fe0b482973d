using System.Data.Common;
using System.Diagnostics;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Running.Partitions;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models;

/// <summary>
/// Builds a project's models: each beside the published one, checked, and all swapped in one transaction at the end. A model whose
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
    private readonly Dictionary<string, IReadOnlyDictionary<long, PartitionState>> _partitions = new(StringComparer.Ordinal);

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
        var (state, contents) = await log.StateAsync(token);
        var objects = await Catalog.ObjectsAsync(_session, project.Schemas, token);
        var published = await new PartitionStore(_session).ReadAsync(token);
        var broken = await log.BrokenChecksAsync(token);
        var planner = new PartitionPlanner(_session, project, hashes, _built, _partitions, context.SourceFingerprint);
        var results = new List<ModelResult>();
        for (var i = 0; i < project.Models.Count; i++)
        {
            token.ThrowIfCancellationRequested();
            var model = project.Models[i];
            if (results.Any(r => r.Status == ModelStatus.Failed))
            {
                results.Add(new ModelResult(model.FullName, ModelStatus.NotRun, 0, null, "", [], null));
                continue;
            }

            var plan = model.IsBuiltByParts ? await planner.PlanAsync(model, token) : null;
            var hash = plan?.ModelHash ?? hashes.Of(model);
            var isPublished = !context.Force && objects.ContainsKey(model.FullName) && state.ContainsKey(model.FullName);
            if (isPublished && state[model.FullName] == hash)
            {
                results.Add(new ModelResult(model.FullName, ModelStatus.Skipped, 0, null, hash, [], null) { ModelHash = hashes.VersionOf(model) });
                if (contents.GetValueOrDefault(model.FullName) is { } standing) hashes.SetContent(model, standing);
                if (model.Partition is not null) _partitions[model.FullName] = published.GetValueOrDefault(model.FullName) ?? [];
                Report(i, model, ModelStage.Skipped);
                continue;
            }

            Report(i, model, ModelStage.Started);
            var standingParts = isPublished ? published.GetValueOrDefault(model.FullName) ?? [] : null;
            var changed = plan?.Changed(standingParts) is { } parts
                ? new PartialBuild(
                    parts, standingParts!, await planner.ReachAsync(model, parts, token), c => broken.GetValueOrDefault((model.FullName, c.Name)), objects.ContainsKey)
                : null;
            var result = await BuildAsync(model, hash, plan, changed, log.Now(), token);
            result = result with { ModelHash = hashes.VersionOf(model) };
            if (result.ContentHash is { } content) hashes.SetContent(model, content);
            results.Add(result);
            Report(i, model, result.Status == ModelStatus.Failed ? ModelStage.Failed : ModelStage.Built, result.Seconds, result.Rows);
        }

        return results;
    }

    private async Task<ModelResult> BuildAsync(ModelDefinition model, string hash, PartitionPlan? plan, PartialBuild? part, DateTime startedAt, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        using var memory = new MemoryWatch();
        ModelResult Result(ModelStatus status, long? rows, IReadOnlyList<CheckOutcome> checks, string? message) =>
            new(model.FullName, status, watch.Elapsed.TotalSeconds, rows, hash, checks, message) { StartedAt = startedAt, ProcessorSeconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds, MemoryMegabytes = memory.LargestMegabytes };
        try
        {
            var isView = model.Materialization == Materialization.View;
            var isAnalysis = model.Materialization == Materialization.Analysis;
            var isInMemory = !isView && part is { StaysInMemory: true };
            var next = isInMemory ? Catalog.PartName(model) : Catalog.NextName(model);
            var sql = part is null ? null : new PartitionSql(_models, project.Sources, _built);
            var changed = isAnalysis ? sql?.Seen(model, part!.Parts, part.Reach) : sql?.Restricted(model, part!.Parts, part.Reach);
            if (isAnalysis) await AnalysisTable.MakeAsync(_session, connection, AnalysisOf(model)!, model, changed ?? BodySql(model), isInMemory, token);
            else await _session.ExecuteAsync($"CREATE {(isView ? "VIEW" : isInMemory ? "TEMPORARY TABLE" : "TABLE")} {next} AS {(isView ? null : changed) ?? BodySql(model)}", token);
            // A view is always whole; only its checks look at the changed partitions.
            _built.Add(model, next, isView ? null : part?.Parts, isView ? null : part?.Replaced);
            var columns = await Catalog.ColumnsAsync(_session, next, token);
            var differences = ContractCheck.Compare(model, columns);
            if (differences.Count > 0)
                return Result(ModelStatus.Failed, null, [], $"{model.FullName}: таблица не такая, как описано в {model.Name}.yml: {string.Join("; ", differences)}");
            if (model.Partition is not null)
                _partitions[model.FullName] = PartitionStates.Merge(isView ? [] : await new PartitionStore(_session).ContentsAsync(model, next, token), plan, part);
            if (part is not null && !isView) _turnover.Add(part, _partitions[model.FullName]);
            // Counting a view means computing it.
            long? rows = isView ? null
                : model.Partition is not null ? _partitions[model.FullName].Values.Sum(p => p.Rows)
                : await _session.CountAsync($"SELECT count(*) FROM {next}", token);
            var checks = await new CheckRunner(_session, model, _built.Locate(model.FullName), _built.Locate, part?.ForChecks(model, isView ? $"({changed})" : next, _built.OnlyGrew)).RunAsync(token);
            var broken = checks.Where(c => c.IsFailure).Select(c => c.Message);
            if (checks.Any(c => c.IsFailure)) return Result(ModelStatus.Failed, rows, checks, string.Join(Environment.NewLine, broken));
            return Result(ModelStatus.Built, rows, checks, null) with { ContentHash = await ContentHashAsync(model, token), ChangedParts = part?.Parts };
        }
        catch (FormatException error) when (model.Materialization == Materialization.Seed)
        {
            return Result(ModelStatus.Failed, null, [], $"{model.FullName}: файл {model.Name}.csv: {error.Message}");
        }
        catch (PartitionException error)
        {
            return Result(ModelStatus.Failed, null, [], $"{model.FullName}: {error.Message}");
        }
        catch (DbException error)
        {
            token.ThrowIfCancellationRequested();
            return Result(ModelStatus.Failed, null, [], $"{model.FullName}: запрос модели не выполнен: {error.Message}");
        }
    }

    private async Task<string?> ContentHashAsync(ModelDefinition model, CancellationToken token) =>
        model.Materialization == Materialization.View ? null
        : model.Partition is not null ? PartitionStates.ContentHash(model, _partitions[model.FullName])
        : await Catalog.ContentHashAsync(_session, model, token);

    private IModelAnalysis? AnalysisOf(ModelDefinition model) => context.Analyses.FirstOrDefault(a => a.Name == model.Analysis);

    private string BodySql(ModelDefinition model) => model.Materialization == Materialization.Seed
        ? SeedSql.Select(model)
        : SqlReferences.Rewrite(model.Body, model.References, reference => _built.Locate(reference.FullName));

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

    private void Report(int index, ModelDefinition model, ModelStage stage, double seconds = 0, long? rows = null) =>
        context.Progress?.Invoke(
            new ModelProgress(index + 1, project.Models.Count, model.FullName, model.Caption, stage, seconds, rows));
}
