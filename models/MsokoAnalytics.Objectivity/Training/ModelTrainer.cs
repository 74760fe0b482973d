using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>What to train on.</summary>
/// <param name="Seed">World w has seed Seed + w.</param>
/// <param name="Worlds">Number of worlds; the second half has the wide ranges.</param>
/// <param name="Schools">Schools per world.</param>
public sealed record TrainingPlan(long Seed, int Worlds, int Schools);

/// <summary>Trains the models of all tiers on randomised worlds. The same plan gives the same bytes, for any number of threads.</summary>
public static class ModelTrainer
{
    private const string Version = "1";
    private const double Stage1C = 0.05;
    private const int Folds = 2;
    private const int ConformalPoints = 400;
    private static readonly DataTier[] Tiers = [DataTier.T2, DataTier.T3, DataTier.T4];

    private static readonly string[] Limits =
    [
        "Trained and measured on generated worlds only: absolute figures on real data are expected to be lower.",
        "Detects the six described mechanisms; an unknown one needs an evidence and a generator kind of its own.",
        "Manipulations of one or two pupils of a class are not detectable in a single class.",
        "Pupils are not linked over the years; up to 6 % of the links between subjects are wrong in training.",
    ];

    /// <param name="plan">Worlds and seeds.</param>
    /// <param name="progress">Told what is being done.</param>
    public static ModelSet Train(TrainingPlan plan, Action<string>? progress = null)
    {
        var data = new LabelledUnits[Tiers.Length][];
        for (var t = 0; t < Tiers.Length; t++) data[t] = new LabelledUnits[plan.Worlds];
        for (var w = 0; w < plan.Worlds; w++)
        {
            progress?.Invoke(FormattableString.Invariant($"world {w + 1} of {plan.Worlds}"));
            var seed = plan.Seed + w;
            var world = WorldGenerator.Generate(WorldParameters.Randomised(seed, plan.Schools, wide: w >= plan.Worlds / 2), seed);
            for (var t = 0; t < Tiers.Length; t++) data[t][w] = LabelledUnits.Of(world, Tiers[t]);
        }

        var models = new TierModel[Tiers.Length];
        for (var t = 0; t < Tiers.Length; t++)
        {
            progress?.Invoke(FormattableString.Invariant($"tier {Tiers[t]}"));
            models[t] = TrainTier(Tiers[t], data[t], plan);
        }

        return new ModelSet { Version = Version, Tiers = models };
    }

    private static string[] EvidenceOf(DataTier tier) => tier switch
    {
        DataTier.T3 => ["zV", "zF", "zH", "sim", "lB"],
        DataTier.T4 => ["zV", "zJ", "zG", "lB", "lJ", "zA"],
        _ => ModelNames.Evidence,
    };

    private static TierModel TrainTier(DataTier tier, LabelledUnits[] worlds, TrainingPlan plan)
    {
        // Stage 2 must see stage-1 scores of worlds that stage 1 was not trained on.
        var scored = new (double[][] L, double[] Odds)[worlds.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var stage1 = Stage1(tier, [.. worlds.Where((_, w) => w % Folds != fold)], Placeholder);
            var likelihoods = new Likelihoods(stage1);
            for (var w = 0; w < worlds.Length; w++)
            {
                if (w % Folds != fold) continue;
                var l = Array.ConvertAll(worlds[w].Units, likelihoods.Of);
                scored[w] = (l, Array.ConvertAll(l, x => Likelihoods.UnitLogOdds(x)));
            }
        }

        var contexts = worlds.Select((world, w) => ContextScores.Build(world.Units, scored[w].L)).ToArray();
        var prevalence = Array.ConvertAll(scored, s => Prevalence.Estimate(s.Odds));
        var stage2 = Stage2(worlds, scored, contexts, prevalence);
        var posterior = worlds.Select((world, w) => Posteriors(stage2, scored[w].Odds, contexts[w].Units, prevalence[w])).ToArray();
        var school = SchoolModel(worlds, scored, contexts, posterior);
        var final = Stage1(tier, worlds, stage2);
        return new TierModel
        {
            Tier = tier,
            Card = Card(worlds, scored, posterior, plan),
            Unit = final,
            School = school,
            Range = Range(worlds, scored),
            Conformal = Conformal(worlds, scored),
        };
    }

