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

/// <summary>Stage 1 trained.</summary>
/// <param name="Whole">The model of all worlds, given its stage 2.</param>
/// <param name="Scored">By world: likelihood ratios and log odds from a model that did not see the world.</param>
internal sealed record Stage1Fit(Func<LogisticModel, UnitModel> Whole, (double[][] L, double[] Odds)[] Scored);

/// <summary>Trains the models of all tiers on randomised worlds. The same plan gives the same bytes, for any number of threads.</summary>
public static class ModelTrainer
{
    internal const string Version = "3";

    private const double Stage1C = 0.05;
    private const int Folds = 2;

    /// <summary>Tiers with several years, then with one; a single year links no pupils over years.</summary>
    private static readonly (DataTier Tier, bool OneYear)[] Shapes =
    [
        (DataTier.T1, false), (DataTier.T2, false), (DataTier.T3, false), (DataTier.T4, false),
        (DataTier.T2, true), (DataTier.T3, true), (DataTier.T4, true),
    ];

    /// <param name="plan">Worlds and seeds.</param>
    /// <param name="progress">Told what is being done.</param>
    public static ModelSet Train(TrainingPlan plan, Action<string>? progress = null)
    {
        var worlds = Worlds(plan, progress);
        var models = new TierModel[Shapes.Length];
        for (var s = 0; s < Shapes.Length; s++)
        {
            var (tier, oneYear) = Shapes[s];
            progress?.Invoke(FormattableString.Invariant($"model {s + 1} of {Shapes.Length}: {tier}{(oneYear ? ", one year" : "")}"));
            models[s] = Train(tier, oneYear, EvidenceOf(tier), Labelled(worlds, tier, oneYear), plan);
        }

        return new ModelSet { Version = Version, Tiers = models };
    }

    /// <summary>The worlds of a plan.</summary>
    internal static GeneratedWorld[] Worlds(TrainingPlan plan, Action<string>? progress = null)
    {
        var worlds = new GeneratedWorld[plan.Worlds];
        for (var w = 0; w < plan.Worlds; w++)
        {
            progress?.Invoke(FormattableString.Invariant($"world {w + 1} of {plan.Worlds}"));
            var seed = plan.Seed + w;
            worlds[w] = WorldGenerator.Generate(WorldParameters.Randomised(seed, plan.Schools, wide: w >= plan.Worlds / 2), seed);
        }

        return worlds;
    }

    /// <summary>Evidences of the worlds as a tier sees them; years apart when each is to stand for itself.</summary>
    internal static LabelledUnits[] Labelled(GeneratedWorld[] worlds, DataTier tier, bool oneYear) =>
        [.. worlds.SelectMany((world, w) => oneYear ? LabelledUnits.YearByYear(world, tier, w) : [LabelledUnits.Of(world, tier, w)])];

    /// <summary>Evidences that a tier has.</summary>
    internal static string[] EvidenceOf(DataTier tier) => tier switch
    {
        DataTier.T3 => ["zV", "zF", "zH", "sim", "lB"],
        DataTier.T4 => ["zV", "zJ", "zG", "lB", "lJ", "zA"],
        _ => ModelNames.Evidence,
    };

    /// <param name="tier">Tier the model will serve.</param>
    /// <param name="oneYear">Whether it serves data of one year.</param>
    /// <param name="evidence">Names of the evidences it may use.</param>
    /// <param name="worlds">Labelled worlds.</param>
    /// <param name="plan">For the card.</param>
    internal static TierModel Train(DataTier tier, bool oneYear, string[] evidence, LabelledUnits[] worlds, TrainingPlan plan) =>
        Train(tier, oneYear, Stage1(evidence, worlds), worlds, plan);

