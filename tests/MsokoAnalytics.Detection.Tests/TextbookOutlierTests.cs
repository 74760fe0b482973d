using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Detection.Tests;

/// <summary>Outliers of Rousseeuw and Leroy (1987) and robustbase, 1-based; the textbook core, not the rim.</summary>
public sealed class TextbookOutlierTests
{
    [SharedFact]
    public void Hbk_one_to_fourteen_are_found_and_classical_distances_mask_them()
    {
        var data = Support.Textbook("hbk", "X1", "X2", "X3");
        var robust = new RobustCovariance(null).Fit(data).Score(data);
        var classical = new PcaReconstruction(0, PcaScore.Standardised).Fit(data).Score(data);

        Assert.Equal(Enumerable.Range(1, 14), Support.Top(robust, 14));
        // χ² with 3 degrees of freedom, 0.975: 9.348. The classical distances of most of the fourteen stay below it.
        Assert.All(robust.Take(14), d => Assert.True(d > 9.348));
        Assert.True(classical.Take(14).Count(d => d > 9.348) < 5);
    }

    [SharedFact]
    public void Giants_of_the_star_cluster()
    {
        var data = Support.Textbook("starsCYG", "log.Te", "log.light");
        var scores = new RobustCovariance(null).Fit(data).Score(data);

        Assert.Superset(new HashSet<int> { 11, 20, 30, 34 }, Support.Top(scores, 6).ToHashSet());
        Assert.Subset(new HashSet<int> { 7, 9, 11, 14, 20, 30, 34 }, Support.Top(scores, 6).ToHashSet());
    }

    [SharedFact]
    public void Bushfire()
    {
        var data = Support.Textbook("bushfire", "V1", "V2", "V3", "V4", "V5");
        int[] core = [7, 8, 9, 10, 11, 32, 33, 34, 35, 36, 37, 38];

        Assert.Subset(Support.Top(new RobustCovariance(null).Fit(data).Score(data), 18).ToHashSet(), core.ToHashSet());
    }
}
