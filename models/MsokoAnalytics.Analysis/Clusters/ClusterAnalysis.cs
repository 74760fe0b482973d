using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>
/// core.int_school_cluster. Clusters that a person has approved stay. Of the other years the last one is made anew by every run; earlier ones keep the clusters that the
/// published table has, unless they were asked for anew.
/// </summary>
public sealed class ClusterAnalysis : IModelAnalysis
{
    private static readonly string[] Kept = ["academic_year", "school_id", "cluster", "is_medoid", "joined_later", "k", "stability", "rule_version"];

    public string Name => "cluster-1";

    public void Fill(AnalysisTask task)
    {
        ClusterRule? rule = null;
        var approved = new ApprovedClusters();
        var years = ContextReader.Read(task, reader =>
        {
            rule ??= new ClusterRule(
                Name, (int)reader.GetDouble(10), (int)reader.GetDouble(11), (int)reader.GetDouble(12), (int)reader.GetDouble(13), (int)reader.GetDouble(14),
                reader.GetDouble(15), reader.GetDouble(16), reader.GetDouble(17), (long)reader.GetDouble(18));
            approved.Read(reader);
        });
        if (rule is null) return;
        var standing = Standing(task);
        var rows = new IReadOnlyList<ClusterRow>[years.Count];
        Parallel.For(0, years.Count, i =>
        {
            var kept = approved.Of(years[i].AcademicYear) ?? (i == years.Count - 1 || years[i].IsAnew ? null : standing.GetValueOrDefault(years[i].AcademicYear));
            rows[i] = ClusterPlan.Rows(years[i], rule, kept);
        });
        using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
        for (var i = 0; i < rows.Length; i++)
            foreach (var row in rows[i]) Write(writer, years[i].AcademicYear, row);

        writer.Complete();
    }

    private static Dictionary<string, StandingClusters> Standing(AnalysisTask task)
    {
        if (!Kept.All(task.PublishedColumns.Contains)) return [];
        using var command = task.Connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", Kept)} FROM {task.Model.FullName} WHERE cluster IS NOT NULL ORDER BY academic_year, school_id";
        using var reader = command.ExecuteReader();
        var rows = new List<(string Year, string School, int Cluster, bool IsMedoid, bool Joined, int K, double? Stability, string Version)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetInt32(5), reader.IsDBNull(6) ? null : reader.GetDouble(6), reader.GetString(7)));
        return rows.GroupBy(r => r.Year, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => new StandingClusters(g.ToDictionary(r => r.School, r => (r.Cluster, r.IsMedoid, r.Joined), StringComparer.Ordinal), g.First().K, g.First().Stability, g.First().Version),
            StringComparer.Ordinal);
    }

    private static void Write(RowWriter writer, string year, ClusterRow row) =>
        writer.Text(year).Text(row.SchoolId).Text(row.MunicipalityId).Whole(row.Cluster).Flag(row.IsMedoid).Number(row.Distance).Number(row.Silhouette).Whole(row.Next)
            .Number(row.X).Number(row.Y).Whole(row.K).Number(row.Stability).Whole(row.Schools).Whole(row.Known).Whole(row.Variables).Flag(row.JoinedLater)
            .Text(row.Reason).Text(row.RuleVersion).Text(row.ApprovedBy).End();
}
