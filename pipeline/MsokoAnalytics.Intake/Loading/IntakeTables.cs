using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The tables whose rows belong to a file, and what happens to them when the file goes or changes.</summary>
internal static class IntakeTables
{
    private static readonly string[] OfEveryFile = ["raw.sheet_row", "rejects.reject", "ops.source_sheet", "ops.source_file"];

    /// <summary>Removes every trace of some contents, so that they can be read anew.</summary>
    public static void DeleteFiles(DbConnection connection, IEnumerable<long> fileKeys)
    {
        // Nothing to look through for the usual case: contents that were never seen.
        var seen = connection.Query<long>($"SELECT file_key FROM ops.source_file WHERE file_key IN ({string.Join(", ", fileKeys.Select(k => k.ToString(CultureInfo.InvariantCulture)))})").ToList();
        foreach (var fileKey in seen) DeleteRows(connection, fileKey);
    }

    /// <summary>Removes the rows of a content from all tables.</summary>
    public static void DeleteRows(DbConnection connection, long fileKey)
    {
        foreach (var table in OfFile(connection)) connection.Execute($"DELETE FROM {table} WHERE file_key = $fileKey", new { fileKey });
    }

    /// <summary>A new content under an old name: the old rows go, their record stays as «replaced».</summary>
    public static void Replace(DbConnection connection, long oldKey)
    {
        foreach (var table in OfFile(connection).Where(t => t != "ops.source_file")) connection.Execute($"DELETE FROM {table} WHERE file_key = $oldKey", new { oldKey });
        connection.Execute("UPDATE ops.source_file SET status = 'replaced' WHERE file_key = $oldKey", new { oldKey });
    }

    /// <summary>
    /// Removes what rows named by numbers and none names any more. Nothing asks for it meanwhile, so it is done once a load that took rows away, not with every file: it reads the numbers of all rows.
    /// </summary>
    public static void DeleteUnused(DbConnection connection, IEnumerable<SheetKind> kinds)
    {
        foreach (var (rows, group) in kinds.Where(k => k.Plain is not null).SelectMany(k => k.Numbered, (k, g) => (k.Plain!.Table, g)))
            connection.Execute($"DELETE FROM {group.Table} WHERE {group.Column} NOT IN (SELECT DISTINCT {group.Column} FROM {rows})");
    }

    /// <summary>The tables of every file and those of staging, which each source declares for itself.</summary>
    private static IReadOnlyList<string> OfFile(DbConnection connection) =>
    [
        .. OfEveryFile,
        .. connection.Query<string>(
            """
            SELECT 'staging.' || table_name FROM duckdb_columns()
            WHERE schema_name = 'staging' AND column_name = 'file_key' AND table_name NOT IN (SELECT view_name FROM duckdb_views() WHERE schema_name = 'staging')
            ORDER BY table_name
            """),
    ];

