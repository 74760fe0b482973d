using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>What remains of the method without a part of it.</summary>
/// <param name="Without">What was taken away.</param>
/// <param name="AucFull">Mean AUC of the posterior.</param>
/// <param name="AucUnit">Mean AUC of the class alone.</param>
/// <param name="Recall10">Mean recall at a true false share of 10 %.</param>
/// <param name="FalseShare5">Pooled false share of the list at q = 5 %.</param>
/// <param name="Recall5">Pooled recall of that list.</param>
public sealed record AblationLine(string Without, double AucFull, double AucUnit, double Recall10, double FalseShare5, double Recall5);

/// <summary>Trains tier T2 anew without one evidence, a group of them or a part of the context, and measures on other worlds.</summary>
public static class Ablation
{
    private static readonly (string Name, string[] Evidence)[] Evidences =
    [
        ("nothing", []),
        ("items (zF, zH, sim)", ["zF", "zH", "sim"]),
        ("journal (zJ, zG, lJ, zA)", ["zJ", "zG", "lJ", "zA"]),
        ("bumping (lB)", ["lB"]),
        ("absence (lAb)", ["lAb"]),
        ("sharing (sim)", ["sim"]),
        ("hard items (zH)", ["zH"]),
        ("person fit (zF)", ["zF"]),
        ("level against other works (zV)", ["zV"]),
        ("copied marks and agreement (lJ, zA)", ["lJ", "zA"]),
        ("all levels (zV, zJ, zG)", ["zV", "zJ", "zG"]),
    ];

    private static readonly (string Name, Func<ContextScore, ContextScore> Keep)[] Contexts =
    [
        ("network of teachers", c => c with { Network = 0 }),
        ("the plain context (other years, parallels, school), the network left", c => c with { Series = 0, Parallel = 0, School = 0 }),
        ("all context", c => c with { Series = 0, Parallel = 0, School = 0, Network = 0 }),
    ];

    /// <param name="plan">Training worlds.</param>
    /// <param name="scenario">World measured on.</param>
    /// <param name="seeds">Its seeds.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="only">Parts to be taken away; null = every one.</param>
    /// <exception cref="ArgumentException">Unknown scenario.</exception>
    public static IReadOnlyList<AblationLine> Run(TrainingPlan plan, string scenario, IReadOnlyList<long> seeds, Action<string>? progress = null, Func<string, bool>? only = null)
    {
        var parameters = Scenarios.Find(scenario) ?? throw new ArgumentException("Unknown scenario.", nameof(scenario));
        var training = ModelTrainer.Labelled(ModelTrainer.Worlds(plan, progress), DataTier.T2, oneYear: false);
        LabelledUnits[] measured = [.. seeds.Select((seed, i) => LabelledUnits.Of(WorldGenerator.Generate(parameters, seed), DataTier.T2, i))];
        List<AblationLine> lines = [];
        foreach (var (name, gone) in Evidences.Where(e => only?.Invoke(e.Name) ?? true)) lines.Add(Line(name, [.. ModelNames.Evidence.Except(gone)], c => c));
        foreach (var (name, keep) in Contexts.Where(c => only?.Invoke(c.Name) ?? true)) lines.Add(Line(name, ModelNames.Evidence, keep));
        return lines;

        AblationLine Line(string name, string[] evidence, Func<ContextScore, ContextScore> keep)
        {
            progress?.Invoke("without " + name);
            return Measure(name, ModelTrainer.Train(DataTier.T2, oneYear: false, evidence, training, plan, keep).Unit, measured, keep);
        }
    }

    private static AblationLine Measure(string name, UnitModel model, LabelledUnits[] worlds, Func<ContextScore, ContextScore> keep)
    {
        var stage1 = new Likelihoods(model);
        double full = 0, unit = 0, recall = 0;
        int listed = 0, hits = 0, cases = 0, counted = 0;
        foreach (var world in worlds)
        {
            var l = Array.ConvertAll(world.Units, stage1.Of);
            var odds = Array.ConvertAll(l, x => Likelihoods.UnitLogOdds(x));
            var context = ContextScores.Build(world.Units, l).Units;
            var posterior = ModelTrainer.Posteriors(model.Stage2, odds, Array.ConvertAll(context, c => keep(c)), Prevalence.Estimate(odds));
            var flags = BayesianFdr.Flag(posterior, .05);
            var kept = Enumerable.Range(0, odds.Length).Where(u => world.Truth[u].Counts).ToArray();
            var isCase = Array.ConvertAll(kept, u => world.Truth[u].IsManipulated);
            listed += kept.Count(u => flags[u]);
            hits += kept.Count(u => flags[u] && world.Truth[u].IsManipulated);
            cases += isCase.Count(c => c);
            if (!isCase.Any(c => c)) continue;
            counted++;
            var scores = Array.ConvertAll(kept, u => posterior[u]);
            full += RankingMeasures.Auc(scores, isCase);
            unit += RankingMeasures.Auc(Array.ConvertAll(kept, u => odds[u]), isCase);
            recall += RankingMeasures.RecallAtFalseShare(scores, isCase, .10);
        }

        return new AblationLine(name, full / counted, unit / counted, recall / counted, listed == 0 ? 0 : 1 - ((double)hits / listed), (double)hits / Math.Max(cases, 1));
    }
}
