using MsokoAnalytics.DemoData.Aggregates;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.Works;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>A written and measured file.</summary>
internal sealed record WrittenFile(FileReport Report, long Bytes, string Sha256);

/// <summary>What remains of a work after its files are written.</summary>
internal sealed record WorkOutcome(Work Work, IReadOnlyList<ScopeFigures> Figures, IReadOnlyList<WrittenFile> Files, IReadOnlyList<(School School, PlantedManipulation What)> Manipulations)
{
    /// <summary>Figures of the whole generated region.</summary>
    public IEnumerable<ScopeFigures> Municipalities => Figures.Where(f => f.Scope == "municipality");
}
