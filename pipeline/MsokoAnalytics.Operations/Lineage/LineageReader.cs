using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Models;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Operations.Lineage;

/// <summary>
/// Follows a table, or one row of it, down to files and rows: the graph comes from the SQL of the models, the way of a row from the
/// <c>lineage</c> of the contracts. Only reads.
/// </summary>
public sealed class LineageReader(DbConnection connection, ModelProject project)
{
    private readonly Dictionary<string, ModelDefinition> _models = project.Models.ToDictionary(m => m.FullName, StringComparer.Ordinal);

    /// <param name="table">Full name, or the name alone where it is the only one.</param>
    /// <param name="rowKey">Key of a row, <c>column=value,…</c>; null = the whole table.</param>
    /// <exception cref="OperationsException">No such table, no such row, or more than one.</exception>
    public LineageReport Read(string table, string? rowKey)
    {
        var model = Find(table);
        var (runId, builtAt, modelHash, inputHash, app, engine) = State(model);
        var (row, places, rowsSql) = rowKey is null ? (null, TableFiles(model), null) : RowPlaces(model, rowKey);
        return new LineageReport(model.FullName, model.Caption, runId, builtAt, app, engine, modelHash, inputHash, Upstream(model), places, row, Corrections(model, rowsSql));
    }

    /// <summary>SELECT of the source rows of the rows <c>t</c> of a model: file_key, sheet_no, row_no, through.</summary>
    internal static IEnumerable<(RowLineage? Entry, string Sql)> SourceSql(IReadOnlyDictionary<string, ModelDefinition> models, ModelDefinition model, string rowsSql)
    {
        if (model.HasSourcePlace && model.Lineage.Count == 0)
        {
            yield return (null, PlaceSql(model, rowsSql));
            yield break;
        }

        foreach (var entry in model.Lineage)
        {
            var from = models[entry.From];
            var matched = $"SELECT f.* FROM {SqlText.Table(entry.From)} AS f WHERE EXISTS (SELECT 1 FROM ({rowsSql}) AS t WHERE {Both(entry)})";
            if (from.HasSourcePlace) yield return (entry, PlaceSql(from, matched));
            else
                foreach (var (_, deeper) in SourceSql(models, from, matched)) yield return (entry, deeper);
        }
    }

    /// <summary>Number of matched rows that count for the column the lineage names, for one row of the model.</summary>
    internal static string CountSql(RowLineage entry, string rowsSql) =>
        $"SELECT count(*) FROM ({rowsSql}) AS t, {SqlText.Table(entry.From)} AS f WHERE {Both(entry)}{(entry.Counted is null ? "" : $" AND ({entry.Counted})")}";

    private static string Both(RowLineage entry) => entry.When is null ? $"({entry.Match})" : $"({entry.When}) AND ({entry.Match})";

    private static string PlaceSql(ModelDefinition model, string rowsSql)
    {
        var rowNo = model.Columns.Any(c => c.Name == "row_no") ? "p.row_no" : "NULL::INTEGER";
        return $"SELECT p.file_key, p.sheet_no, {rowNo} AS row_no, {SqlText.Literal(model.FullName)} AS through FROM ({rowsSql}) AS p";
    }