    private static LogisticModel Placeholder => new() { Mean = [], Scale = [], Coefficients = [], Intercept = 0 };

    private static UnitModel Stage1(DataTier tier, LabelledUnits[] worlds, LogisticModel stage2)
    {
        var names = EvidenceOf(tier);
        var kinds = EvidenceBasis.Kinds(names);
        var columns = EvidenceBasis.Width(kinds.Length);
        var units = worlds.SelectMany(w => w.Units.Zip(w.Truth)).Where(u => u.Second.Counts).ToArray();
        var x = new double[units.Length * columns];
        for (var i = 0; i < units.Length; i++) EvidenceBasis.Fill(units[i].First, kinds, x.AsSpan(i * columns, columns));
        var y = Array.ConvertAll(units, u => (int)u.Second.Kind);
        var honest = Means(x, columns, i => y[i] == 0);
        var (mean, scale) = Standardise(x, columns);
        var fit = MultinomialLogistic.Train(x, y, columns, ModelNames.Mechanisms.Length, Stage1C, 1e-7, 600);
        var prior = new double[ModelNames.Mechanisms.Length];
        foreach (var k in y) prior[k] += 1.0 / y.Length;
        return new UnitModel
        {
            Evidence = names,
            Classes = ModelNames.Mechanisms,
            Mean = mean,
            Scale = scale,
            Coefficients = fit.Coefficients,
            Intercept = fit.Intercept,
            Prior = Array.ConvertAll(prior, p => Math.Max(p, 1e-6)),
            HonestMean = honest,
            Stage2 = stage2,
        };
    }

    private static LogisticModel Stage2(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored, ContextScores[] contexts, double[] prevalence)
    {
        var rows = new List<double>();
        var y = new List<int>();
        var row = new double[PosteriorFeatures.Count];
        for (var w = 0; w < worlds.Length; w++)
        {
            for (var u = 0; u < worlds[w].Units.Length; u++)
            {
                if (!worlds[w].Truth[u].Counts) continue;
                PosteriorFeatures.Fill(scored[w].Odds[u], contexts[w].Units[u], prevalence[w], row);
                rows.AddRange(row);
                y.Add(worlds[w].Truth[u].IsManipulated ? 1 : 0);
            }
        }

        return Logistic([.. rows], [.. y], PosteriorFeatures.Count);
    }

    private static double[] Posteriors(LogisticModel model, double[] odds, ContextScore[] context, double prevalence)
    {
        var row = new double[PosteriorFeatures.Count];
        var result = new double[odds.Length];
        for (var u = 0; u < odds.Length; u++)
        {
            PosteriorFeatures.Fill(odds[u], context[u], prevalence, row);
            result[u] = LogMath.Sigmoid(model.LogOdds(row));
        }

        return result;
    }

    private static LogisticModel SchoolModel(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored, ContextScores[] contexts, double[][] posterior)
    {
        const double share = .1;
        const int fewest = 3;
        var rows = new List<double>();
        var y = new List<int>();
        var row = new double[SchoolFeatures.Count];
        for (var w = 0; w < worlds.Length; w++)
        {
            foreach (var school in Enumerable.Range(0, worlds[w].Units.Length).GroupBy(u => worlds[w].Units[u].School))
            {
                var units = school.ToArray();
                SchoolFeatures.Fill(Array.ConvertAll(units, u => posterior[w][u]), Array.ConvertAll(units, u => scored[w].Odds[u]), contexts[w].Schools[school.Key], row);
                rows.AddRange(row);
                var manipulated = units.Count(u => worlds[w].Truth[u].IsManipulated);
                y.Add(manipulated >= fewest && manipulated >= share * units.Length ? 1 : 0);
            }
        }

        return Logistic([.. rows], [.. y], SchoolFeatures.Count);
    }

    /// <summary>Binary logistic regression with C = 1; two softmax rows carry half of it each, which halves C.</summary>
    private static LogisticModel Logistic(double[] x, int[] y, int columns)
    {
        var (mean, scale) = Standardise(x, columns);
        var fit = MultinomialLogistic.Train(x, y, columns, 2, 0.5, 1e-9);
        return new LogisticModel
        {
            Mean = mean,
            Scale = scale,
            Coefficients = [.. fit.Coefficients[1].Zip(fit.Coefficients[0], (a, b) => a - b)],
            Intercept = fit.Intercept[1] - fit.Intercept[0],
        };
    }

