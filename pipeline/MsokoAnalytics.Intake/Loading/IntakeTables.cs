using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>The tables whose rows belong to a file, and what happens to them when the file goes or changes.</summary>
internal static class IntakeTables
{
    private static readonly string[] OfFile =
    [
        "raw.sheet_row", "rejects.reject", "ops.source_sheet", "ops.source_file",
        "staging.stg_sheet", "staging.stg_sheet_task", "staging.stg_vpr__result", "staging.stg_vpr__mark_statistics", "staging.stg_vpr__journal_comparison",
        "staging.stg_sgo__progress_subject", "staging.stg_sgo__lesson_mark", "staging.stg_sgo__report_card",
    ];

    /// <summary>Removes every trace of a content, so that it can be read anew.</summary>
    public static void DeleteFile(DbConnection connection, long fileKey)
    {
        // Nothing to look through for the usual case: a content that was never seen.
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM ops.source_file WHERE file_key = $fileKey", new { fileKey }) == 0) return;
        foreach (var table in OfFile) connection.Execute($"DELETE FROM {table} WHERE file_key = $fileKey", new { fileKey });
    }

    /// <summary>A new content under an old name: the old rows go, their record stays as «replaced», the difference is kept.</summary>
    public static void Replace(DbConnection connection, long oldKey, SourceFile file, string runId)
    {
        connection.Execute(
            """
            INSERT INTO ops.reissue
            SELECT $path, $oldKey, $newKey,
                count(*) FILTER (WHERE o.school_id IS NOT NULL AND n.school_id IS NOT NULL AND o.content = n.content),
                count(*) FILTER (WHERE o.school_id IS NOT NULL AND n.school_id IS NOT NULL AND o.content <> n.content),
                count(*) FILTER (WHERE o.school_id IS NULL),
                count(*) FILTER (WHERE n.school_id IS NULL),
                $runId
            FROM (SELECT school_id, participant_code, hash(attendance, primary_score, mark_given, journal_mark, task_score, task_is_x) AS content FROM staging.stg_vpr__result WHERE file_key = $oldKey) AS o
            FULL JOIN (SELECT school_id, participant_code, hash(attendance, primary_score, mark_given, journal_mark, task_score, task_is_x) AS content FROM staging.stg_vpr__result WHERE file_key = $newKey) AS n
                USING (school_id, participant_code)
            """,
            new { path = file.Path, oldKey, newKey = file.Key, runId });
        foreach (var table in OfFile.Where(t => t != "ops.source_file")) connection.Execute($"DELETE FROM {table} WHERE file_key = $oldKey", new { oldKey });
        connection.Execute("UPDATE ops.source_file SET status = 'replaced' WHERE file_key = $oldKey", new { oldKey });
    }
}
