using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>Independent observers: every year a part of the schools, one grade each, all its works.</summary>
internal static class Observation
{
    private const double Share = 0.3;
    private const int FirstGrade = 5;
    private const int LastGrade = 8;

    public static bool Covers(School school, int year, int grade) => GradeOf(school, year) == grade;

    /// <returns>The observed grade; null when the school is not observed that year.</returns>
    public static int? GradeOf(School school, int year)
    {
        var random = new KeyedRandom(KeyedRandom.Key(school.Key, Purpose.Observation, year));
        return random.Chance(Share) ? random.NextInt(FirstGrade, LastGrade) : null;
    }
}
