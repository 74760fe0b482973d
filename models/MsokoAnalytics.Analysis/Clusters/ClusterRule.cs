namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>Numbers the clusters rest on (core.seed_analysis_setting).</summary>
/// <param name="Version">Version of the rule, kept with every year's clusters.</param>
/// <param name="MinSchools">Fewest comparable schools of a year.</param>
/// <param name="From">Smallest number of clusters, at least 2.</param>
/// <param name="To">Largest number of clusters.</param>
/// <param name="MinSize">Fewest schools of a cluster.</param>
/// <param name="Samples">Bootstrap samples per number of clusters.</param>
/// <param name="StabilityFloor">Least mean adjusted Rand index of the samples, 0..1.</param>
/// <param name="StabilityTolerance">The finest partition is taken whose index is not lower than the best by more than this.</param>
/// <param name="MinKnown">A school is clustered when it knows more than this share of the weight of the features.</param>
/// <param name="Seed">Seed of the samples.</param>
public sealed record ClusterRule(
    string Version, int MinSchools, int From, int To, int MinSize, int Samples, double StabilityFloor, double StabilityTolerance, double MinKnown, long Seed);
