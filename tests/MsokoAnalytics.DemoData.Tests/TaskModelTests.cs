using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.DemoData.Calibration;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Task scores given the total: exact sums, the exact distribution, the published task means.</summary>
public sealed class TaskModelTests
{
    [Fact]
    public void Drawn_scores_keep_their_limits_and_their_sum()
    {
        var gen =
            from max in Gen.NonEmptyListOf(Gen.Choose(1, 5)).Where(l => l.Count <= 12)
            from ease in Gen.ArrayOf(Gen.Choose(-300, 300).Select(e => e / 100.0), max.Count)
            from slope in Gen.ArrayOf(Gen.Choose(-100, 100).Select(e => e / 100.0), max.Count)
            from seed in Gen.Choose(0, int.MaxValue)
            select (max, ease, slope, seed);
        Prop.ForAll(gen.ToArbitrary(), c =>
        {
            var model = new TaskModel([.. c.max], c.ease, c.slope, [.. Enumerable.Repeat(1.0, c.max.Sum() + 1)]);
            var random = new KeyedRandom((ulong)c.seed);
            Span<byte> scores = stackalloc byte[c.max.Count];
            for (var total = 0; total <= model.Total; total++)
            {
                model.Draw(total, ref random, scores);
                var sum = 0;
                for (var j = 0; j < scores.Length; j++)
                {
                    if (scores[j] > c.max[j]) return false;
                    sum += scores[j];
                }

                if (sum != total) return false;
            }

            return true;
        }).Check(Properties.Cases());
    }

    /// <summary>Against enumeration of every score vector: weights exp(Σ x·θ), conditioned on the sum.</summary>
    [Fact]
    public void Moments_and_draws_follow_the_enumerated_distribution()
    {
        int[] max = [1, 2, 3, 1];
        double[] ease = [0.7, -0.4, 0.1, -1.2];
        double[] slope = [0.2, -0.3, 0.5, -0.4];
        double[] histogram = [1, 2, 4, 6, 5, 3, 2, 1];
        var model = new TaskModel(max, ease, slope, histogram);
        var moments = model.Moments();
        var mean = new double[4];
        var zero = new double[4];
        const int draws = 20_000;
        var random = new KeyedRandom(5);
        for (var total = 0; total < histogram.Length; total++)
        {
            var vectors = Vectors(max).Where(v => v.Sum() == total).ToList();
            var weights = vectors.ConvertAll(v => Math.Exp(v.Select((x, j) => x * (ease[j] + slope[j] * model.Level[total])).Sum()));
            var all = weights.Sum();
            var share = histogram[total] / histogram.Sum();
            for (var i = 0; i < vectors.Count; i++)
                for (var j = 0; j < 4; j++)
                {
                    mean[j] += share * weights[i] / all * vectors[i][j];
                    if (vectors[i][j] == 0) zero[j] += share * weights[i] / all;
                }

            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            var scores = new byte[4];
            for (var d = 0; d < draws; d++)
            {
                model.Draw(total, ref random, scores);
                var key = string.Join(',', scores);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }

            for (var i = 0; i < vectors.Count; i++)
            {
                var p = weights[i] / all;
                var seen = counts.GetValueOrDefault(string.Join(',', vectors[i])) / (double)draws;
                Assert.InRange(seen - p, -4.5 * Math.Sqrt(p * (1 - p) / draws) - 1e-9, 4.5 * Math.Sqrt(p * (1 - p) / draws) + 1e-9);
            }
        }

        for (var j = 0; j < 4; j++)
        {
            Assert.Equal(mean[j], moments.Mean[j], 9);
            Assert.Equal(zero[j], moments.Zero[j], 9);
        }

        // Standardised over the histogram.
        Assert.Equal(0, histogram.Select((h, t) => h * model.Level[t]).Sum(), 9);
    }

    public static TheoryData<string> Works { get; } = [.. CalibrationFile.Load().Works.Select(w => $"{w.Profile}-{w.Grade}-{w.Subject}")];

    /// <summary>The fitted model gives the published task means and correlations of every work.</summary>
    [Theory]
    [MemberData(nameof(Works))]
    public void Fitted_models_meet_the_published_targets(string key)
    {
        var work = CalibrationFile.Load().Works.Single(w => $"{w.Profile}-{w.Grade}-{w.Subject}" == key);
        var histogram = work.Histogram.Select(h => (double)h).ToArray();
        var moments = new TaskModel(work.TaskMax, work.TaskEase, work.TaskSlope, histogram).Moments();
        var meanTotal = histogram.Select((h, t) => h * t).Sum() / histogram.Sum();
        var sdTotal = Math.Sqrt(histogram.Select((h, t) => h * (t - meanTotal) * (t - meanTotal)).Sum() / histogram.Sum());
        Assert.Equal(meanTotal, moments.Mean.Sum(), 6);
        Assert.Equal(work.Max, work.TaskMax.Sum());
        // Published task means of a work add up to its mean total only up to this; the fit spreads the difference.
        var gap = Math.Abs(work.TaskPct.Select((p, j) => p / 100 * work.TaskMax[j]).Sum() - meanTotal) / work.Max;
        for (var j = 0; j < work.TaskMax.Count; j++)
        {
            Assert.InRange(moments.Mean[j] / work.TaskMax[j] - work.TaskPct[j] / 100, -0.01 - 3 * gap, 0.01 + 3 * gap);
            var r = moments.CovarianceWithTotal[j] / Math.Sqrt(moments.Variance[j]) / sdTotal;
            Assert.InRange(r - work.TaskR[j], -0.08, 0.08);
        }
    }

    private static IEnumerable<int[]> Vectors(int[] max) =>
        max.Aggregate((IEnumerable<int[]>)[[]], (done, m) => done.SelectMany(v => Enumerable.Range(0, m + 1).Select(x => (int[])[.. v, x])));
}
