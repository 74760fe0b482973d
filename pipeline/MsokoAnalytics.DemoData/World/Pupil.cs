using System.Runtime.InteropServices;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>A pupil, found again in every year from the class's key and the place in it.</summary>
/// <param name="Key">Random key; also the pupil's secret name in the truth files.</param>
/// <param name="General">General ability inside the class, standard normal.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pupil(ulong Key, double General)
{
    /// <summary>Yearly share of places taken by a newcomer.</summary>
    private const double RefillShare = 0.04;

    public bool IsBoy => (Key & 1) == 0;

    public static Pupil At(ClassGroup group, int place, int schoolYear, int grade)
    {
        var newcomers = 0;
        for (var year = schoolYear - grade + 2; year <= schoolYear; year++)
            if (KeyedRandom.Uniform(KeyedRandom.Key(group.Key, Purpose.Refill, place, year)) < RefillShare) newcomers++;
        var key = KeyedRandom.Key(group.Key, Purpose.Pupil, place, newcomers);
        return new Pupil(key, KeyedRandom.Normal(key));
    }

    /// <summary>Ability of one subject beside the general one, standard normal.</summary>
    public double SubjectAbility(int subject) => KeyedRandom.Normal(KeyedRandom.Key(Key, Purpose.PupilSubject, subject));

    /// <summary>The luck of one day, standard normal.</summary>
    public double DayLuck(int work) => KeyedRandom.Normal(KeyedRandom.Key(Key, Purpose.PupilWork, work));
}
