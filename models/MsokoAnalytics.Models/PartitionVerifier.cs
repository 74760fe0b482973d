using System.Data.Common;
using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Running.Partitions;

namespace MsokoAnalytics.Models;

/// <summary>A partition that comes out otherwise when it is built apart from others: the model must not be built by parts.</summary>
/// <param name="Model">Full name.</param>
/// <param name="Partitions">How many partitions differ.</param>
/// <param name="Message">Russian.</param>
public sealed record PartitionDifference(string Model, int Partitions, string Message);

/// <summary>
/// Computes every model that is built by parts anew, each time from a part of its partitions only, and compares with the published table: first one half of the
/// partitions and the other, then halves that are cut otherwise, until any two partitions have been apart once (log₂ of their number). Writes nothing but temporary tables.
/// </summary>
/// <param name="connection">Open read-write connection (macros are created for the session) to a warehouse that has just been built.</param>
/// <param name="project">Its models.</param>
/// <param name="analyses">The programs that models name.</param>
public sealed class PartitionVerifier(DbConnection connection, ModelProject project, IReadOnlyList<IModelAnalysis> analyses)
{
    private readonly Session _session = new(connection);
    private readonly Dictionary<string, ModelDefinition> _models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);

    /// <returns>Number of models looked at, and those that do not fall into their partitions.</returns>
    public async Task<(int Models, IReadOnlyList<PartitionDifference> Differences)> RunAsync(CancellationToken token = default)
    {
        foreach (var macro in project.Macros) await _session.ExecuteAsync(macro.CreateSql, token);
        var store = new PartitionStore(_session);
        await store.EnsureTableAsync(token);
        var published = await store.ReadAsync(token);
        var differences = new List<PartitionDifference>();
        var models = project.Models.Where(m => m.IsBuiltByParts).ToList();
        foreach (var model in models)
        {
            var whole = model.HasPartitions ? published.GetValueOrDefault(model.FullName) ?? [] : await store.ContentsAsync(model, SqlText.Table(model.FullName), token);
            if (await VerifyAsync(model, store, whole, token) is { } difference) differences.Add(difference);
        }

        return (models.Count, differences);
    }

    private async Task<PartitionDifference?> VerifyAsync(ModelDefinition model, PartitionStore store, Dictionary<long, PartitionState> published, CancellationToken token)
    {
        var parts = published.Keys.Order().ToList();
        var wrong = new SortedSet<long>();
        for (var bit = 0; 1 << bit < Math.Max(parts.Count, 2); bit++)
        {
            foreach (var side in (int[])[0, 1])
            {
                var half = parts.Where((_, i) => ((i >> bit) & 1) == side).ToList();
                if (half.Count == 0) continue;
                var parted = new PartitionSql(_models, project.Sources, new BuiltTables());
                var reach = await PartitionReach.FindAsync(_session, PartitionInputs.Of(model, _models, project.Sources), half, parted, _models, token);
                var alone = model.Materialization == Materialization.Analysis
                    ? await AnalysedAsync(model, store, parted.Seen(model, half, reach), token)
                    : await store.ContentsAsync(model, $"({parted.Restricted(model, half, reach)})", token);
                wrong.UnionWith(half.Where(p => (alone.GetValueOrDefault(p)?.Content ?? "") != published[p].Content));
                wrong.UnionWith(alone.Keys.Except(half));
            }
        }

        return wrong.Count == 0 ? null : new PartitionDifference(
            model.FullName, wrong.Count, $"{model.FullName}: разделов, которые сами по себе выходят другими, — {wrong.Count} из {parts.Count}: таблицу нельзя считать по разделам (partition, build: parts)");
    }

    private async Task<Dictionary<long, PartitionState>> AnalysedAsync(ModelDefinition model, PartitionStore store, string sql, CancellationToken token)
    {
        await AnalysisTable.MakeAsync(_session, connection, analyses.Single(a => a.Name == model.Analysis), model, sql, isInMemory: true, token);
        try
        {
            return await store.ContentsAsync(model, Catalog.PartName(model), token);
        }
        finally
        {
            await _session.ExecuteAsync($"DROP TABLE {Catalog.PartName(model)}", token);
        }
    }
}
