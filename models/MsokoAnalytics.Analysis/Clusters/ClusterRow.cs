namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>A school's place among the clusters of a year.</summary>
/// <param name="SchoolId">Key of the school.</param>
/// <param name="MunicipalityId">Its municipality.</param>
/// <param name="Known">Features known of it.</param>
/// <param name="Variables">Features that any school of the year knows.</param>
/// <param name="RuleVersion">Version of the rule that made the year's clusters.</param>
public sealed record ClusterRow(string SchoolId, string MunicipalityId, int Known, int Variables, string RuleVersion)
{
    /// <summary>1..k; null where <see cref="Reason"/> says why not.</summary>
    public int? Cluster { get; init; }

    public bool IsMedoid { get; init; }

    /// <summary>Distance to the medoid, 0..1.</summary>
    public double? Distance { get; init; }

    /// <summary>Silhouette width, −1..1.</summary>
    public double? Silhouette { get; init; }

    /// <summary>Nearest other cluster.</summary>
    public int? Next { get; init; }

    public double? X { get; init; }

    public double? Y { get; init; }

    /// <summary>Clusters of the year.</summary>
    public int? K { get; init; }

    /// <summary>Mean adjusted Rand index of the bootstrap partitions with the whole one.</summary>
    public double? Stability { get; init; }

    /// <summary>Schools clustered in the year.</summary>
    public int? Schools { get; init; }

    /// <summary>Put to clusters that stood already.</summary>
    public bool JoinedLater { get; init; }

    /// <summary>Who approved the clusters of the year; null where the program decides.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Russian; null where there is a cluster.</summary>
    public string? Reason { get; init; }
}

/// <summary>What stands of a year's clusters.</summary>
/// <param name="Members">Cluster, whether medoid, whether joined later, by key of the school.</param>
/// <param name="K">Clusters.</param>
/// <param name="Stability">Their stability when they were made; null = not told.</param>
/// <param name="RuleVersion">Version of the rule that made them.</param>
/// <param name="ApprovedBy">Who approved them; null where nobody did.</param>
public sealed record StandingClusters(
    IReadOnlyDictionary<string, (int Cluster, bool IsMedoid, bool JoinedLater)> Members, int K, double? Stability, string RuleVersion, string? ApprovedBy = null);
