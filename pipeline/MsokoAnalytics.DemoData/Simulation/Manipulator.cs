using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>Plants manipulations into a class: by teachers, more often in schools inclined to it, in most years and classes of the teacher.</summary>
internal static class Manipulator
{
    private const double ProneTeacherShare = 0.35;
    private const double OtherTeacherShare = 0.03;
    private const double PreferredShare = 0.6;
    private const double ActiveShare = 0.85 * 0.9;
    private const double HonestInflationShare = 0.04;

    public static void Apply(Unit unit, int classIndex, int first, Region region)
    {
        var level = region.Options.Manipulations;
        if (level <= 0) return;
        var group = unit.Classes[classIndex];
        var teacherKey = Teachers.KeyOf(unit.School, group, unit.Work);
        var random = new KeyedRandom(KeyedRandom.Key(teacherKey, Purpose.TeacherCheats));
        var kinds = Enum.GetValues<ManipulationKind>();
        var prone = unit.School.Prone;
        var cheats = random.Chance(prone is null ? OtherTeacherShare * level : ProneTeacherShare);
        var kind = prone is { } preferred && random.Chance(PreferredShare) ? preferred : random.Pick<ManipulationKind>(kinds);
        var strength = random.NextInt(1, 3);
        if (!cheats)
        {
            // Teachers honest about the work may still be kind in the journal, every year.
            if (!random.Chance(HonestInflationShare * level)) return;
            kind = ManipulationKind.Inflate;
        }
        else if (KeyedRandom.Uniform(KeyedRandom.Key(KeyedRandom.Key(teacherKey, Purpose.TeacherActive, unit.Work.Number), group.Key)) >= ActiveShare)
        {
            return;
        }

        // Under independent observers the work is honest; the journal is as it is.
        if (kind != ManipulationKind.Inflate && Observation.Covers(unit.School, unit.Work.Plan.Year, unit.Work.Grade)) return;
        var changed = new ManipulationOfClass(unit, first, group.Size, strength, KeyedRandom.Key(KeyedRandom.Key(group.Key, Purpose.Cheating, unit.Work.Number), teacherKey)).Do(kind);
        if (changed > 0)
            unit.Manipulations.Add(new PlantedManipulation(group.Ordinal, kind, strength, Teachers.NumberOf(unit.School, group, unit.Work), changed));
    }
}