    /// <summary>
    /// Whether two contents tell of the same: a work of the same school (or the finest scope of an official table), a journal of the same class and time.
    /// Reports have the same name every year, so an equal name alone makes no reissue.
    /// </summary>
    public static bool SameMatter(DbConnection connection, LayoutLibrary library, long oldKey, long newKey) => connection.ExecuteScalar<bool>(
        $"""
        WITH sheet AS (
            SELECT file_key, sheet_no, concat_ws('|', kind, procedure, year, wave, grade, subject, level, school_id) AS work
            FROM staging.stg_sheet WHERE file_key IN ($oldKey, $newKey)
        ),
        aggregate AS (
            SELECT file_key, sheet_no, scope, scope_id FROM staging.stg_vpr__mark_statistics
            UNION ALL
            SELECT file_key, sheet_no, scope, scope_id FROM staging.stg_vpr__journal_comparison
        ),
        matter AS (
            SELECT file_key, concat_ws('|', procedure, year, wave, grade, subject, level, code_system, school_code, region_name, municipality_name, school_name) AS what
            FROM staging.stg_local__aggregate WHERE file_key IN ($oldKey, $newKey)
            UNION
            SELECT file_key, work || '|' || r.school_id AS what FROM sheet JOIN staging.stg_vpr__result AS r USING (file_key, sheet_no)
            UNION
            SELECT file_key, concat_ws('|', work, g.procedure, g.year, g.exam_code, g.subject, g.exam_date, g.school_code) FROM sheet JOIN staging.stg_gia__result AS g USING (file_key, sheet_no)
            UNION
            SELECT file_key, what
            FROM (
                SELECT file_key, work || '|' || coalesce(scope_id, '') AS what, list_position(['country', 'region', 'municipality', 'school'], scope) AS fineness
                FROM sheet JOIN aggregate USING (file_key, sheet_no)
            )
            QUALIFY fineness = max(fineness) OVER (PARTITION BY file_key)
            UNION
            SELECT file_key, concat_ws('|', work, p.academic_year, p.class_label, p.period_from, p.period_to) FROM sheet JOIN staging.stg_sgo__progress_subject AS p USING (file_key, sheet_no)
            UNION
            SELECT file_key, concat_ws('|', work, c.academic_year, c.class_label) FROM sheet JOIN staging.stg_sgo__report_card AS c USING (file_key, sheet_no)
            UNION
            SELECT file_key, concat_ws('|', work, m.academic_year, m.class_name, m.period) FROM sheet JOIN staging.stg_journal__class_mark AS m USING (file_key, sheet_no)
            UNION
            SELECT file_key, concat_ws('|', kind, p.school_ref, p.academic_year, p.period) FROM staging.stg_sheet JOIN staging.stg_journal__period AS p USING (file_key, sheet_no)
            {TableMatter(library)}
        )
        SELECT NOT EXISTS (SELECT 1 FROM matter WHERE file_key = $oldKey)
            OR EXISTS (SELECT 1 FROM matter AS o JOIN matter AS n USING (what) WHERE o.file_key = $oldKey AND n.file_key = $newKey)
        """,
        new { oldKey, newKey });

    /// <summary>What sheets of simple tables are about: the values that their layouts name.</summary>
    private static string TableMatter(LayoutLibrary library) => string.Concat(library.Layouts.Where(l => l is { Target: not null, Table.Matter.Count: > 0 })
        .SelectMany(l => l.Table.Matter.Select(m => m == "school" ? "school_ref" : m), (l, m) => (l.Kind, l.Target, Column: m))
        .GroupBy(l => (l.Kind, l.Target))
        .Select(l => $"""

            UNION
            SELECT file_key, concat_ws('|', kind, {string.Join(", ", l.Select(m => $"t.{m.Column}").Distinct(StringComparer.Ordinal))})
            FROM staging.{l.Key.Target} AS t JOIN staging.stg_sheet AS s USING (file_key, sheet_no) WHERE s.kind = '{l.Key.Kind}'
            """));

    /// <summary>Keeps how the pupils of a reissued file differ from the old ones; to be called while both are there.</summary>
    public static void KeepDifference(DbConnection connection, long oldKey, SourceFile file, string runId) => connection.Execute(
        """
        WITH pupil AS (
            SELECT r.file_key, concat_ws('|', s.procedure, s.year, s.wave, s.grade, s.subject, s.level) AS work, r.school_id, r.participant_code,
                hash(r.attendance, r.primary_score, r.mark_given, r.journal_mark, r.task_code) AS content
            FROM staging.stg_vpr__result AS r
            JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
            WHERE r.file_key IN ($oldKey, $newKey)
        )
        INSERT INTO ops.reissue
        SELECT $path, $oldKey, $newKey,
            count(*) FILTER (WHERE o.content = n.content),
            count(*) FILTER (WHERE o.content <> n.content),
            count(*) FILTER (WHERE o.content IS NULL),
            count(*) FILTER (WHERE n.content IS NULL),
            $runId
        FROM (SELECT * FROM pupil WHERE file_key = $oldKey) AS o
        FULL JOIN (SELECT * FROM pupil WHERE file_key = $newKey) AS n USING (work, school_id, participant_code)
        """,
        new { path = file.Path, oldKey, newKey = file.Key, runId });
}
