using MsokoAnalytics.Detection;
using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>The contextual cluster of a mart's schools as one more column: that of the row's year, else the latest earlier one, as in marts.mart_cluster_comparison.</summary>
/// <param name="School">SQL of the school's key over the row <c>m</c>; NULL for rows of other objects.</param>
/// <param name="Year">SQL of the academic year over the row <c>m</c>; NULL = the mart has no year, so the newest clusters.</param>
internal sealed record ContextCluster(string School, string Year)
{
    public const string Name = "cluster";

    /// <exception cref="DetectionException">The rows name no school.</exception>
    public static ContextCluster Of(ModelDefinition model)
    {
        bool Has(string column) => model.Columns.Any(c => c.Name == column);
        var school = Has("scope") && Has("scope_id") ? "CASE WHEN m.scope = 'school' THEN m.scope_id END"
            : Has("school_id") ? "m.school_id"
            : throw new DetectionException($"в {model.FullName} нет школы: сравнивать внутри кластеров нечего");
        var year = Has("academic_year") ? "m.academic_year"
            : Calendar(Has("year") ? "year" : Has("year_to") ? "year_to" : null);
        return new ContextCluster(school, year);
    }

    public static string Column => $", k.cluster_year || ', кластер ' || k.cluster AS {Name}";

    public string Join => $"""
         ASOF LEFT JOIN (
          SELECT c.school_id, c.academic_year AS cluster_year, c.cluster FROM marts.mart_school_cluster AS c WHERE c.cluster IS NOT NULL
        ) AS k ON k.school_id = {School} AND coalesce({Year}, '9') >= k.cluster_year
        """;

    private static string Calendar(string? column) => column is null ? "CAST(NULL AS VARCHAR)" : $"CAST(m.{column} - 1 AS VARCHAR) || '/' || lpad(CAST(m.{column} % 100 AS VARCHAR), 2, '0')";
}
