using System.Text;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>Finds out what the partitions of a model are made of now.</summary>
/// <param name="project">All models and sources.</param>
/// <param name="hashes">Hashes of rules and of what is read as a whole.</param>
/// <param name="tables">Where tables are to be read.</param>
/// <param name="contents">Partitions of the tables with a key as they will be published; grows as the build goes on.</param>
/// <param name="sourceFingerprint">Fingerprint of the staging content given by the caller; null = made of the register of files.</param>
internal sealed class PartitionPlanner(
    ModelProject project, InputHash hashes, BuiltTables tables, IReadOnlyDictionary<string, IReadOnlyDictionary<long, PartitionState>> contents, string? sourceFingerprint)
{
    private const string NoRows = "-";

    private readonly Dictionary<string, ModelDefinition> _models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<long, long>> _ways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<long, string>> _seen = new(StringComparer.Ordinal);

    /// <summary>The plan of a model built by parts; everything it depends on must stand. Null where no input can be read by partition.</summary>
    /// <param name="session">A connection of the build.</param>
    /// <param name="model">The model.</param>
    /// <param name="token">Interrupts the engine.</param>
    public async Task<PartitionPlan?> PlanAsync(Session session, ModelDefinition model, CancellationToken token)
    {
        var inputs = PartitionInputs.Of(model, _models, project.Sources);
        if (inputs.Keyed.Count + inputs.Through.Count == 0) return null;
        // Views have no content of their own: the rule of each, and what it reads.
        var rule = new StringBuilder(hashes.OfInputs(model, inputs.Whole));
        foreach (var view in inputs.Views) rule.Append('\n').Append(view.FullName).Append('=').Append(hashes.VersionOf(view));
        var prints = new List<(string Name, IReadOnlyDictionary<long, string> Prints)>();
        foreach (var keyed in inputs.Keyed)
            prints.Add((keyed, contents[keyed].Where(c => c.Value.Rows > 0).ToDictionary(c => c.Key, c => c.Value.Content)));
        foreach (var way in inputs.Through) prints.Add((way.Input, await SeenAsync(session, way, token)));
        var parts = new SortedDictionary<long, string>();
        foreach (var part in prints.SelectMany(p => p.Prints.Keys).Distinct())
        {
            var text = new StringBuilder().Append(rule);
            foreach (var (name, print) in prints) text.Append('\n').Append(name).Append('=').Append(print.GetValueOrDefault(part, NoRows));
            parts[part] = InputHash.Digest(text.ToString());
        }

        // What only a check reads changes no row, but the check has to be asked again.
        var targets = model.Checks.Select(c => c.Target).OfType<string>().Where(t => t != model.FullName).Distinct(StringComparer.Ordinal);
        var all = new StringBuilder(hashes.OfInputs(model, targets)).Append(rule);
        foreach (var (part, print) in parts) all.Append('\n').Append(SqlText.Whole(part)).Append('=').Append(print);
        return new PartitionPlan(InputHash.Digest(all.ToString()), parts);
    }

    /// <summary>Where the rows lie that these partitions of a model see through other tables.</summary>
    public Task<PartitionReach> ReachAsync(Session session, ModelDefinition model, IReadOnlyCollection<long> parts, CancellationToken token) =>
        PartitionReach.FindAsync(session, PartitionInputs.Of(model, _models, project.Sources), parts, new PartitionSql(_models, project.Sources, tables), _models, token);

    /// <summary>
    /// Fingerprints by way of a table that names the partitions of the input: of their contents, which are known, so that no row of the input is read again. What is
    /// seen may be less than these partitions; a change of the rest then builds more than it has to, never less.
    /// </summary>
    private async Task<Dictionary<long, string>> LedToAsync(Session session, PartitionThrough way, string sourceKey, CancellationToken token)
    {
        var key = way.Key ?? _models[way.Table].Partition!.Key;
        var query = $"SELECT DISTINCT CAST({key} AS BIGINT), CAST({sourceKey} AS BIGINT) FROM {tables.Locate(way.Table)} WHERE ({key}) IS NOT NULL AND ({sourceKey}) IS NOT NULL ORDER BY ALL";
        if (!_ways.TryGetValue(query, out var ways))
        {
            var pairs = await session.QueryAsync(query, reader => (Part: reader.GetInt64(0), Source: reader.GetInt64(1)), token);
            _ways[query] = ways = pairs.ToLookup(p => p.Part, p => p.Source);
        }

        var prints = new Dictionary<long, string>();
        foreach (var part in ways)
        {
            var seen = part.Where(p => contents[way.Input].TryGetValue(p, out var state) && state.Rows > 0).ToList();
            if (seen.Count > 0) prints[part.Key] = InputHash.Digest(string.Join('\n', seen.Select(p => SqlText.Whole(p) + "=" + contents[way.Input][p].Content)));
        }

        return prints;
    }

    /// <summary>Fingerprints of the rows each partition sees. Rows of files that are loaded once and never changed are known by file, run and number.</summary>
    private async Task<Dictionary<long, string>> SeenAsync(Session session, PartitionThrough way, CancellationToken token)
    {
        var name = $"{way.Input}|{way.Table}|{string.Join(',', way.Columns)}|{way.Key}";
        if (_seen.TryGetValue(name, out var known)) return known;
        if (PartitionInputs.SourceKey(way, _models) is { } sourceKey) return _seen[name] = await LedToAsync(session, way, sourceKey, token);
        var columns = SqlText.Names(way.Columns);
        var key = way.Key ?? _models[way.Table].Partition!.Key;
        var keys = $"SELECT DISTINCT CAST({key} AS BIGINT) AS part, {columns} FROM {tables.Locate(way.Table)} WHERE {key} IS NOT NULL";
        var isSource = project.Sources.Any(s => s.FullName == way.Input) && way.Columns.Contains("file_key");
        var rows = isSource
            ? $"SELECT {columns}, count(*) AS n FROM {tables.Locate(way.Input)} GROUP BY {columns}"
            : $"SELECT {columns}, t FROM {tables.Locate(way.Input)} AS t";
        var run = isSource && sourceFingerprint is null && project.Sources.Any(s => s.FullName == SourceTables.FileRegister)
            ? $"LEFT JOIN {SqlText.Table(SourceTables.FileRegister)} AS f ON f.file_key = k.file_key AND f.status = 'loaded'" : "";
        var row = isSource ? $"hash({string.Join(", ", way.Columns.Select(c => "k." + SqlText.Name(c)))}, r.n{(run.Length > 0 ? ", f.run_id" : "")})" : "hash(r.t)";
        var prints = await session.QueryAsync(
            $"SELECT k.part, count(*) || '|' || sum({row}) || '|' || bit_xor({row}) FROM ({keys}) AS k JOIN ({rows}) AS r USING ({columns}) {run} GROUP BY k.part",
            reader => (Part: reader.GetInt64(0), Print: reader.GetString(1)), token);
        return _seen[name] = prints.ToDictionary(p => p.Part, p => isSource ? p.Print + "|" + sourceFingerprint : p.Print);
    }
}
