using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Benchmarking;

/// <summary>A world after detection, beside its truth.</summary>
/// <param name="Data">Tests that were judged.</param>
/// <param name="Scores">Scores of the detection.</param>
/// <param name="Truth">By unit of the scores.</param>
/// <param name="Types">Kinds of schools, by the numbers of the data.</param>
/// <param name="Seconds">Processor time of the detection.</param>
public sealed record DetectedWorld(ObjectivityData Data, Scores Scores, UnitTruth[] Truth, SchoolType[] Types, double Seconds)
{
    /// <summary>The engine on the world as it is, without a warehouse.</summary>
    public static DetectedWorld Directly(GeneratedWorld world, ModelSet models)
    {
        var start = ProcessorSeconds;
        var report = ObjectivityAnalysis.Analyse(world.Data, models);
        var seconds = ProcessorSeconds - start;
        return new DetectedWorld(
            report.Judged, report.Scores, [.. report.Units.Select(u => u.Scored.Unit).Select(u => world.Truth[(u.Class, u.Subject, u.Year)])], world.Types, seconds);
    }

    /// <summary>Processor time of this process so far, seconds, all threads: on a shared machine it says more than the clock.</summary>
    public static double ProcessorSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;
}
