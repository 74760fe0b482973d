using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>Evidences of a generated world beside its truth.</summary>
public sealed class LabelledUnits
{
    public required EvidenceSet Evidence { get; init; }

    /// <summary>Units with a verdict (at least five participants).</summary>
    public required UnitRecord[] Units { get; init; }

    public required UnitTruth[] Truth { get; init; }

    public static LabelledUnits Of(GeneratedWorld world, DataTier tier)
    {
        var evidence = EvidenceEngine.Compute(TierMask.Apply(world.Data, tier));
        var units = Array.FindAll(evidence.Units, u => u.Participants >= UnitRules.FewestParticipants);
        return new LabelledUnits { Evidence = evidence, Units = units, Truth = Array.ConvertAll(units, u => world.Truth[(u.Class, u.Subject, u.Year)]) };
    }
}
