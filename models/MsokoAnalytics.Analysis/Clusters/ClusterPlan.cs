using System.Globalization;
using MsokoAnalytics.Statistics.Clustering;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>
/// Contextual clusters of one academic year (docs/methodology/clusters.md): PAM over Gower's distances, the number of clusters with the most stable partition. Clusters
/// that stand are kept: their schools stay, a school that came later joins the nearest medoid. The order of the schools and the number of threads change nothing.
/// </summary>
public static class ClusterPlan
{
    /// <param name="year">Schools with their context.</param>
    /// <param name="rule">Numbers of the rule.</param>
    /// <param name="standing">Clusters to keep; null = make them.</param>
    /// <returns>One row per school, by key.</returns>
    public static IReadOnlyList<ClusterRow> Rows(ContextYear year, ClusterRule rule, StandingClusters? standing)
    {
        var space = ContextSpace.Of(year, rule.MinKnown);
        var rows = year.Schools.OrderBy(s => s.SchoolId, StringComparer.Ordinal).ToDictionary(
            s => s.SchoolId,
            s => new ClusterRow(s.SchoolId, s.MunicipalityId, space.Known[s.SchoolId], space.Informative, standing?.RuleVersion ?? rule.Version) { Reason = space.Reasons.GetValueOrDefault(s.SchoolId), ApprovedBy = standing?.ApprovedBy },
            StringComparer.Ordinal);
        string? refusal = null;
        if (space.Schools.Count > 0 && standing is not null) refusal = Keep(rows, space, standing);
        else if (space.Schools.Count < rule.MinSchools) refusal = $"мало школ с социальным паспортом: {space.Schools.Count}, а нужно {rule.MinSchools}";
        else refusal = Make(rows, space, rule);
        foreach (var school in refusal is null ? [] : space.Schools) rows[school.SchoolId] = rows[school.SchoolId] with { Reason = refusal };
        return [.. rows.Values];
    }

    /// <returns>Why there are no clusters; null when there are.</returns>
    private static string? Make(Dictionary<string, ClusterRow> rows, ContextSpace space, ClusterRule rule)
    {
        var distances = space.Distances();
        var most = Math.Min(rule.To, space.Schools.Count / rule.MinSize);
        if (most < rule.From) return $"мало школ для {rule.From} кластеров";
        ClusterStability[] candidates = [.. ClusterStability.Over(distances, rule.From, most, rule.Samples, rule.Seed).Where(c => c.SmallestCluster >= rule.MinSize)];
        if (candidates.Length == 0) return $"при любом числе кластеров есть кластер меньше {rule.MinSize} школ";
        var best = Chosen(candidates, rule);
        if (best.MeanRand < rule.StabilityFloor)
            return string.Create(CultureInfo.GetCultureInfo("ru-RU"), $"кластеры неустойчивы: согласие повторных выборок {best.MeanRand:0.00}, а нужно {rule.StabilityFloor:0.00}");
        var partition = Medoids.Pam(distances, best.K);
        // Large clusters first; of equal ones the one whose medoid has the smaller key. The medoids are in the order of the keys already.
        int[] order = [.. Enumerable.Range(0, best.K).OrderByDescending(c => partition.Cluster.Count(x => x == c)).ThenBy(c => c)];
        int[] number = new int[best.K];
        for (var place = 0; place < order.Length; place++) number[order[place]] = place;
        var medoids = order.Select(c => partition.Medoids[c]).ToArray();
        Fill(rows, space, distances, new Partition(medoids, [.. partition.Cluster.Select(c => number[c])], partition.Cost), best.MeanRand, new HashSet<int>());
        return null;
    }

    /// <summary>Of the partitions about as stable as the most stable one the finest: it says most.</summary>
    private static ClusterStability Chosen(ClusterStability[] candidates, ClusterRule rule)
    {
        var stable = ClusterStability.MostStable(candidates);
        return candidates.Where(c => c.MeanRand >= Math.Max(rule.StabilityFloor, stable.MeanRand - rule.StabilityTolerance)).MaxBy(c => c.K) ?? stable;
    }

    /// <returns>Why the clusters cannot stand; null when they do.</returns>
    private static string? Keep(Dictionary<string, ClusterRow> rows, ContextSpace space, StandingClusters standing)
    {
        var distances = space.Distances();
        var n = space.Schools.Count;
        var cluster = new int[n];
        var joined = new HashSet<int>();
        var medoids = Enumerable.Repeat(-1, standing.K).ToArray();
        for (var i = 0; i < n; i++)
        {
            cluster[i] = -1;
            if (!standing.Members.TryGetValue(space.Schools[i].SchoolId, out var member)) continue;
            cluster[i] = member.Cluster - 1;
            if (member.IsMedoid) medoids[member.Cluster - 1] = i;
            if (member.JoinedLater) joined.Add(i);
        }

        for (var c = 0; c < medoids.Length; c++)
            if (medoids[c] < 0) medoids[c] = Central([.. Enumerable.Range(0, n).Where(i => cluster[i] == c)], distances);
        if (Array.TrueForAll(medoids, m => m < 0)) return "ни одну из школ этих кластеров нельзя сравнить с другими";
        for (var i = 0; i < n; i++)
        {
            if (cluster[i] >= 0) continue;
            cluster[i] = Enumerable.Range(0, medoids.Length).Where(c => medoids[c] >= 0).MinBy(c => distances[i, medoids[c]]);
            joined.Add(i);
        }

        Fill(rows, space, distances, new Partition(medoids, cluster, 0), standing.Stability, joined);
        return null;
    }

    /// <summary>The member nearest to all others, where the medoid has left the data; −1 when nobody is left.</summary>
    private static int Central(int[] members, DistanceMatrix distances) =>
        members.Length == 0 ? -1 : members.MinBy(i => members.Sum(j => distances[i, j]));

    private static void Fill(Dictionary<string, ClusterRow> rows, ContextSpace space, DistanceMatrix distances, Partition partition, double? stability, HashSet<int> joined)
    {
        var widths = partition.SilhouetteWidths(distances);
        var map = space.Schools.Count > 1 ? ClassicalScaling.Map(distances) : [(0, 0)];
        for (var i = 0; i < space.Schools.Count; i++)
        {
            var id = space.Schools[i].SchoolId;
            var own = partition.Cluster[i];
            rows[id] = rows[id] with
            {
                Cluster = own + 1,
                IsMedoid = partition.Medoids[own] == i,
                Distance = distances[i, partition.Medoids[own]],
                Silhouette = widths[i].Width,
                Next = widths[i].Next < 0 ? null : widths[i].Next + 1,
                X = map[i].X,
                Y = map[i].Y,
                K = partition.Medoids.Count,
                Stability = stability,
                Schools = space.Schools.Count,
                JoinedLater = joined.Contains(i),
            };
        }
    }
}
