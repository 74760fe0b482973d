using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Support;

/// <summary>What must hold after every load, whatever was in the files; counted from the tables, not from the account itself.</summary>
internal static class LoadInvariants
{
    public static void Check(IntakeRun run, LoadReport report)
    {
        foreach (var file in report.Files)
        foreach (var sheet in file.Sheets)
            Assert.True(sheet.Read == sheet.Loaded + sheet.Rejected + sheet.NonData, $"{file.Path}, {sheet.SheetName}: {sheet.Read} ≠ {sheet.Loaded} + {sheet.Rejected} + {sheet.NonData}");

        // Every row that was read stands in raw, except in sheets that were not recognised or hold no data.
        Assert.Empty(run.Rows(
            """
            SELECT s.file_key, s.sheet_no, s.rows_read, count(r.row_no)
            FROM ops.source_sheet AS s LEFT JOIN raw.sheet_row AS r USING (file_key, sheet_no)
            WHERE s.status = 'loaded' GROUP BY ALL HAVING count(r.row_no) <> s.rows_read
            """));
        // Every row counted as rejected has exactly one reject of the kind «row».
        Assert.Empty(run.Rows(
            """
            SELECT s.file_key, s.sheet_no, s.rows_rejected, count(r.row_no), count(DISTINCT r.row_no)
            FROM ops.source_sheet AS s LEFT JOIN rejects.reject AS r ON r.file_key = s.file_key AND r.sheet_no = s.sheet_no AND r.severity = 'row'
            WHERE s.status = 'loaded' GROUP BY ALL HAVING count(r.row_no) <> s.rows_rejected OR count(DISTINCT r.row_no) <> s.rows_rejected
            """));
        // Every row counted as loaded is a row of staging; the long comparison makes one row of five, a local table by schools several of one.
        // The works of one sheet of a local table are numbered apart (MappedKind.WorkStep).
        Assert.Empty(run.Rows(
            $"""
            WITH typed AS (
                {string.Join(" UNION ALL ", RowTables(run).Select(t => $"SELECT {(t == "staging.stg_local__aggregate" ? "DISTINCT " : "")}file_key, sheet_no % 100000 AS sheet_no, row_no FROM {t}"))}
            )
            SELECT s.file_key, s.sheet_no, s.rows_loaded, count(t.row_no), count(DISTINCT t.row_no)
            FROM ops.source_sheet AS s LEFT JOIN typed AS t USING (file_key, sheet_no)
            WHERE s.status = 'loaded' AND s.layout_id NOT IN ('fisoko_journal_long', 'sgo_report_card', 'journal_marks', 'class_summary')
            GROUP BY ALL HAVING count(t.row_no) <> s.rows_loaded OR count(DISTINCT t.row_no) <> s.rows_loaded
            """));
        // A pupil's row and its place meet once: no row is lost or doubled by the view over both.
        Assert.Empty(run.Rows(
            """
            SELECT file_key, sheet_no, r.row_no, count(v.row_no)
            FROM staging.stg_vpr__row AS r LEFT JOIN staging.stg_vpr__result AS v USING (file_key, sheet_no, row_no)
            GROUP BY ALL HAVING count(v.row_no) <> 1
            """));
        // Nothing hangs in the air: every row belongs to a sheet of a file that is loaded.
        foreach (var table in FileTables(run))
            Assert.Empty(run.Rows($"SELECT DISTINCT file_key FROM {table} WHERE file_key NOT IN (SELECT file_key FROM ops.source_file WHERE status IN ('loaded', 'unrecognised'))"));
        Assert.Empty(run.Rows("SELECT file_key FROM ops.source_file GROUP BY ALL HAVING count(*) > 1"));
        // One pupil of a school once in a work of a file.
        Assert.Empty(run.Rows(
            """
            SELECT r.file_key, s.subject, r.school_id, r.participant_code FROM staging.stg_vpr__result AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no)
            GROUP BY r.file_key, s.procedure, s.year, s.wave, s.grade, s.subject, s.level, r.school_id, r.participant_code HAVING count(*) > 1
            """));
        // Every row of a person that was loaded is known to the joining of persons.
        Assert.Empty(run.Rows("SELECT file_key, sheet_no, row_no FROM staging.stg_gia__result ANTI JOIN staging.stg_person_row USING (file_key, sheet_no, row_no)"));
        Assert.Empty(run.Rows("SELECT DISTINCT rule FROM rejects.reject WHERE rule NOT IN (SELECT rule FROM rejects.rule)"));
    }

    /// <summary>Tables whose rows belong to a loaded file; those of staging are declared by their sources.</summary>
    public static IEnumerable<string> FileTables(IntakeRun run) =>
        StagingTables(run, "file_key").Prepend("ops.source_sheet").Prepend("rejects.reject").Prepend("raw.sheet_row");

    /// <summary>Staging tables with one row for each loaded row of a sheet.</summary>
    private static IEnumerable<string> RowTables(IntakeRun run) =>
        StagingTables(run, "row_no").Except(["staging.stg_sgo__lesson_mark", "staging.stg_sgo__report_card", "staging.stg_person_row"], StringComparer.Ordinal);

    private static IReadOnlyList<string> StagingTables(IntakeRun run, string column) =>
        run.Rows($"SELECT 'staging.' || table_name FROM duckdb_columns() WHERE schema_name = 'staging' AND column_name = '{column}' AND table_name NOT IN (SELECT view_name FROM duckdb_views()) ORDER BY table_name");
}