    private ModelDefinition Find(string table)
    {
        var found = project.Models.Where(m => m.FullName == table || m.Name == table).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new OperationsException($"Таблицы «{table}» среди моделей нет. Похожие: {string.Join(", ", Similar(table))}. Весь список: docs/generated/dictionary.md"),
            _ => throw new OperationsException($"Таблиц с именем «{table}» несколько: {string.Join(", ", found.Select(m => m.FullName))}. Назовите схему."),
        };
    }

    private IEnumerable<string> Similar(string table)
    {
        var word = table[(table.LastIndexOf('.') + 1)..].Split('_').MaxBy(w => w.Length) ?? table;
        var near = project.Models.Where(m => m.Name.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        return (near.Count > 0 ? near : project.Models.Where(m => m.Schema == "marts")).Take(8).Select(m => m.FullName);
    }

    private (string? RunId, DateTime? BuiltAt, string? ModelHash, string? InputHash, string? App, string? Engine) State(ModelDefinition model)
    {
        if (!Tables.Exists(connection, "ops", "model_lineage"))
            throw new OperationsException("Витрины этого хранилища ещё не рассчитаны или рассчитаны прежней версией. Выполните: msoko build");
        return connection.QuerySingleOrDefault<(string?, DateTime?, string?, string?, string?, string?)>(
            """
            SELECT s.run_id, s.built_at, s.model_hash, s.input_hash, r.app_version, r.engine_version
            FROM ops.model_state AS s LEFT JOIN ops.run AS r ON r.run_id = s.run_id
            WHERE s.model = $model
            """,
            new { model = model.FullName });
    }

    private List<UpstreamTable> Upstream(ModelDefinition model)
    {
        var hashes = connection.Query<(string Model, string? Hash)>("SELECT model, model_hash FROM ops.model_state").ToDictionary(r => r.Model, r => r.Hash, StringComparer.Ordinal);
        var captions = project.Sources.ToDictionary(s => s.FullName, s => s.Caption, StringComparer.Ordinal);
        var result = new List<UpstreamTable>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var level = model.Inputs.ToList();
        for (var distance = 1; level.Count > 0; distance++)
        {
            var next = new List<string>();
            foreach (var name in level.Order(StringComparer.Ordinal).Where(seen.Add))
            {
                if (_models.TryGetValue(name, out var input)) next.AddRange(input.Inputs);
                result.Add(new UpstreamTable(name, input?.Caption ?? captions.GetValueOrDefault(name, ""), distance, input is null, hashes.GetValueOrDefault(name)));
            }

            level = next;
        }

        return result;
    }

    private List<SourcePlace> TableFiles(ModelDefinition model) => !Tables.Exists(connection, "ops", "mart_provenance") ? [] :
    [
        .. connection.Query<(string Path, string Sha, long Rows, string Table)>(
                "SELECT path, sha256, rows, source_table FROM ops.mart_provenance WHERE model = $model ORDER BY path, source_table", new { model = model.FullName })
            .Select(r => new SourcePlace(r.Path, null, r.Sha, r.Rows, null, r.Table)),
    ];

    private (RowOrigin, IReadOnlyList<SourcePlace>, string? SourceRowsSql) RowPlaces(ModelDefinition model, string rowKey)
    {
        var rowsSql = $"SELECT t.* FROM {SqlText.Table(model.FullName)} AS t WHERE {RowKey.Condition(model, rowKey)}";
        var values = Values(model, rowsSql);
        if (!model.HasSourcePlace && model.Lineage.Count == 0)
        {
            var reason = model.NoLineage ?? "в описании модели не сказано, из каких строк складывается её строка; ниже — таблицы и файлы всей модели";
            return (new RowOrigin(values, reason, []), TableFiles(model), null);
        }

        var parts = SourceSql(_models, model, rowsSql).Select(s => s.Sql).ToList();
        var counts = model.Lineage.Where(l => l.CountColumn is not null && Applies(l, rowsSql)).Select(l => new RowCount(
            l.CountColumn!, model.Columns.First(c => c.Name == l.CountColumn).Caption,
            connection.ExecuteScalar<long?>($"SELECT CAST({SqlText.Name(l.CountColumn!)} AS BIGINT) FROM ({rowsSql})"),
            connection.ExecuteScalar<long>(CountSql(l, rowsSql)))).ToList();
        var sourceRows = string.Join(" UNION ALL ", parts);
        return (new RowOrigin(values, null, counts), Places(sourceRows), sourceRows);
    }

    /// <summary>Corrections that count among the source rows; without rows, of all tables that reach the model.</summary>
    private List<AppliedCorrection> Corrections(ModelDefinition model, string? sourceRowsSql)
    {
        if (!Tables.Exists(connection, "core", "correction")) return [];
        // A table made of groups of rows names one of them or none: then the corrections of its whole sheet are told.
        var among = sourceRowsSql is not null
            ? $"EXISTS (SELECT 1 FROM ({sourceRowsSql}) AS p WHERE p.file_key = c.target_file AND p.sheet_no = c.target_sheet AND (p.row_no IS NULL OR p.row_no = c.target_row))"
            : Tables.Exists(connection, "ops", "mart_provenance")
                ? $"EXISTS (SELECT 1 FROM ops.mart_provenance AS p WHERE p.model = {SqlText.Literal(model.FullName)} AND p.path = f.path AND p.source_table = 'staging.' || c.source_table)"
                : "FALSE";
        return
        [
            .. connection.Query<(string Path, string? Sheet, int Row, string Field, string Reason, string Author, DateTime On, string From)>(
                $"""
                SELECT f.path, s.sheet_name, c.target_row, c.field, c.reason, c.author, c.corrected_on::TIMESTAMP, coalesce(o.path, 'corrections.csv') || ', строка ' || c.row_no
                FROM core.correction AS c
                JOIN ops.source_file AS f ON f.file_key = c.target_file
                LEFT JOIN ops.source_sheet AS s ON s.file_key = c.target_file AND s.sheet_no = c.target_sheet % 100000
                LEFT JOIN ops.source_file AS o ON o.file_key = c.file_key
                WHERE c.status = 'применена' AND {among}
                ORDER BY f.path, c.target_sheet, c.target_row, c.field
                """).Select(r => new AppliedCorrection(r.Path, r.Sheet, r.Row, r.Field, r.Reason, r.Author, DateOnly.FromDateTime(r.On), r.From)),
        ];
    }

    private bool Applies(RowLineage entry, string rowsSql) =>
        entry.When is null || connection.ExecuteScalar<long>($"SELECT count(*) FROM ({rowsSql}) AS t WHERE {entry.When}") > 0;

    private List<(string, string, string?)> Values(ModelDefinition model, string rowsSql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = rowsSql + " LIMIT 2";
        using var reader = command.ExecuteReader();
        if (!reader.Read()) throw new OperationsException($"В {model.FullName} нет такой строки. Проверьте ключ: msoko query \"SELECT * FROM {model.FullName} LIMIT 5\"");
        var values = model.Columns.Where(c => !c.IsPersonal).Select(c =>
        {
            var value = reader.GetValue(reader.GetOrdinal(c.Name));
            return (c.Name, c.Caption, value is DBNull ? null : Convert.ToString(value, CultureInfo.InvariantCulture));
        }).ToList();
        if (reader.Read()) throw new OperationsException($"Ключу отвечает больше одной строки {model.FullName}. Ключ строки: {string.Join(", ", model.Key)}");
        return values;
    }

    /// <summary>A row that reaches the figure by two ways is one row.</summary>
    private List<SourcePlace> Places(string sql) =>
    [
        .. connection.Query<(string Path, string? Sheet, string Sha, long Rows, string? Numbers, string Through)>(
            $"""
            WITH place AS (SELECT DISTINCT file_key, sheet_no % 100000 AS sheet_no, row_no, through FROM ({sql})),
            -- Neighbouring numbers minus their order are one number: each run of rows is a group.
            run AS (
                SELECT *, row_no - row_number() OVER (PARTITION BY file_key, sheet_no, through ORDER BY row_no) AS run_no FROM place
            ),
            stretch AS (
                SELECT file_key, sheet_no, through, min(row_no) AS first_row, max(row_no) AS last_row, count(*) AS n FROM run GROUP BY file_key, sheet_no, through, run_no
            )
            SELECT f.path, s.sheet_name, f.sha256, sum(r.n)::BIGINT,
                string_agg(CASE WHEN r.first_row = r.last_row THEN r.first_row::VARCHAR ELSE r.first_row || '–' || r.last_row END, ', ' ORDER BY r.first_row), r.through
            FROM stretch AS r
            JOIN ops.source_file AS f ON f.file_key = r.file_key
            LEFT JOIN ops.source_sheet AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
            GROUP BY f.path, s.sheet_no, s.sheet_name, f.sha256, r.through
            ORDER BY f.path, s.sheet_no, r.through
            """).Select(r => new SourcePlace(r.Path, r.Sheet, r.Sha, r.Rows, r.Numbers, r.Through)),
    ];
}
