using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>A world after detection, beside its truth.</summary>
/// <param name="Data">Tests that were judged.</param>
/// <param name="Scores">Scores of the detection.</param>
/// <param name="Truth">By unit of the scores.</param>
/// <param name="Types">Kinds of schools, by the numbers of the data.</param>
/// <param name="Seconds">Time of the detection.</param>
public sealed record DetectedWorld(ObjectivityData Data, Scores Scores, UnitTruth[] Truth, SchoolType[] Types, double Seconds)
{
    /// <summary>The engine on the world as it is, without a warehouse.</summary>
    public static DetectedWorld Directly(GeneratedWorld world, ModelSet models)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var report = ObjectivityAnalysis.Analyse(world.Data, models);
        watch.Stop();
        return new DetectedWorld(
            report.Judged, report.Scores, [.. report.Units.Select(u => u.Scored.Unit).Select(u => world.Truth[(u.Class, u.Subject, u.Year)])], world.Types, watch.Elapsed.TotalSeconds);
    }
}
