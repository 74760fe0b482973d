using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>A flag as the list shows it.</summary>
public sealed record FlagLine(string FlagId, string Level, string List, string School, string? Work, string? ClassId, double Posterior, int N, string Status, string? Reason);

/// <summary>Decisions of people about flags. Every decision is a row of its own; the newest counts; nothing is deleted.</summary>
public static class FlagReview
{
    public static readonly string[] Statuses = ["новый", "подтверждён", "снят"];

    /// <summary>Whether an analysis has been made.</summary>
    public static bool HasFlags(DbConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'anomaly' AND table_name = 'flags'") > 0;

    /// <summary>Flags, likeliest first; filters that are null leave all.</summary>
    public static IReadOnlyList<FlagLine> List(DbConnection connection, string? status, string? school) =>
        [.. connection.Query<(string, string, string, string, string?, string?, double, int, string, string?)>(
            """
            SELECT f.flag_id, f.level, f.list, coalesce(s.school_name, f.school_id), f.work_id, f.class_id, f.posterior, f.n, f.status, f.status_reason
            FROM anomaly.flags AS f
            LEFT JOIN core.dim_school AS s ON s.school_id = f.school_id
            WHERE ($status IS NULL OR f.status = $status) AND ($school IS NULL OR f.school_id = $school)
            ORDER BY f.posterior DESC, f.flag_id
            """, new { status, school }).Select(r => new FlagLine(r.Item1, r.Item2, r.Item3, r.Item4, r.Item5, r.Item6, r.Item7, r.Item8, r.Item9, r.Item10))];

    /// <returns>False when no flag has this identifier.</returns>
    public static bool Decide(DbConnection connection, string flagId, string status, string? reason, DateTime at)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.flags WHERE flag_id = $flagId", new { flagId }) == 0) return false;
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO anomaly.review VALUES ($flagId, $status, $reason, $at)", new { flagId, status, reason, at }, transaction);
        connection.Execute("UPDATE anomaly.flags SET status = $status, status_reason = $reason WHERE flag_id = $flagId", new { flagId, status, reason }, transaction);
        transaction.Commit();
        return true;
    }
}
