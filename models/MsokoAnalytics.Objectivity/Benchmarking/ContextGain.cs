using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Numerics;
using MsokoAnalytics.Objectivity.Training;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>Mean recall at a true false share of 10 % of another method as it stands, and with our context and calibration.</summary>
public sealed record ContextGain(string Method, double Alone, double WithContext)
{
    /// <summary>Every other method on labelled worlds of tier T2, best with context first.</summary>
    internal static ContextGain[] Of(LabelledUnits[] worlds, SchoolType[][] types)
    {
        var calibrated = BaselineSet.Default.For(DataTier.T2, oneYear: false);
        var sums = calibrated.ToDictionary(c => c.Method, _ => (Alone: 0.0, With: 0.0), StringComparer.Ordinal);
        var counted = 0;
        for (var w = 0; w < worlds.Length; w++)
        {
            var world = worlds[w];
            var kept = world.Counted();
            var isCase = Array.ConvertAll(kept, u => world.Truth[u].IsManipulated);
            if (!isCase.Any(c => c)) continue;
            counted++;
            var methods = Baselines.All(world.Data, world.Units, types[w]).ToDictionary(m => m.Name, m => m.Score, StringComparer.Ordinal);
            foreach (var c in calibrated)
            {
                var (alone, with) = sums[c.Method];
                sums[c.Method] = (alone + Recall(methods[c.Method]), with + Recall(c.Apply(world.Units, methods[c.Method]).Score));
            }

            double Recall(double[] score) => RankingMeasures.RecallAtFalseShare(Array.ConvertAll(kept, u => score[u]), isCase, .10);
        }

        return [.. sums.Select(s => new ContextGain(s.Key, s.Value.Alone / Math.Max(counted, 1), s.Value.With / Math.Max(counted, 1))).OrderByDescending(g => g.WithContext).ThenBy(g => g.Method, StringComparer.Ordinal)];
    }
}
