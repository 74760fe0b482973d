using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Numerics;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>What a model file tells beside coefficients: its card, the ranges met and the honest reference.</summary>
internal static class ModelFacts
{
    private const int ConformalPoints = 400;

    private static readonly string[] Limits =
    [
        "Trained and measured on generated worlds only: absolute figures on real data are expected to be lower.",
        "Detects the six described mechanisms; an unknown one needs an evidence and a generator kind of its own.",
        "Manipulations of one or two pupils of a class are not detectable in a single class.",
        "Only the model of T1 has pupils linked over the years; up to 6 % of the links between subjects are wrong in training.",
    ];

    public static ModelCard Card(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored, double[][] posterior, TrainingPlan plan, bool oneYear)
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
            Version = ModelTrainer.Version,
            Seed = plan.Seed,
            Worlds = plan.Worlds,
            SchoolsPerWorld = plan.Schools,
            Years = oneYear ? 1 : new Worlds.WorldParameters().Years,
            Units = labels.Count,
            Manipulated = labels.Count(l => l),
            AucUnit = RankingMeasures.Auc(odds.ToArray(), labels.ToArray()),
            AucFull = RankingMeasures.Auc(full.ToArray(), labels.ToArray()),
            Limits = Limits,
        };
    }

    public static CalibrationRange Range(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored)
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

    public static ConformalReference Conformal(LabelledUnits[] worlds, (double[][] L, double[] Odds)[] scored)
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
