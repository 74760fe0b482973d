using System.Data.Common;
using System.Globalization;
using Dapper;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Contextual clusters of the academic years and the file that holds them.</summary>
internal static class ClustersView
{
    private static readonly CultureInfo Ru = CultureInfo.GetCultureInfo("ru-RU");
    private static readonly string[] Header = ["Учебный год", "Логин", "Школа", "Кластер", "Название кластера", "Типичная школа", "Устойчивость", "Версия правила", "Кто утвердил", "Дата"];

    public static IReadOnlyList<YearRow> Years(DbConnection connection) => [.. connection.Query<YearRow>(
        """
        SELECT
          c.academic_year AS AcademicYear, max(c.k) AS Clusters, count(c.cluster) AS Schools, count(*) - count(c.cluster) AS Without, count(*) FILTER (WHERE c.joined_later) AS Joined,
          max(c.stability) AS Stability, max(c.rule_version) AS RuleVersion, max(c.approved_by) AS ApprovedBy, c.academic_year = max(c.academic_year) OVER () AS IsLast, min(c.reason) AS Reason
        FROM marts.mart_school_cluster AS c
        GROUP BY c.academic_year
        ORDER BY c.academic_year
        """)];

    public static void Print(IReadOnlyList<YearRow> years, IAnsiConsole console)
    {
        if (years.Count == 0)
        {
            console.MarkupLine("Социальных паспортов нет: кластеров нет.");
            return;
        }

        var table = new Table().AddColumns("Учебный год", "Кластеров", "Школ", "Без кластера", "Присоединены позже", "Устойчивость", "Версия правила", "Что будет при сборке");
        foreach (var y in years)
        {
            var state = y.ApprovedBy is not null ? $"закреплены school-clusters.csv ({y.ApprovedBy})"
                : y.Clusters is null ? y.Reason ?? "" : y.IsLast ? "рассчитываются заново" : "остаются, какими были в этом хранилище";
            table.AddRow(
                y.AcademicYear, y.Clusters?.ToString(Ru) ?? "–", y.Schools.ToString(Ru), y.Without.ToString(Ru), y.Joined.ToString(Ru), y.Stability?.ToString("0.00", Ru) ?? "–", Markup.Escape(y.RuleVersion),
                Markup.Escape(state));
        }

        console.Write(table);
    }

    /// <summary>Writes the draft of school-clusters.csv.</summary>
    /// <returns>Lines without the header.</returns>
    public static int Write(DbConnection connection, string path, IReadOnlyCollection<string> years)
    {
        var rows = connection.Query<SchoolRow>(
            """
            SELECT
              c.academic_year AS AcademicYear, c.school_id AS SchoolId, d.school_name AS SchoolName, c.cluster AS Cluster, c.cluster_name AS ClusterName, c.is_medoid AS IsTypical,
              c.stability AS Stability, c.rule_version AS RuleVersion
            FROM marts.mart_school_cluster AS c
            LEFT JOIN core.dim_school AS d ON d.school_id = c.school_id
            WHERE c.cluster IS NOT NULL
            ORDER BY c.academic_year, c.cluster, c.school_id
            """).Where(r => years.Contains(r.AcademicYear, StringComparer.Ordinal)).ToList();
        using var writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        writer.WriteLine(string.Join(';', Header));
        foreach (var r in rows)
            writer.WriteLine(string.Join(';', new[]
            {
                r.AcademicYear, r.SchoolId, r.SchoolName, r.Cluster.ToString(CultureInfo.InvariantCulture), r.ClusterName, r.IsTypical ? "да" : "", r.Stability?.ToString("0.####", Ru), r.RuleVersion, null, null,
            }.Select(SchoolMatchView.Field)));
        return rows.Count;
    }

    internal sealed record YearRow(
        string AcademicYear, int? Clusters, long Schools, long Without, long Joined, double? Stability, string RuleVersion, string? ApprovedBy, bool IsLast, string? Reason);

    private sealed record SchoolRow(string AcademicYear, string SchoolId, string? SchoolName, int Cluster, string? ClusterName, bool IsTypical, double? Stability, string RuleVersion);
}
