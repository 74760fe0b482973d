using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Detection.Forest;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Detection.Tests;

/// <summary>
/// AUC on the ODDS sets against the reference table (reference_auc.csv: scikit-learn and PyOD on the whole sets), within 0.02.
/// </summary>
public sealed class PublishedAucTests
{
    private const double Tolerance = 0.02;

    private static readonly string[] Sets =
        ["arrhythmia", "cardio", "glass", "ionosphere", "letter", "lympho", "mnist", "musk", "optdigits", "pendigits", "pima", "satellite", "satimage-2", "shuttle", "vertebral", "vowels", "wbc"];

    [SharedFact]
    public void Ecod() => Check("ecod_pyod_variant_auc", Sets, 0.0005, (d, outlier) => Support.Auc(new Ecod().Fit(d).Score(d), outlier));

    /// <summary>Means of 10 seeds on both sides.</summary>
    [SharedFact]
    public void IsolationForestOf100Trees() => Check("sk_iforest_auc_mean10", Sets, Tolerance,
        (d, outlier) => Enumerable.Range(1, 10).Average(seed => Support.Auc(new IsolationForest(100, 256, seed).Fit(d).Score(d), outlier)));

    /// <summary>Sets whose reference is not «nan»: without singular covariances.</summary>
    [SharedFact]
    public void Mcd() => Check("sk_mcd_auc", ["cardio", "glass", "ionosphere", "lympho", "pendigits", "pima", "satellite", "satimage-2", "vertebral", "vowels", "wbc"],
        Tolerance, (d, outlier) => Support.Auc(new RobustCovariance(null, 200).Fit(d).Score(d), outlier));

    [SharedFact]
    public void StandardisedPca() => Check("mahalanobis_pca_auc", ["cardio", "glass", "letter", "pendigits", "pima", "satellite", "satimage-2", "shuttle", "vertebral", "vowels", "wbc"],
        Tolerance, (d, outlier) => Support.Auc(new PcaReconstruction(0, PcaScore.Standardised, Scale: true).Fit(d).Score(d), outlier));

    private static void Check(string column, string[] sets, double tolerance, Func<FeatureMatrix, bool[], double> auc)
    {
        var wrong = new List<string>();
        foreach (var set in sets)
        {
            var (data, outlier) = Support.Odds(set);
            var ours = auc(data, outlier);
            var theirs = Support.Published(column, set);
            if (!(Math.Abs(ours - theirs) <= tolerance)) wrong.Add(FormattableString.Invariant($"{set}: {ours:0.0000}, published {theirs:0.0000}"));
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }
}
