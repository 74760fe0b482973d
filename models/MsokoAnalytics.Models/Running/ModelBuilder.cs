using System.Data.Common;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running.Partitions;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Running;

/// <summary>Builds and checks single models over one connection, beside the published ones.</summary>
/// <param name="connection">The connection; the macros are created on it.</param>
/// <param name="isMain">Whether it is the connection that publishes, which parts in memory belong to and programs work on.</param>
/// <param name="project">All models.</param>
/// <param name="built">What has been built; the result is added.</param>
/// <param name="partitions">Partitions of the tables with a key as they will be published; those of the result are added.</param>
/// <param name="analyses">The programs that models name.</param>
internal sealed class ModelBuilder(
    DbConnection connection, bool isMain, ModelProject project, BuiltTables built, IDictionary<string, IReadOnlyDictionary<long, PartitionState>> partitions, IReadOnlyList<IModelAnalysis> analyses)
{
    /// <summary>How the engine begins the message that there is not enough memory.</summary>
    private const string ShortOfMemory = "Out of Memory";

    private readonly Dictionary<string, ModelDefinition> _models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);

    public Session Session { get; } = new(connection);

    public bool IsMain => isMain;

    /// <returns>What became of it; faults of data and SQL are in the result, not thrown.</returns>
    public async Task<ModelResult> BuildAsync(BuildTask task, DateTime startedAt, CancellationToken token)
    {
        using var charge = task.Charge;
        using var memory = new MemoryWatch();
        var result = await TryAsync(task, token);
        charge.Dispose();
        return result with
        {
            StartedAt = startedAt, Seconds = charge.Seconds, ProcessorSeconds = charge.ProcessorSeconds, MemoryMegabytes = memory.LargestMegabytes,
            IsWorthAnotherTry = result.IsWorthAnotherTry && charge.WasShared,
        };
    }

    private async Task<ModelResult> TryAsync(BuildTask task, CancellationToken token)
    {
        var (model, part) = (task.Model, task.Part);
        ModelResult Failed(string message, long? rows = null, IReadOnlyList<CheckOutcome>? checks = null) => new(model.FullName, ModelStatus.Failed, 0, rows, task.Hash, checks ?? [], message);
        try
        {
            var isView = model.Materialization == Materialization.View;
            var isAnalysis = model.Materialization == Materialization.Analysis;
            var isInMemory = !isView && part is { StaysInMemory: true };
            var next = isInMemory ? Catalog.PartName(model) : Catalog.NextName(model);
            var sql = part is null ? null : new PartitionSql(_models, project.Sources, built);
            var changed = isAnalysis ? sql?.Seen(model, part!.Parts, part.Reach) : sql?.Restricted(model, part!.Parts, part.Reach);
            if (isAnalysis) await AnalysisTable.MakeAsync(Session, connection, analyses.First(a => a.Name == model.Analysis), model, changed ?? BodySql(model), isInMemory, token);
            else await Session.ExecuteAsync($"CREATE {(isView ? "VIEW" : isInMemory ? "TEMPORARY TABLE" : "TABLE")} {next} AS {(isView ? null : changed) ?? BodySql(model)}", token);
            // A view is always whole; only its checks look at the changed partitions.
            built.Add(model, next, isView ? null : part?.Parts, isView ? null : part?.Replaced);
            var columns = await Catalog.ColumnsAsync(Session, next, token);
            var differences = ContractCheck.Compare(model, columns);
            if (differences.Count > 0) return Failed($"{model.FullName}: таблица не такая, как описано в {model.Name}.yml: {string.Join("; ", differences)}");
            if (model.Partition is not null)
                partitions[model.FullName] = PartitionStates.Merge(isView ? [] : await new PartitionStore(Session).ContentsAsync(model, next, token), task.Plan, part);
            // Counting a view means computing it.
            long? rows = isView ? null
                : model.Partition is not null ? partitions[model.FullName].Values.Sum(p => p.Rows)
                : await Session.CountAsync($"SELECT count(*) FROM {next}", token);
            var checks = await new CheckRunner(Session, model, built.Locate(model.FullName), built.Locate, part?.ForChecks(model, isView ? $"({changed})" : next, built.OnlyGrew)).RunAsync(token);
            if (checks.Any(c => c.IsFailure)) return Failed(string.Join(Environment.NewLine, checks.Where(c => c.IsFailure).Select(c => c.Message)), rows, checks);
            return new ModelResult(model.FullName, ModelStatus.Built, 0, rows, task.Hash, checks, null) { ContentHash = await ContentHashAsync(model, token), ChangedParts = part?.Parts };
        }
        catch (FormatException error) when (model.Materialization == Materialization.Seed)
        {
            return Failed($"{model.FullName}: файл {model.Name}.csv: {error.Message}");
        }
        catch (PartitionException error)
        {
            return Failed($"{model.FullName}: {error.Message}");
        }
        catch (DbException error)
        {
            token.ThrowIfCancellationRequested();
            return Failed($"{model.FullName}: запрос модели не выполнен: {error.Message}") with { IsWorthAnotherTry = error.Message.Contains(ShortOfMemory, StringComparison.Ordinal) };
        }
    }

    private async Task<string?> ContentHashAsync(ModelDefinition model, CancellationToken token) =>
        model.Materialization == Materialization.View ? null
        : model.Partition is not null ? PartitionStates.ContentHash(model, partitions[model.FullName])
        : await Catalog.ContentHashAsync(Session, model, token);

    private string BodySql(ModelDefinition model) => model.Materialization == Materialization.Seed
        ? SeedSql.Select(model)
        : SqlReferences.Rewrite(model.Body, model.References, reference => built.Locate(reference.FullName));
}
