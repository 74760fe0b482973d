using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>The textbook of a class: one of the subject's, or another one named by the school.</summary>
internal static class Textbook
{
    private const double OtherShare = 0.06;

    /// <summary>«Учебник 2», or null for another one.</summary>
    public static string? Of(Unit unit, ClassGroup group, Purpose purpose)
    {
        var random = new KeyedRandom(KeyedRandom.Key(unit.School.Key, purpose, unit.Work.Number, group.Ordinal));
        return random.Chance(OtherShare) ? null : FormattableString.Invariant($"Учебник {1 + random.NextInt(unit.Work.Subject.Textbooks)}");
    }
}
