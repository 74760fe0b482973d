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

    /// <summary>
    /// pyod_roc.csv: fitted on 60 % of the rows, standardised by their means and deviations, scored on the rest; splits of scikit-learn's train_test_split with RandomState(0) … RandomState(9),
    /// k = 20. Ten small sets; the others up to 7 000 rows (musk, optdigits, pendigits, satellite, satimage-2) agree as well, in half a minute.
    /// </summary>
    [SharedFact]
    public void LofAsPyodMeasuresIt()
    {
        var wrong = new List<string>();
        foreach (var set in new[] { "arrhythmia", "cardio", "glass", "ionosphere", "letter", "lympho", "pima", "vertebral", "vowels", "wbc" })
        {
            var (data, outlier) = Support.Odds(set);
            var ours = Enumerable.Range(0, 10).Average(seed => SplitAuc(data, outlier, (uint)seed));
            var theirs = Support.Published("LOF", set, "pyod_roc.csv");
            if (!(Math.Abs(ours - theirs) <= 0.0025)) wrong.Add(FormattableString.Invariant($"{set}: {ours:0.00000}, published {theirs:0.00000}"));
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    private static double SplitAuc(FeatureMatrix data, bool[] outlier, uint seed)
    {
        var order = NumpyPermutation.Of(data.Rows, seed);
        var tested = (int)Math.Ceiling(.4 * data.Rows);
        int[] test = order[..tested], train = order[tested..];
        var mean = new double[data.Columns];
        var deviation = new double[data.Columns];
        for (var j = 0; j < data.Columns; j++)
        {
            mean[j] = train.Average(i => data[i, j]);
            deviation[j] = Math.Sqrt(train.Average(i => (data[i, j] - mean[j]) * (data[i, j] - mean[j])));
        }

        FeatureMatrix Rows(IEnumerable<int> rows) => Support.Matrix([.. rows.Select(i => Enumerable.Range(0, data.Columns).Select(j => deviation[j] > 0 ? (data[i, j] - mean[j]) / deviation[j] : 0).ToArray())]);
        return Support.Auc(new Lof(20, Scale: false).Fit(Rows(train)).Score(Rows(test)), [.. test.Select(i => outlier[i])]);
    }

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