    /// <param name="tier">Tier the model will serve.</param>
    /// <param name="oneYear">Whether it serves data of one year.</param>
    /// <param name="stage1">Stage 1, trained on the same worlds.</param>
    /// <param name="worlds">Labelled worlds.</param>
    /// <param name="plan">For the card.</param>
    /// <param name="change">Changes, in place, the context that stage 2 sees of a world; null = as it is.</param>
    internal static TierModel Train(DataTier tier, bool oneYear, Stage1Fit stage1, LabelledUnits[] worlds, TrainingPlan plan, Action<LabelledUnits, ContextScore[]>? change = null)
    {
        var scored = stage1.Scored;
        var contexts = worlds.Select((world, w) => ContextScores.Build(world.Units, scored[w].L)).ToArray();
        if (change is not null)
            for (var w = 0; w < worlds.Length; w++) change(worlds[w], contexts[w].Units);
        var prevalence = Array.ConvertAll(scored, s => Prevalence.Estimate(s.Odds));
        var stage2 = Stage2(worlds, scored, contexts, prevalence);
        var posterior = worlds.Select((world, w) => Posteriors(stage2, scored[w].Odds, contexts[w].Units, prevalence[w])).ToArray();
        return new TierModel
        {
            Tier = tier,
            OneYear = oneYear,
            Card = ModelFacts.Card(worlds, scored, posterior, plan, oneYear),
            Unit = stage1.Whole(stage2),
            School = new SchoolModels
            {
                Work = School(SchoolScope.Work, worlds, scored, contexts, posterior),
                Year = School(SchoolScope.Year, worlds, scored, contexts, posterior),
                All = School(SchoolScope.All, worlds, scored, contexts, posterior),
            },
            Range = ModelFacts.Range(worlds, scored),
            Conformal = ModelFacts.Conformal(worlds, scored),
        };
    }

    /// <summary>In the place of a model that is trained later.</summary>
    internal static LogisticModel Placeholder => new() { Mean = [], Scale = [], Coefficients = [], Intercept = 0 };

    /// <summary>Stage 1 of all worlds, and its scores of every world by a model that did not see it.</summary>
    internal static Stage1Fit Stage1(string[] evidence, LabelledUnits[] worlds)
    {
        // Stage 2 must see stage-1 scores of worlds that stage 1 was not trained on; years of one world stay together.
        var scored = new (double[][] L, double[] Odds)[worlds.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var likelihoods = new Likelihoods(WholeOf(evidence, [.. worlds.Where(w => w.World % Folds != fold)])(Placeholder));
            for (var w = 0; w < worlds.Length; w++)
            {
                if (worlds[w].World % Folds != fold) continue;
                var l = Array.ConvertAll(worlds[w].Units, likelihoods.Of);
                scored[w] = (l, Array.ConvertAll(l, x => Likelihoods.UnitLogOdds(x)));
            }
        }

        return new Stage1Fit(WholeOf(evidence, worlds), scored);
    }

    private static Func<LogisticModel, UnitModel> WholeOf(string[] names, LabelledUnits[] worlds)
    {
        var kinds = EvidenceBasis.Kinds(names);
        var columns = EvidenceBasis.Width(kinds.Length);
        var units = worlds.SelectMany(w => w.Units.Zip(w.Truth)).Where(u => u.Second.Counts).ToArray();
        var x = new double[units.Length * columns];
        for (var i = 0; i < units.Length; i++) EvidenceBasis.Fill(units[i].First, kinds, x.AsSpan(i * columns, columns));
        var y = Array.ConvertAll(units, u => (int)u.Second.Kind);
        var honest = LinearFits.Means(x, columns, i => y[i] == 0);
        var (mean, scale) = LinearFits.Standardise(x, columns);
        var fit = MultinomialLogistic.Train(x, y, columns, ModelNames.Mechanisms.Length, Stage1C, 1e-7, 600);
        var prior = new double[ModelNames.Mechanisms.Length];
        foreach (var k in y) prior[k] += 1.0 / y.Length;
        return stage2 => new UnitModel
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

        return LinearFits.Logistic([.. rows], [.. y], PosteriorFeatures.Count);
    }

    internal static double[] Posteriors(LogisticModel model, double[] odds, ContextScore[] context, double prevalence)
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

    private static LogisticModel School(SchoolScope scope, LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored, ContextScores[] contexts, double[][] posterior)
    {
        var rows = new List<double>();
        var y = new List<int>();
        var row = new double[SchoolGroups.Features(scope)];
        for (var w = 0; w < worlds.Length; w++)
        {
            foreach (var (_, school, _, units) in SchoolGroups.Of(worlds[w].Units).Where(g => g.Scope == scope))
            {
                SchoolGroups.Fill(scope, units, posterior[w], scored[w].Odds, contexts[w].Schools[school], row);
                rows.AddRange(row);
                y.Add(SchoolGroups.IsAffected(scope, units.Count(u => worlds[w].Truth[u].IsManipulated), units.Length) ? 1 : 0);
            }
        }

        return LinearFits.Logistic([.. rows], [.. y], row.Length);
    }
}
