using MsokoAnalytics.Objectivity.Benchmarking;
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

/// <summary>Cases with so many changed records, and the share of them that the longest list with a true false share of 10 % holds, pooled.</summary>
public sealed record ChangedLine(string Changed, int Cases, double Found);

/// <param name="Lines">The method without its parts, whole first.</param>
/// <param name="Others">Other methods alone and with our context, best first.</param>
/// <param name="Changed">What the whole method finds by number of changed records.</param>
public sealed record AblationResult(IReadOnlyList<AblationLine> Lines, IReadOnlyList<ContextGain> Others, IReadOnlyList<ChangedLine> Changed);

/// <summary>Trains tier T2 anew without one evidence, a group of them or a part of the context, and measures on other worlds.</summary>
public static class Ablation
{
    /// <summary>The whole method, the first line.</summary>
    public const string Nothing = "nothing";

    /// <summary>No part taken away: context replaced by the truth about all other classes.</summary>
    public const string Told = "nothing, and told the truth about every other class";

    private static readonly (string Name, string[] Evidence)[] Evidences =
    [
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

    private static readonly (string Name, Action<LabelledUnits, ContextScore[]>? Change)[] Contexts =
    [
        (Nothing, null),
        ("network of teachers", Each(c => c with { Network = 0 })),
        ("the plain context (other years, parallels, school), the network left", Each(c => c with { Series = 0, Parallel = 0, School = 0 })),
        ("all context", Each(c => c with { Series = 0, Parallel = 0, School = 0, Network = 0 })),
        (Told, ToldContext.Replace),
    ];

    private static readonly (string Name, int From, int To)[] ChangedBins = [("1", 1, 1), ("2", 2, 2), ("3–4", 3, 4), ("5–7", 5, 7), ("8 and more", 8, int.MaxValue)];

    /// <param name="plan">Training worlds.</param>
    /// <param name="scenario">World measured on.</param>
    /// <param name="seeds">Its seeds.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="only">Parts to be taken away; null = every one.</param>
    /// <exception cref="ArgumentException">Unknown scenario.</exception>
    public static AblationResult Run(TrainingPlan plan, string scenario, IReadOnlyList<long> seeds, Action<string>? progress = null, Func<string, bool>? only = null)
    {
        var parameters = Scenarios.Find(scenario) ?? throw new ArgumentException("Unknown scenario.", nameof(scenario));
        var worlds = seeds.Select(seed => WorldGenerator.Generate(parameters, seed)).ToArray();
        var measured = ModelTrainer.Labelled(worlds, DataTier.T2, oneYear: false);
        progress?.Invoke("other methods");
        var others = ContextGain.Of(measured, Array.ConvertAll(worlds, w => w.Types));
        var training = ModelTrainer.Labelled(ModelTrainer.Worlds(plan, progress), DataTier.T2, oneYear: false);
        List<AblationLine> lines = [];
        IReadOnlyList<ChangedLine> changed = [];
        var whole = ModelTrainer.Stage1(ModelNames.Evidence, training);
        foreach (var (name, change) in Contexts.Where(c => only?.Invoke(c.Name) ?? true))
        {
            var posteriors = Line(name, whole, change);
            if (name == Nothing) changed = Changed(measured, posteriors);
        }

        foreach (var (name, gone) in Evidences.Where(e => only?.Invoke(e.Name) ?? true)) Line(name, ModelTrainer.Stage1([.. ModelNames.Evidence.Except(gone)], training), null);
        return new AblationResult(lines, others, changed);

        double[][] Line(string name, Stage1Fit stage1, Action<LabelledUnits, ContextScore[]>? change)
        {
            progress?.Invoke("without " + name);
            var (line, posteriors) = Measure(name, ModelTrainer.Train(DataTier.T2, oneYear: false, stage1, training, plan, change).Unit, measured, change);
            lines.Add(line);
            return posteriors;
        }
    }

    private static Action<LabelledUnits, ContextScore[]> Each(Func<ContextScore, ContextScore> one) => (_, context) =>
    {
        for (var u = 0; u < context.Length; u++) context[u] = one(context[u]);
    };

    private static (AblationLine Line, double[][] Posteriors) Measure(string name, UnitModel model, LabelledUnits[] worlds, Action<LabelledUnits, ContextScore[]>? change)
    {
        var stage1 = new Likelihoods(model);
        var posteriors = new double[worlds.Length][];
        double full = 0, unit = 0, recall = 0;
        int listed = 0, hits = 0, cases = 0, counted = 0;
        for (var w = 0; w < worlds.Length; w++)
        {
            var world = worlds[w];
            var l = Array.ConvertAll(world.Units, stage1.Of);
            var odds = Array.ConvertAll(l, x => Likelihoods.UnitLogOdds(x));
            var context = ContextScores.Build(world.Units, l).Units;
            change?.Invoke(world, context);
            var posterior = posteriors[w] = ModelTrainer.Posteriors(model.Stage2, odds, context, Prevalence.Estimate(odds));
            var flags = BayesianFdr.Flag(posterior, .05);
            var kept = world.Counted();
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

        return (new AblationLine(name, full / counted, unit / counted, recall / counted, listed == 0 ? 0 : 1 - ((double)hits / listed), (double)hits / Math.Max(cases, 1)), posteriors);
    }

    private static ChangedLine[] Changed(LabelledUnits[] worlds, double[][] posteriors)
    {
        int[] cases = new int[ChangedBins.Length], found = new int[ChangedBins.Length];
        for (var w = 0; w < worlds.Length; w++)
        {
            var kept = worlds[w].Counted();
            var length = RankingMeasures.LengthAtFalseShare(Array.ConvertAll(kept, u => posteriors[w][u]), Array.ConvertAll(kept, u => worlds[w].Truth[u].IsManipulated), .10);
            foreach (var (u, place) in kept.OrderByDescending(u => posteriors[w][u]).Select((u, place) => (u, place)))
            {
                if (!worlds[w].Truth[u].IsManipulated) continue;
                var bin = Array.FindIndex(ChangedBins, b => worlds[w].Truth[u].Changed >= b.From && worlds[w].Truth[u].Changed <= b.To);
                cases[bin]++;
                if (place < length) found[bin]++;
            }
        }

        return [.. ChangedBins.Select((b, i) => new ChangedLine(b.Name, cases[i], cases[i] == 0 ? double.NaN : (double)found[i] / cases[i]))];
    }
}
