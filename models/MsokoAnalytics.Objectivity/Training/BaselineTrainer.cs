using MsokoAnalytics.Objectivity.Benchmarking;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>Calibrates every other method of the benchmark on the kind of worlds that our models are trained on.</summary>
public static class BaselineTrainer
{
    private static readonly (DataTier Tier, bool OneYear)[] Shapes =
        [(DataTier.T2, false), (DataTier.T3, false), (DataTier.T4, false), (DataTier.T2, true), (DataTier.T3, true), (DataTier.T4, true)];

    private static readonly double[] KnotShares = [.5, .8, .9, .95, .98, .99, .995];

    /// <param name="plan">Worlds and seeds.</param>
    /// <param name="progress">Told what is being done.</param>
    public static BaselineSet Train(TrainingPlan plan, Action<string>? progress = null)
    {
        var worlds = ModelTrainer.Worlds(plan, progress);
        var tiers = new TierBaselines[Shapes.Length];
        for (var s = 0; s < Shapes.Length; s++)
        {
            var (tier, oneYear) = Shapes[s];
            progress?.Invoke(FormattableString.Invariant($"baselines {s + 1} of {Shapes.Length}: {tier}{(oneYear ? ", one year" : "")}"));
            var labelled = ModelTrainer.Labelled(worlds, tier, oneYear);
            var results = Array.ConvertAll(labelled, w => Baselines.All(w.Data, w.Units, worlds[w.World].Types).ToArray());
            tiers[s] = new TierBaselines
            {
                Tier = tier,
                OneYear = oneYear,
                Methods = [.. Enumerable.Range(0, results[0].Length).Select(m => Fit(results[0][m].Name, labelled, Array.ConvertAll(results, r => r[m].Score)))],
            };
        }

        return new BaselineSet { Seed = plan.Seed, Worlds = plan.Worlds, SchoolsPerWorld = plan.Schools, Tiers = tiers };
    }

    private static ContextBaseline Fit(string method, LabelledUnits[] worlds, double[][] scores)
    {
        var sorted = scores.SelectMany(s => s).Order().ToArray();
        double low = Quantile(.001), high = Quantile(.9995);
        double[] knots = [.. KnotShares.Select(Quantile).Where(k => k > low && k < high).Distinct()];
        var columns = ContextBaseline.Columns(knots);
        var own = new List<double>();
        var labels = new List<int>();
        var row = new double[columns];
        for (var w = 0; w < worlds.Length; w++)
        {
            for (var u = 0; u < worlds[w].Units.Length; u++)
            {
                if (!worlds[w].Truth[u].Counts) continue;
                ContextBaseline.Fill(scores[w][u], low, high, knots, row);
                own.AddRange(row);
                labels.Add(worlds[w].Truth[u].IsManipulated ? 1 : 0);
            }
        }

        var y = labels.ToArray();
        var share = y.Average();
        var first = new ContextBaseline
        {
            Method = method, Low = low, High = high, Knots = knots, Own = LinearFits.Logistic([.. own], y, columns), Prior = Math.Log(share / (1 - share)),
            Stage2 = ModelTrainer.Placeholder,
        };
        var second = new List<double>();
        for (var w = 0; w < worlds.Length; w++)
        {
            var truth = worlds[w].Truth;
            ContextBaseline.Rows(worlds[w].Units, first.Ratios(scores[w]), (u, features) =>
            {
                if (truth[u].Counts) second.AddRange(features);
            });
        }

        return first with { Stage2 = LinearFits.Logistic([.. second], y, PosteriorFeatures.WithoutTeachers) };

        double Quantile(double p) => sorted[(int)(p * (sorted.Length - 1))];
    }
}
