using System.Data.Common;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>Clusters that a person has approved (core.cluster_fixed), gathered from the rows of core.int_school_cluster's query: one row per school and feature.</summary>
internal sealed class ApprovedClusters
{
    private const int First = 19;

    private readonly Dictionary<string, Dictionary<string, (int Cluster, bool IsMedoid, bool JoinedLater)>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StandingClusters> _years = new(StringComparer.Ordinal);

    /// <summary>Takes fixed_cluster, fixed_is_typical, fixed_k, fixed_stability, fixed_rule_version, fixed_approved_by of a row.</summary>
    public void Read(DbDataReader reader)
    {
        if (reader.IsDBNull(First)) return;
        var (year, school) = (reader.GetString(0), reader.GetString(1));
        if (!_members.TryGetValue(year, out var members))
        {
            _members[year] = members = new Dictionary<string, (int, bool, bool)>(StringComparer.Ordinal);
            _years[year] = new StandingClusters(
                members, reader.GetInt32(First + 2), reader.IsDBNull(First + 3) ? null : reader.GetDouble(First + 3), reader.GetString(First + 4), reader.GetString(First + 5));
        }

        members[school] = (reader.GetInt32(First), reader.GetBoolean(First + 1), false);
    }

    /// <summary>The approved clusters of a year; null where there are none.</summary>
    public StandingClusters? Of(string academicYear) => _years.GetValueOrDefault(academicYear);
}
