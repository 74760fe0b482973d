using System.Runtime.InteropServices;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.World;

/// <summary>A class in one school year; its cohort moves up a grade a year.</summary>
/// <param name="Ordinal">1-based order in its parallel.</param>
/// <param name="Key">Random key of the cohort's class, the same in every year.</param>
/// <param name="Size">Pupils on the list.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClassGroup(int Ordinal, ulong Key, int Size)
{
    private const string Letters = "АБВГДЕЖЗИК";

    /// <summary>«А», «Б», …</summary>
    public string Letter => Letters[(Ordinal - 1) % Letters.Length].ToString();

    /// <summary>Level common to subjects and level in one subject, both standard normal.</summary>
    public double Level(int subject) =>
        Math.Sqrt(0.7) * KeyedRandom.Normal(KeyedRandom.Key(Key, Purpose.ClassLevel))
        + Math.Sqrt(0.3) * KeyedRandom.Normal(KeyedRandom.Key(Key, Purpose.ClassSubject, subject));

    /// <summary>«АЯ» or «НЯ».</summary>
    public string ForeignLanguage => KeyedRandom.Uniform(KeyedRandom.Key(Key, Purpose.ClassLanguage)) < 0.18 ? "НЯ" : "АЯ";
}

internal static class Classes
{
    /// <summary>
    /// The classes of a parallel that report under the school's login: its own, then those of the schools it has taken in, which keep
    /// their pupils.
    /// </summary>
    public static ClassGroup[] Of(School school, int schoolYear, int grade)
    {
        var own = OwnOf(school, schoolYear, grade);
        if (school.Absorbed.Count == 0) return own;
        var all = own.ToList();
        foreach (var (absorbed, from) in school.Absorbed)
            if (schoolYear + 1 >= from)
                foreach (var group in Of(absorbed, schoolYear, grade)) all.Add(group with { Ordinal = all.Count + 1 });
        return [.. all];
    }

    /// <summary>Sizes belong to the cohort, so a class keeps its places from year to year.</summary>
    private static ClassGroup[] OwnOf(School school, int schoolYear, int grade)
    {
        var senior = grade >= 10;
        if (senior && !school.HasSenior) return [];
        var cohort = schoolYear - grade;
        var key = KeyedRandom.Key(school.Key, Purpose.ClassCount, cohort, senior ? 1 : 0);
        var random = new KeyedRandom(key);
        var mean = senior ? Math.Max(1, school.Classes * 0.5) : school.Classes;
        var count = Math.Max(1, (int)mean + (random.Chance(mean - (int)mean) ? 1 : 0));
        var classes = new ClassGroup[count];
        for (var i = 0; i < count; i++)
        {
            var classKey = KeyedRandom.Key(key, Purpose.ClassSize, i);
            classes[i] = new ClassGroup(i + 1, classKey, Size(school, senior, KeyedRandom.Normal(classKey)));
        }

        return classes;
    }

    private static int Size(School school, bool senior, double normal)
    {
        var (sd, low, high) = school.Kind switch
        {
            SchoolKind.Town => (3.0, 12, 30),
            SchoolKind.Gymnasium => (2.0, 18, 30),
            _ => (Math.Max(1.2, school.ClassSize * 0.18), 2, 28),
        };
        var size = (int)Math.Round(Math.Clamp(school.ClassSize + sd * normal, low, high));
        return senior ? Math.Max(2, (int)Math.Round(size * 0.7)) : size;
    }
}