    private static double[] Means(double[] x, int columns, Func<int, bool> of)
    {
        var mean = new double[columns];
        var n = 0;
        for (var i = 0; i < x.Length / columns; i++)
        {
            if (!of(i)) continue;
            n++;
            for (var j = 0; j < columns; j++) mean[j] += x[(i * columns) + j];
        }

        return Array.ConvertAll(mean, m => m / Math.Max(n, 1));
    }

    /// <summary>Standardises the columns in place by their mean and population deviation; a constant column keeps the scale 1.</summary>
    private static (double[] Mean, double[] Scale) Standardise(double[] x, int columns)
    {
        var n = x.Length / columns;
        var mean = Means(x, columns, _ => true);
        var scale = new double[columns];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < columns; j++) scale[j] += (x[(i * columns) + j] - mean[j]) * (x[(i * columns) + j] - mean[j]);
        for (var j = 0; j < columns; j++)
        {
            scale[j] = Math.Sqrt(scale[j] / n);
            if (scale[j] < 1e-12) scale[j] = 1;
        }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < columns; j++) x[(i * columns) + j] = (x[(i * columns) + j] - mean[j]) / scale[j];
        return (mean, scale);
    }

    private static ModelCard Card(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored, double[][] posterior, TrainingPlan plan)
    {
        List<double> odds = [], full = [];
        var labels = new List<bool>();
        for (var w = 0; w < worlds.Length; w++)
        {
            for (var u = 0; u < worlds[w].Units.Length; u++)
            {
                if (!worlds[w].Truth[u].Counts) continue;
                odds.Add(scored[w].Odds[u]);
                full.Add(posterior[w][u]);
                labels.Add(worlds[w].Truth[u].IsManipulated);
            }
        }

        return new ModelCard
        {
            Version = Version,
            Seed = plan.Seed,
            Worlds = plan.Worlds,
            SchoolsPerWorld = plan.Schools,
            Years = new WorldParameters().Years,
            Units = labels.Count,
            Manipulated = labels.Count(l => l),
            AucUnit = RankingMeasures.Auc(odds.ToArray(), labels.ToArray()),
            AucFull = RankingMeasures.Auc(full.ToArray(), labels.ToArray()),
            Limits = Limits,
        };
    }

    private static CalibrationRange Range(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored)
    {
        var odds = scored.SelectMany(s => s.Odds).Order().ToArray();
        var evidence = Array.ConvertAll(worlds, w => w.Evidence);
        return new CalibrationRange
        {
            RhoMax = evidence.Max(e => e.Nuisance.Rho),
            TauAbsenceMax = evidence.Max(e => e.Nuisance.TauAbsence),
            ItemTau2Max = evidence.SelectMany(e => e.ItemTau2).Where(t => !double.IsNaN(t)).DefaultIfEmpty(0).Max(),
            LevelTau2Max = evidence.SelectMany(e => e.Spreads).Max(s => Math.Max(s.OtherTau2, Math.Max(s.OwnJournalTau2, s.JournalSideTau2))),
            LogOddsQuantiles = [.. Enumerable.Range(1, 8).Select(k => odds[(int)(k / 10.0 * (odds.Length - 1))])],
        };
    }

    private static ConformalReference Conformal(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored)
    {
        var bins = ConformalReference.SizeBins.Select(_ => new List<double>()).ToArray();
        for (var w = 0; w < worlds.Length; w++)
            for (var u = 0; u < worlds[w].Units.Length; u++)
                if (!worlds[w].Truth[u].IsManipulated && worlds[w].Truth[u].Counts)
                    bins[ConformalReference.Bin(worlds[w].Units[u].Participants)].Add(scored[w].Odds[u]);
        return new ConformalReference
        {
            Quantiles = Array.ConvertAll(bins, bin =>
            {
                var sorted = bin.Order().ToArray();
                return Enumerable.Range(0, ConformalPoints + 1).Select(k => sorted.Length == 0 ? 0 : sorted[(int)((double)k / ConformalPoints * (sorted.Length - 1))]).ToArray();
            }),
        };
    }
}
