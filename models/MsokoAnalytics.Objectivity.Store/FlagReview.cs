using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>A flag as the list shows it; <see cref="List"/> is «вне списков» where a decided flag is listed no more.</summary>
public sealed record FlagLine(
    string FlagId, string Level, string List, string Direction, string School, string? Work, string? ClassId, double? Posterior, int? N, string Status, string? Reason);

/// <summary>Decisions of people about flags. Every decision is a row of its own; the newest counts; nothing is deleted.</summary>
public static class FlagReview
{
    public static readonly string[] Statuses = ["новый", "подтверждён", "снят"];

    /// <summary>The newest decision of each flag.</summary>
    internal const string Newest = "(SELECT * FROM anomaly.review QUALIFY row_number() OVER (PARTITION BY flag_id ORDER BY changed_at DESC) = 1)";

    /// <summary>Whether an analysis has been made, with the tables of this version.</summary>
    public static bool HasFlags(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'anomaly' AND table_name = 'class_evidence' AND column_name = 'context_teachers'") > 0;

    /// <summary>Flags and decided ones that are listed no more, likeliest first; filters that are null leave all.</summary>
    /// <param name="connection">Warehouse with an analysis.</param>
    /// <param name="status">One of <see cref="Statuses"/>.</param>
    /// <param name="school">Six digits.</param>
    /// <param name="direction">впр, оба or журнал.</param>
    public static IReadOnlyList<FlagLine> List(DbConnection connection, string? status, string? school, string? direction = null) =>
        [.. connection.Query<(string, string, string, string, string, string?, string?, double?, int?, string, string?)>(
            $"""
            WITH listed AS (
              SELECT f.flag_id, f.level, f.list, f.direction, f.school_id, f.work_id, f.class_id, f.posterior, f.n, f.status, f.status_reason FROM anomaly.flags AS f
              UNION ALL
              SELECT r.flag_id, coalesce(r.level, '—'), 'вне списков', coalesce(r.direction, '—'), coalesce(r.school_id, '—'), r.work_id, r.class_id, r.posterior, r.n, r.status, r.reason
              FROM {Newest} AS r
              WHERE NOT EXISTS (SELECT 1 FROM anomaly.flags AS f WHERE f.flag_id = r.flag_id)
            )
            SELECT f.flag_id, f.level, f.list, f.direction, coalesce(s.school_name, f.school_id), f.work_id, f.class_id, f.posterior, f.n, f.status, f.status_reason
            FROM listed AS f
            LEFT JOIN core.dim_school AS s ON s.school_id = f.school_id
            WHERE ($status IS NULL OR f.status = $status) AND ($school IS NULL OR f.school_id = $school) AND ($direction IS NULL OR f.direction = $direction)
            ORDER BY f.posterior DESC NULLS LAST, f.flag_id
            """, new { status, school, direction }).Select(r => new FlagLine(r.Item1, r.Item2, r.Item3, r.Item4, r.Item5, r.Item6, r.Item7, r.Item8, r.Item9, r.Item10, r.Item11))];

    /// <summary>Records a decision together with what it was made on: posterior, model, evidences.</summary>
    /// <returns>False when no flag, listed or decided before, has this identifier.</returns>
    public static bool Decide(DbConnection connection, string flagId, string status, string? reason, DateTime at)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(WarehouseInputs.Resource("Review.sql"), transaction: transaction);
        var recorded = connection.Execute(
            $$"""
            INSERT INTO anomaly.review BY NAME
            SELECT
              f.flag_id, $status AS status, $reason AS reason, $at AS changed_at, f.level, f.direction, f.work_id, f.academic_year, f.school_id, f.class_id, f.mechanism, f.n, f.posterior, f.model_version,
              CASE WHEN e.work_id IS NOT NULL THEN CAST(json_object(
                'tier', e.tier, 'model', e.model, 'n_participants', e.n_participants, 'posterior_alone', e.posterior_alone, 'unit_log_odds', e.unit_log_odds, 'conformal_p', e.conformal_p,
                'z_other', e.z_other, 'z_journal', e.z_journal, 'z_leniency', e.z_leniency, 'z_misfit', e.z_misfit, 'z_hard_items', e.z_hard_items, 'llr_sharing', e.llr_sharing,
                'llr_bump', e.llr_bump, 'llr_journal_copy', e.llr_journal_copy, 'llr_absence', e.llr_absence, 'z_agreement', e.z_agreement,
                'context_series', e.context_series, 'context_parallel', e.context_parallel, 'context_school', e.context_school, 'context_teachers', e.context_teachers, 'is_controlled', e.is_controlled) AS VARCHAR) END AS evidence
            FROM anomaly.flags AS f
            LEFT JOIN anomaly.class_evidence AS e
              ON f.level = 'класс × работа' AND f.direction <> 'журнал' AND e.work_id = f.work_id AND e.school_id = f.school_id AND e.class_id IS NOT DISTINCT FROM f.class_id
            WHERE f.flag_id = $flagId
            UNION ALL
            SELECT r.flag_id, $status, $reason, $at, r.level, r.direction, r.work_id, r.academic_year, r.school_id, r.class_id, r.mechanism, r.n, r.posterior, r.model_version, r.evidence
            FROM {{Newest}} AS r
            WHERE r.flag_id = $flagId AND NOT EXISTS (SELECT 1 FROM anomaly.flags AS f WHERE f.flag_id = r.flag_id)
            """, new { flagId, status, reason, at }, transaction);
        connection.Execute("UPDATE anomaly.flags SET status = $status, status_reason = $reason WHERE flag_id = $flagId", new { flagId, status, reason }, transaction);
        ReviewAgreement.Write(connection, transaction);
        transaction.Commit();
        return recorded > 0;
    }
}
