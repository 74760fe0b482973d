using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>What the warehouse knows of its files, for reports.</summary>
internal sealed class IntakeQueries(DbConnection connection)
{
    /// <summary>The stored accounts of files that were not read again: years of them, so in one query.</summary>
    /// <param name="files">The files with their stored format.</param>
    public IEnumerable<FileAccount> Accounts(IReadOnlyCollection<(SourceFile File, string? Format)> files)
    {
        if (files.Count == 0) return [];
        var sheets = connection.Query<(long FileKey, int No, string Name, string? Layout, string Status, string? Problem, int Read, int Loaded, int Rejected, int NonData)>(
            "SELECT file_key, sheet_no, sheet_name, layout_id, status, problem, rows_read, rows_loaded, rows_rejected, rows_non_data FROM ops.source_sheet ORDER BY file_key, sheet_no")
            .ToLookup(s => s.FileKey, s => new SheetAccount(s.No, s.Name, s.Status) { LayoutId = s.Layout, Problem = s.Problem, Read = s.Read, Loaded = s.Loaded, Rejected = s.Rejected, NonData = s.NonData });
        return files.Select(f => new FileAccount(f.File.Path, f.File.Key, FileStatus.Loaded) { Format = f.Format, Sheets = [.. sheets[f.File.Key]] }.WithProblemOfSheets());
    }

    public IReadOnlyList<RejectSummary> Rejects() => [.. connection.Query<(string Path, string Sheet, string Rule, string Severity, string? Column, long Count, int? FirstRow, string? ValueClass)>(
        """
        SELECT f.path, s.sheet_name, r.rule, r.severity, r.column_name, count(*), min(r.row_no), min(r.value_class)
        FROM rejects.reject AS r
        JOIN ops.source_file AS f USING (file_key)
        JOIN ops.source_sheet AS s USING (file_key, sheet_no)
        GROUP BY ALL
        ORDER BY f.path, s.sheet_name, r.severity, r.rule, r.column_name
        """).Select(r => new RejectSummary(r.Path, r.Sheet, r.Rule, r.Severity, r.Column, r.Count, r.FirstRow, r.ValueClass))];

    public IReadOnlyList<Reissue> Reissues(string runId) => [.. connection.Query<(string Path, long Same, long Changed, long Added, long Removed)>(
        "SELECT path, pupils_same::BIGINT, pupils_changed::BIGINT, pupils_added::BIGINT, pupils_removed::BIGINT FROM ops.reissue WHERE run_id = $runId ORDER BY path", new { runId })
        .Select(r => new Reissue(r.Path, r.Same, r.Changed, r.Added, r.Removed))];

    /// <summary>Files of one work that hold the same school; the same order decides in <c>core</c> whose rows count.</summary>
    public IReadOnlyList<Overlap> Overlaps() => [.. connection.Query<(string Kept, string Other, long Schools, long Same, long Changed, long OnlyKept, long OnlyOther)>(
        """
        -- A work that lies in one file has no second: the results of the years behind need not be looked through.
        WITH sheet AS (
            SELECT *, concat_ws('|', procedure, year, wave, grade, subject, level) AS work
            FROM staging.stg_sheet
            QUALIFY min(file_key) OVER (PARTITION BY work) < max(file_key) OVER (PARTITION BY work)
        ),
        held AS (
            SELECT DISTINCT r.file_key, r.sheet_no, p.school_id
            FROM (SELECT DISTINCT file_key, sheet_no, place_id FROM staging.stg_vpr__row SEMI JOIN sheet USING (file_key, sheet_no)) AS r
            JOIN staging.stg_vpr__place AS p USING (place_id)
        ),
        part AS (
            SELECT s.work, r.school_id, r.file_key, any_value(f.path) AS path, max(s.layout_priority) AS priority, max(s.issued_at) AS issued_at
            FROM held AS r
            JOIN sheet AS s USING (file_key, sheet_no)
            JOIN ops.source_file AS f USING (file_key)
            GROUP BY ALL
        ),
        ranked AS (
            SELECT *, row_number() OVER w AS place, first_value(file_key) OVER w AS kept_key, first_value(path) OVER w AS kept_path
            FROM part
            WINDOW w AS (PARTITION BY work, school_id ORDER BY priority DESC, issued_at DESC, path DESC)
        ),
        pair AS (SELECT kept_key, kept_path, file_key AS other_key, path AS other_path, work, school_id FROM ranked WHERE place > 1),
        pupil AS (
            SELECT r.file_key, s.work, p.school_id, r.participant_code, hash(o.attendance, o.primary_score, o.mark_given, o.journal_mark, r.task_code) AS content
            FROM (SELECT * FROM staging.stg_vpr__row SEMI JOIN (SELECT kept_key AS file_key FROM pair UNION SELECT other_key FROM pair) USING (file_key)) AS r
            JOIN sheet AS s ON s.file_key = r.file_key AND s.sheet_no = r.sheet_no
            JOIN staging.stg_vpr__place AS p ON p.place_id = r.place_id
            JOIN staging.stg_vpr__outcome AS o ON o.outcome_id = r.outcome_id
        ),
        compared AS (
            SELECT p.kept_path, p.other_path, p.school_id, k.content AS kept, o.content AS other
            FROM pair AS p
            JOIN pupil AS k ON k.file_key = p.kept_key AND k.work = p.work AND k.school_id = p.school_id
            LEFT JOIN pupil AS o ON o.file_key = p.other_key AND o.work = p.work AND o.school_id = p.school_id AND o.participant_code = k.participant_code
            UNION ALL
            SELECT p.kept_path, p.other_path, p.school_id, NULL, o.content
            FROM pair AS p
            JOIN pupil AS o ON o.file_key = p.other_key AND o.work = p.work AND o.school_id = p.school_id
            WHERE NOT EXISTS (SELECT 1 FROM pupil AS k WHERE k.file_key = p.kept_key AND k.work = p.work AND k.school_id = p.school_id AND k.participant_code = o.participant_code)
        )
        SELECT kept_path, other_path, count(DISTINCT school_id), count(*) FILTER (WHERE kept = other), count(*) FILTER (WHERE kept <> other),
            count(*) FILTER (WHERE other IS NULL), count(*) FILTER (WHERE kept IS NULL)
        FROM compared
        GROUP BY ALL
        HAVING count(kept) FILTER (WHERE other IS NOT NULL) > 0
        ORDER BY kept_path, other_path
        """).Select(o => new Overlap(o.Kept, o.Other, o.Schools, o.Same, o.Changed, o.OnlyKept, o.OnlyOther))];
}
