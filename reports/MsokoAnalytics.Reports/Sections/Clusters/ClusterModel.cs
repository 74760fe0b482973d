using MsokoAnalytics.Reports.Model;

namespace MsokoAnalytics.Reports.Sections.Clusters;

/// <param name="Year">Academic year.</param>
/// <param name="OfSchool">Whether it is a school's card.</param>
/// <param name="Reason">Why there is no cluster; null where there is one.</param>
/// <param name="Map">Name of the chart; null without a cluster.</param>
/// <param name="Legend">Clusters and their names.</param>
/// <param name="Profiles">In words: the school's own cluster, or all.</param>
/// <param name="Cluster">The school's; null in a municipality's summary.</param>
/// <param name="ClusterName">Its name.</param>
/// <param name="Peers">Nearest schools.</param>
/// <param name="Comparison">Качество against the others of the cluster; null when nothing can be compared.</param>
/// <param name="Members">Schools by cluster, in a municipality's summary.</param>
/// <param name="Missing">Schools without a cluster.</param>
internal sealed record ClusterModel(
    string Year, bool OfSchool, string? Reason, string? Map, IReadOnlyList<ClusterName> Legend, IReadOnlyList<ClusterProfile> Profiles, int? Cluster, string? ClusterName, IReadOnlyList<PeerLine> Peers,
    ClusterComparison? Comparison, IReadOnlyList<ClusterMembers> Members, IReadOnlyList<ClusterMissing> Missing);

internal sealed record ClusterName(int Cluster, string Name);

internal sealed record ClusterProfile(int Cluster, string Name, string Text, int Schools);

/// <param name="Rank">1 = nearest.</param>
/// <param name="School">Short name.</param>
/// <param name="Distance">0..1.</param>
/// <param name="SameCluster">Whether it is in the same cluster.</param>
/// <param name="DiffersIn">In what they differ most, or null.</param>
internal sealed record PeerLine(int Rank, string School, double Distance, bool SameCluster, string? DiffersIn);

internal sealed record ClusterComparison(IReadOnlyList<string> Charts, IReadOnlyList<ClusterComparisonLine> Rows, double Width, double RowHeight, int RowsTogether, DifferenceAxis Axis);

/// <param name="Work">Work and grade.</param>
/// <param name="N">Pupils of the school.</param>
/// <param name="Value">Качество, percent.</param>
/// <param name="Peers">Other schools.</param>
/// <param name="PeerPupils">Their pupils.</param>
/// <param name="PeerValue">Their качество, percent.</param>
/// <param name="Difference">Percent points.</param>
/// <param name="Verdict">As in the mart.</param>
/// <param name="Tone"><c>up</c>, <c>down</c> or <c>none</c>.</param>
internal sealed record ClusterComparisonLine(
    string Work, int N, double Value, int Peers, int PeerPupils, double PeerValue, Interval Difference, string Verdict, string Tone);

internal sealed record ClusterMembers(int Cluster, string Name, IReadOnlyList<string> Schools);

internal sealed record ClusterMissing(string School, string Reason);

/// <summary>A map without axes: only nearness has a meaning.</summary>
/// <param name="Width">Points.</param>
/// <param name="Height">Points.</param>
/// <param name="Points">Schools.</param>
internal sealed record ScatterChart(double Width, double Height, IReadOnlyList<ScatterPoint> Points) : ChartModel("scatter");

/// <param name="X">Place.</param>
/// <param name="Y">Place.</param>
/// <param name="Group">1, 2, …</param>
/// <param name="Label">Number beside the point, or null.</param>
/// <param name="Own">The school of the report.</param>
internal sealed record ScatterPoint(double X, double Y, int Group, string? Label, bool Own);
