using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>A row of <c>anomaly.unusual_result</c> as the user sees it.</summary>
public sealed record UnusualLine(int Rank, string School, string Class, string Work, int N, string Text)
{
    /// <returns>The first <paramref name="top"/> rows; null before the first analysis of this version.</returns>
    public static IReadOnlyList<UnusualLine>? Read(DbConnection connection, int top)
    {
        if (!FlagReview.HasFlags(connection)) return null;
        return
        [
            .. connection.Query<(int Rank, string School, string Class, string Work, int N, string Text)>(
                """
                SELECT u.rank, coalesce(s.school_name, u.school_id), coalesce(u.class_label, 'класс не назван'), u.work_id, u.n_participants, u.explanation_ru
                FROM anomaly.unusual_result AS u LEFT JOIN core.dim_school AS s ON s.school_id = u.school_id
                ORDER BY u.rank LIMIT $top
                """, new { top }).Select(r => new UnusualLine(r.Rank, r.School, r.Class, r.Work, r.N, r.Text)),
        ];
    }
}
