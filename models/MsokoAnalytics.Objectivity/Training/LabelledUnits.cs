using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Training;

/// <summary>Evidences of a generated world, or of one year of it, beside its truth.</summary>
public sealed class LabelledUnits
{
    /// <summary>Number of the world among those trained on.</summary>
    public required int World { get; init; }

    /// <summary>What the tier sees.</summary>
    public required ObjectivityData Data { get; init; }

    public required EvidenceSet Evidence { get; init; }

    /// <summary>Units with a verdict (at least five participants).</summary>
    public required UnitRecord[] Units { get; init; }

    public required UnitTruth[] Truth { get; init; }

    /// <summary>Indices of the units that are cases or controls.</summary>
    internal int[] Counted() => [.. Enumerable.Range(0, Truth.Length).Where(u => Truth[u].Counts)];

    public static LabelledUnits Of(GeneratedWorld world, DataTier tier, int number) => Of(world, TierMask.Apply(world.Data, tier), number);

    /// <summary>Each year as if nothing else were known.</summary>
    public static LabelledUnits[] YearByYear(GeneratedWorld world, DataTier tier, int number)
    {
        var data = TierMask.Apply(world.Data, tier);
        return [.. data.Tests.GroupBy(t => t.Year).OrderBy(g => g.Key).Select(year => Of(world, data with { Tests = [.. year], PreviousYear = null }, number))];
    }

    private static LabelledUnits Of(GeneratedWorld world, ObjectivityData data, int number)
    {
        var evidence = EvidenceEngine.Compute(data);
        var units = Array.FindAll(evidence.Units, u => u.Participants >= UnitRules.FewestParticipants);
        return new LabelledUnits { World = number, Data = data, Evidence = evidence, Units = units, Truth = Array.ConvertAll(units, u => world.Truth[(u.Class, u.Subject, u.Year)]) };
    }
}
