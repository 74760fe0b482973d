using MsokoAnalytics.Analysis.Clusters;
using MsokoAnalytics.Analysis.Trends;
using MsokoAnalytics.Analysis.ValueAdded;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Analysis;

/// <summary>Every program that a model of kind analysis may name.</summary>
public static class AnalysisSet
{
    private static readonly ValueAddedOnce ValueAdded = new();

    public static IReadOnlyList<IModelAnalysis> All { get; } = [new TrendAnalysis(), new ClusterAnalysis(), new PeerAnalysis(), new ValueAddedAnalysis(ValueAdded), new ValueAddedModelAnalysis(ValueAdded)];
}
