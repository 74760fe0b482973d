using System.Data.Common;
using System.Globalization;
using Dapper;
using MsokoAnalytics.Statistics.Proportions;

namespace MsokoAnalytics.Objectivity.Store;

/// <summary>
/// Do people confirm as many classes as the probabilities say? Rows <c>reviewed_…</c> of <c>anomaly.diagnostics</c>: per bin of the posterior that a class had when it
/// was decided, the share confirmed with its interval. Made anew by every run and every decision. Only listed classes are reviewed, so the lowest bin is hardly ever filled.
/// </summary>
internal static class ReviewAgreement
{
    private static readonly double[] Bins = [0, 0.5, 0.8, 0.95, 1];
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    /// <summary>To be called in the transaction of the change.</summary>
    public static void Write(DbConnection connection, DbTransaction transaction)
    {
        var decided = connection.Query<(double Posterior, bool IsConfirmed)>(
            $"""
            SELECT r.posterior, r.status = $confirmed
            FROM {FlagReview.Newest} AS r
            WHERE r.status IN ($confirmed, $cleared) AND r.posterior IS NOT NULL AND r.level = 'класс × работа' AND r.direction IN ('впр', 'оба')
            ORDER BY r.flag_id
            """, new { confirmed = FlagReview.Statuses[1], cleared = FlagReview.Statuses[2] }, transaction).ToArray();
        connection.Execute("DELETE FROM anomaly.diagnostics WHERE starts_with(name, 'reviewed_')", transaction: transaction);
        for (var bin = 1; bin < Bins.Length; bin++)
        {
            var (from, to) = (Bins[bin - 1], Bins[bin]);
            var of = decided.Where(r => r.Posterior > from && r.Posterior <= to).ToArray();
            if (of.Length == 0) continue;
            var confirmed = of.Count(r => r.IsConfirmed);
            var (low, high) = WilsonInterval.Of(confirmed, of.Length);
            connection.Execute(
                """
                INSERT INTO anomaly.diagnostics BY NAME
                SELECT $name AS name, $value AS value, $low AS value_lo, $high AS value_hi, $n AS n, $text AS text_ru, any_value(d.model_version) AS model_version, any_value(d.run_id) AS run_id
                FROM anomaly.diagnostics AS d
                """,
                new
                {
                    name = string.Create(CultureInfo.InvariantCulture, $"reviewed_{100 * from:0}_{100 * to:0}"),
                    value = (double)confirmed / of.Length,
                    low,
                    high,
                    n = of.Length,
                    text = $"Подтверждено из рассмотренных с вероятностью {Percent(from)}–{Percent(to)} (средняя {Percent(of.Average(r => r.Posterior))})",
                }, transaction);
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0", Russian) + " %";
}
