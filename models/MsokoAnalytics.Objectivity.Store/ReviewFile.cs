using System.Data.Common;
using System.Globalization;
using Dapper;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>The file of decisions cannot be read or written; Russian, says what to do.</summary>
public sealed class ReviewFileException(string message) : Exception(message);

/// <summary>
/// Confirmed and cleared flags as a file for calibration: what was decided, when and why, on which posterior, evidences and model. Keys of works, schools and classes,
/// nothing of pupils. CSV (semicolons, UTF-8) or JSON by the ending.
/// </summary>
public static class ReviewFile
{
    private const int MostErrors = 5;

    /// <summary>New in version 3 of the models: files written before have no such column.</summary>
    private const string Teachers = "context_teachers";

    private static readonly string[] Keys =
        ["flag_id", "status", "reason", "changed_at", "level", "direction", "work_id", "academic_year", "school_id", "class_id", "mechanism", "n", "posterior", "model_version"];

    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal) { ["DOUBLE"] = "число с точкой", ["BOOLEAN"] = "true или false" };

    /// <summary>Evidences of the class when it was decided, with the types of <c>anomaly.class_evidence</c>.</summary>
    private static readonly (string Name, string Type)[] Evidence =
    [
        ("tier", "VARCHAR"), ("model", "VARCHAR"),
        .. Array.ConvertAll(
            [
                "n_participants", "posterior_alone", "unit_log_odds", "conformal_p", "z_other", "z_journal", "z_leniency", "z_misfit", "z_hard_items", "llr_sharing", "llr_bump",
                "llr_journal_copy", "llr_absence", "z_agreement", "context_series", "context_parallel", "context_school", Teachers,
            ],
            (string name) => (name, "DOUBLE")),
        ("is_controlled", "BOOLEAN"),
    ];

    private static string[] Columns => [.. Keys, .. Evidence.Select(e => e.Name)];

    /// <summary>Writes the newest decision of every confirmed or cleared flag; the file appears whole or not at all.</summary>
    /// <returns>Number of cases.</returns>
    /// <exception cref="ReviewFileException">The ending is neither .csv nor .json, or the folder cannot be written.</exception>
    public static int Export(DbConnection connection, string path)
    {
        var json = IsJson(path);
        var full = Path.GetFullPath(path);
        var part = full + ".part";
        try
        {
            if (Path.GetDirectoryName(full) is { } folder) Directory.CreateDirectory(folder);
            var evidence = Evidence.Select(e => $"CAST(r.evidence ->> '$.{e.Name}' AS {e.Type}) AS {e.Name}");
            var select = $"SELECT {string.Join(", ", Keys.Select(k => k == "changed_at" ? "strftime(r.changed_at, '%Y-%m-%dT%H:%M:%S.%f') AS changed_at" : "r." + k))}, {string.Join(", ", evidence)} "
                + $"FROM {FlagReview.Newest} AS r WHERE r.status IN ('{FlagReview.Statuses[1]}', '{FlagReview.Statuses[2]}') ORDER BY r.flag_id";
            connection.Execute($"COPY ({select}) TO '{Quoted(part)}' ({(json ? "FORMAT json, ARRAY true" : "FORMAT csv, HEADER true, DELIMITER ';'")})");
            File.Move(part, full, overwrite: true);
            return connection.ExecuteScalar<int>($"SELECT count(*) FROM ({select})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReviewFileException($"Файл «{path}» не записать: {e.Message} Укажите другую папку.");
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    /// <summary>Adds the decisions of a file to those of the warehouse; ones that are there already (same flag and time) are left.</summary>
    /// <returns>Decisions added, and those known before.</returns>
    /// <exception cref="ReviewFileException">The file is missing, no file of decisions, or has wrong rows: nothing was added.</exception>
    public static (int Added, int Known) Import(DbConnection connection, string path)
    {
        if (!File.Exists(path)) throw new ReviewFileException($"Файла «{path}» нет. Укажите файл, который записала команда msoko review --export.");
        ReadTexts(connection, path);
        Check(connection, path);
        var evidence = string.Join(", ", Evidence.Select(e => $"'{e.Name}', CAST(i.{e.Name} AS {e.Type})"));
        using var transaction = connection.BeginTransaction();
        connection.Execute(WarehouseInputs.Resource("Review.sql"), transaction: transaction);
        var total = connection.ExecuteScalar<int>("SELECT count(*) FROM review_import", transaction: transaction);
        var added = connection.Execute(
            $"""
            INSERT INTO anomaly.review BY NAME
            SELECT
              {string.Join(", ", Keys.Select(k => k switch
            {
                "changed_at" => "CAST(i.changed_at AS TIMESTAMP) AS changed_at",
                "n" => "CAST(CAST(i.n AS DOUBLE) AS INTEGER) AS n",
                "posterior" => "CAST(i.posterior AS DOUBLE) AS posterior",
                _ => "i." + k,
            }))},
              CASE WHEN i.tier IS NOT NULL THEN CAST(json_object({evidence}) AS VARCHAR) END AS evidence
            FROM review_import AS i
            WHERE NOT EXISTS (SELECT 1 FROM anomaly.review AS r WHERE r.flag_id = i.flag_id AND r.changed_at = CAST(i.changed_at AS TIMESTAMP))
            ORDER BY i.row_no
            """, transaction: transaction);
        connection.Execute(
            $"""
            UPDATE anomaly.flags SET status = r.status, status_reason = r.reason FROM {FlagReview.Newest} AS r WHERE r.flag_id = flags.flag_id
            """, transaction: transaction);
        ReviewAgreement.Write(connection, transaction);
        transaction.Commit();
        return (added, total - added);
    }

    /// <summary>Every cell as text in a temporary table, so that a wrong one can be named.</summary>
    private static void ReadTexts(DbConnection connection, string path)
    {
        var quoted = Quoted(Path.GetFullPath(path));
        var read = IsJson(path)
            ? $"read_json('{quoted}', format = 'array', columns = {{{string.Join(", ", Columns.Select(c => $"'{c}': 'VARCHAR'"))}}})"
            : $"read_csv('{quoted}', delim = ';', header = true, all_varchar = true, nullstr = '')";
        var columns = Columns;
        try
        {
            if (!IsJson(path))
            {
                var there = connection.Query<string>($"SELECT column_name FROM (DESCRIBE SELECT * FROM {read})").ToHashSet(StringComparer.Ordinal);
                var missing = Columns.Where(c => c != Teachers && !there.Contains(c)).ToArray();
                if (missing.Length > 0)
                    throw new ReviewFileException($"«{path}»: в первой строке нет столбцов {string.Join(", ", missing)}. Нужен файл, который записала команда msoko review --export (разделитель — точка с запятой).");
                if (!there.Contains(Teachers)) columns = Array.ConvertAll(columns, c => c == Teachers ? $"CAST(NULL AS VARCHAR) AS {Teachers}" : c);
            }

            connection.Execute($"CREATE OR REPLACE TEMP TABLE review_import AS SELECT row_number() OVER () AS row_no, {string.Join(", ", columns)} FROM {read}");
        }
        catch (DbException e)
        {
            throw new ReviewFileException($"«{path}» не читается как файл решений: {e.Message.Split('\n')[0]} Нужен файл, который записала команда msoko review --export.");
        }
    }

    private static void Check(DbConnection connection, string path)
    {
        var texts = string.Join(", ", Array.ConvertAll(FlagReview.Statuses, s => $"'{s}'"));
        var errors = connection.Query<(long Row, string Column, string? Value, string Expected)>(
            $"""
            SELECT row_no, 'flag_id', flag_id, 'признак, как в msoko review' FROM review_import WHERE coalesce(flag_id, '') = ''
            UNION ALL SELECT row_no, 'status', status, 'один из статусов: {string.Join(", ", FlagReview.Statuses)}' FROM review_import WHERE status IS NULL OR status NOT IN ({texts})
            UNION ALL SELECT row_no, 'changed_at', changed_at, 'дата и время, такие как 2026-05-14T10:30:00' FROM review_import WHERE TRY_CAST(changed_at AS TIMESTAMP) IS NULL
            UNION ALL SELECT row_no, 'posterior', posterior, 'число от 0 до 1 с точкой' FROM review_import WHERE posterior IS NOT NULL AND coalesce(TRY_CAST(posterior AS DOUBLE) NOT BETWEEN 0 AND 1, TRUE)
            UNION ALL SELECT row_no, 'n', n, 'целое число' FROM review_import WHERE n IS NOT NULL AND TRY_CAST(n AS DOUBLE) IS NULL
            {string.Concat(Evidence.Where(e => Expected.ContainsKey(e.Type)).Select(e => $"UNION ALL SELECT row_no, '{e.Name}', {e.Name}, '{Expected[e.Type]}' FROM review_import WHERE {e.Name} IS NOT NULL AND TRY_CAST({e.Name} AS {e.Type}) IS NULL\n"))}
            ORDER BY ALL
            """).ToArray();
        if (errors.Length == 0) return;
        // The first row of the file is the header.
        var first = errors.Take(MostErrors).Select(e => string.Create(CultureInfo.InvariantCulture, $"строка {e.Row + 1}, столбец {e.Column}: «{e.Value}», а ожидается {e.Expected}"));
        throw new ReviewFileException($"«{path}»: {string.Join("; ", first)}{(errors.Length > MostErrors ? $"; и ещё {errors.Length - MostErrors}" : "")}. Исправьте и повторите: ни одно решение не добавлено.");
    }

    private static bool IsJson(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => false,
        ".JSON" => true,
        _ => throw new ReviewFileException($"«{path}»: вид файла определяется по окончанию, нужно .csv или .json."),
    };

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
