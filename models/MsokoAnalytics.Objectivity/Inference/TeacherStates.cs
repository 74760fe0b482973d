namespace MsokoAnalytics.Objectivity.Inference;

/// <summary>
/// What each of the teachers of a subject in a school may be used to: nothing (0), one of the six mechanisms (1..6), journal leniency (7). All combinations for a
/// number of teachers, with their prior in a school that prefers a mechanism (0..5) or is clean (6). Shares are those of the design (methods.md §4.4, §5.3).
/// </summary>
internal sealed class TeacherStates
{
    public const int Kinds = 8;
    public const int SchoolStates = 7;
    public const int Lenient = 7;

    /// <summary>Three already stand for «several»: one teacher in three is shared, and more combinations cost eight times as much each.</summary>
    private const int MostTeachers = 3;

    private const double ProneSchool = .15;
    private const double ProneTeacher = .35;
    private const double OtherTeacher = .03;
    private const double Preferred = .6;
    private const double LenientTeacher = .04;
    private const int Mechanisms = 6;

    private static readonly TeacherStates[] Known = [.. Enumerable.Range(1, MostTeachers).Select(t => new TeacherStates(t))];

    private TeacherStates(int teachers)
    {
        Teachers = teachers;
        Count = (int)Math.Pow(Kinds, teachers);
        KindOf = new int[Count][];
        for (var c = 0; c < Count; c++)
        {
            KindOf[c] = new int[teachers];
            for (int t = 0, rest = c; t < teachers; t++, rest /= Kinds) KindOf[c][t] = rest % Kinds;
        }

        LogPrior = [.. Enumerable.Range(0, SchoolStates).Select(s => Array.ConvertAll(KindOf, kinds => kinds.Sum(k => Math.Log(Share(s, k)))))];
    }

    public int Teachers { get; }

    /// <summary>Number of combinations.</summary>
    public int Count { get; }

    /// <summary>By combination: kind of each teacher.</summary>
    public int[][] KindOf { get; }

    /// <summary>By state of the school and combination.</summary>
    public double[][] LogPrior { get; }

    /// <summary>As many teachers of a subject as a grade has classes: of 5–8 each then has four. With .5, .8 and 1.3 per class .57, .59 and .59 of the cases were found (mun 1–20).</summary>
    /// <param name="classesOfGrade">Mean number of classes of a grade at the school.</param>
    public static TeacherStates For(double classesOfGrade) =>
        Known[Math.Clamp((int)Math.Round(classesOfGrade, MidpointRounding.AwayFromZero), 1, MostTeachers) - 1];

    public static double LogSchool(int state) => Math.Log(state == Mechanisms ? 1 - ProneSchool : ProneSchool / Mechanisms);

    private static double Share(int school, int kind)
    {
        var share = school == Mechanisms ? OtherTeacher : ProneTeacher;
        return kind switch
        {
            0 => (1 - share) * (1 - LenientTeacher),
            Lenient => (1 - share) * LenientTeacher,
            _ => share * (school == Mechanisms ? 1.0 / Mechanisms : ((1 - Preferred) / Mechanisms) + (kind - 1 == school ? Preferred : 0)),
        };
    }
}
