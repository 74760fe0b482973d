using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Detection.Components;
using MsokoAnalytics.Detection.Covariance;
using MsokoAnalytics.Detection.Forest;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Detection.Tests;

/// <summary>What every detector promises.</summary>
public sealed class BehaviourTests
{
    public static TheoryData<IAnomalyDetector> All => new(
        new IsolationForest(50), new Ecod(), new RobustCovariance(null, 50), new PcaReconstruction(1, PcaScore.Direction), new PcaReconstruction(1, PcaScore.Residual),
        new PcaReconstruction(1, PcaScore.Standardised), new Lof(5));

    [Theory]
    [MemberData(nameof(All))]
    public void Json_there_and_back_keeps_every_bit(IAnomalyDetector detector)
    {
        var data = Sample(80);
        var fitted = detector.Fit(data);

        Assert.Equal(fitted.Score(data), FittedDetector.FromJson(fitted.ToJson()).Score(data));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_second_fit_is_the_first(IAnomalyDetector detector)
    {
        var data = Sample(700);
        Assert.Equal(detector.Fit(data).ToJson(), detector.Fit(data).ToJson());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Scores_are_finite_whatever_the_new_row(IAnomalyDetector detector)
    {
        var fitted = detector.Fit(Sample(80));
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int, int, int)>(),
            cell => double.IsFinite(fitted.Score(Support.Matrix([[cell.Item1 / 7.0, cell.Item2, cell.Item3 * 1e3]]))[0])).Check(Properties.Cases());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Other_features_are_refused(IAnomalyDetector detector)
    {
        var fitted = detector.Fit(Sample(80));
        Assert.Throws<DetectionException>(() => fitted.Score(new FeatureMatrix(["a", "b", "c"], [1, 2, 3])));
    }

    [Fact]
    public void Parts_of_additive_detectors_add_up_to_the_score()
    {
        var data = Sample(80);
        foreach (var detector in new IAnomalyDetector[] { new Ecod(), new RobustCovariance(null, 50), new PcaReconstruction(1, PcaScore.Residual), new PcaReconstruction(1, PcaScore.Standardised) })
        {
            var fitted = detector.Fit(data);
            Support.Close([.. Enumerable.Range(0, data.Rows).Select(i => fitted.Explain(data.Row(i)).Sum())], fitted.Score(data), 1e-9);
        }
    }

    [Fact]
    public void The_direction_score_cannot_see_how_far_a_row_is_and_the_residual_can()
    {
        // dotnet/machinelearning#3871: a point at (10000, 25000) among data in [0; 1] is «no anomaly».
        var data = Support.Matrix([.. Enumerable.Range(0, 40).Select(i => new[] { (i % 8) / 8.0, (i * 5 % 7) / 7.0 })]);
        double[] mean = [data.Column(0).Average(), data.Column(1).Average()];
        var rows = Support.Matrix([[mean[0] + 1, mean[1] + 2], [mean[0] + 10_000, mean[1] + 20_000]]);
        var direction = new PcaReconstruction(1, PcaScore.Direction).Fit(data).Score(rows);
        var residual = new PcaReconstruction(1, PcaScore.Residual).Fit(data).Score(rows);

        Assert.Equal(direction[0], direction[1], 1e-9);
        Assert.Equal(1e8, residual[1] / residual[0], 1e8 * 1e-6);
    }

    [Fact]
    public void Degenerate_data_are_refused_in_words()
    {
        var constant = new FeatureMatrix(["a", "b"], [.. Enumerable.Repeat(1.0, 40)]);
        Assert.Contains("MCD неприменим", Assert.Throws<DetectionException>(() => new RobustCovariance().Fit(constant)).Message, StringComparison.Ordinal);
        Assert.Contains("PCA неприменим", Assert.Throws<DetectionException>(() => new PcaReconstruction(1, PcaScore.Residual).Fit(constant)).Message, StringComparison.Ordinal);
        Assert.Contains("мало строк", Assert.Throws<DetectionException>(() => new RobustCovariance().Fit(new FeatureMatrix(["a", "b"], [1, 2, 3, 4]))).Message, StringComparison.Ordinal);
        Assert.Contains("от 1 до 1", Assert.Throws<DetectionException>(() => new PcaReconstruction(2, PcaScore.Residual).Fit(constant)).Message, StringComparison.Ordinal);
        Assert.Contains("строка 2, показатель «b»", Assert.Throws<DetectionException>(() => new FeatureMatrix(["a", "b"], [1, 2, 3, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("не читается", Assert.Throws<DetectionException>(() => FittedDetector.FromJson("{\"detector\":\"no\"}")).Message, StringComparison.Ordinal);
        // A constant table has nothing unusual: all rows alike, and no NaN.
        Assert.All(new IsolationForest(20).Fit(constant).Score(constant), s => Assert.Equal(new IsolationForest(20).Fit(constant).Score(constant)[0], s));
        Assert.All(new Lof(5).Fit(constant).Score(constant), s => Assert.Equal(1, s, 1e-6));
    }

    /// <summary>Three correlated features without randomness of the platform: fractions of multiples of irrational numbers.</summary>
    private static FeatureMatrix Sample(int rows) => Support.Matrix([.. Enumerable.Range(1, rows).Select(i =>
    {
        double a = i * Math.Sqrt(2) % 1, b = i * Math.Sqrt(3) % 1, c = i * Math.Sqrt(5) % 1;
        return new[] { a, a + 0.5 * b, c - 0.3 * b };
    })]);
}
