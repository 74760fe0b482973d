using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Gia;

/// <summary>
/// Makes the graduates of a year sit their exams. The level of a pupil is that of the ВПР simulation (school, class, pupil, subject), so ВПР 8 and
/// ОГЭ 9 of a cohort agree; the share of points is the normal distribution function of ease + slope × level.
/// </summary>
internal sealed class GiaSimulator(Region region, int year)
{
    private const double Slope = 0.7;
    private const double SchoolVariance = 0.1;
    private const double ClassVariance = 0.04;
    private const double GeneralVariance = 0.5;
    private const double SubjectVariance = 0.25;
    private const double DayVariance = 0.11;

    /// <summary>What a failed pupil gains by learning on until the next sitting.</summary>
    private const double ResitGain = 0.5;

    private const double AbsentShare = 0.01;
    private const double RemovedShare = 0.002;
    private const double AppealShare = 0.015;
    private const double GveShare = 0.015;
    private const double BaseMathShare = 0.5;
    private const int UnknownPupils = 3;

    /// <param name="grade">9 or 11.</param>
    public List<GiaPerson> Graduates(int grade)
    {
        var persons = new List<GiaPerson>();
        foreach (var school in region.Schools.Where(s => s.Exists(year - 1)))
            Add(persons, school, new GiaPlace(grade == 9 ? school.Codes.Oge : school.Codes.Ege, school.Digits), grade, int.MaxValue);
        // A private school that no list of the municipality knows.
        if (grade == 9 && region.Options.DirtLevel > 0) Add(persons, region.Schools[0], new GiaPlace("999001", "огэ-999001"), grade, UnknownPupils);
        return persons;
    }

    private void Add(List<GiaPerson> persons, School school, GiaPlace place, int grade, int most)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in Classes.Of(school, year - 1, grade))
            for (var i = 0; i < group.Size && names.Count < most; i++)
            {
                var pupil = Pupil.At(group, i, year - 1, grade);
                var person = Person(pupil, place, FormattableString.Invariant($"{grade}{group.Letter}"), names);
                Sit(person, school, group, pupil, grade);
                persons.Add(person);
            }
    }

    private GiaPerson Person(in Pupil pupil, GiaPlace place, string className, HashSet<string> names)
    {
        var random = new KeyedRandom(KeyedRandom.Key(KeyedRandom.Key(pupil.Key, Purpose.GiaPerson, year), (ulong)place.Code.Length + (ulong)int.Parse(place.Code, System.Globalization.CultureInfo.InvariantCulture)));
        string name;
        // Protocols of ЕГЭ have no documents: two of one name in a school could not be told apart, and the truth would be nobody's.
        do name = Names.Person(random.NextUInt64(), pupil.IsBoy);
        while (!names.Add(name));
        return new GiaPerson
        {
            Key = pupil.Key, Place = place, Name = name.Split(' '), Class = className,
            Series = FormattableString.Invariant($"{random.NextInt(9000, 9999)}"), Number = FormattableString.Invariant($"{random.NextInt(100_000, 999_999)}"),
            Code = FormattableString.Invariant($"{random.NextInt(100_000, 999_999)}{random.NextInt(100_000, 999_999)}"),
        };
    }

    private void Sit(GiaPerson person, School school, ClassGroup group, in Pupil pupil, int grade)
    {
        var random = new KeyedRandom(KeyedRandom.Key(pupil.Key, Purpose.GiaChoice, year));
        foreach (var exam in Chosen(grade, school, ref random))
        {
            var subject = Subjects.Number(exam.Subject);
            var level = school.Municipality.Level + Math.Sqrt(SchoolVariance * 0.6) * school.Common + Math.Sqrt(SchoolVariance * 0.4) * school.SubjectLevel(subject)
                + (year > school.ImprovesFrom ? school.Improvement : 0) + Math.Sqrt(ClassVariance) * group.Level(subject)
                + Math.Sqrt(GeneralVariance) * pupil.General + Math.Sqrt(SubjectVariance) * pupil.SubjectAbility(subject);
            SitOne(person, exam, level, grade, ref random);
        }
    }

    private static List<GiaExam> Chosen(int grade, School school, ref KeyedRandom random)
    {
        if (grade == 9)
        {
            if (school.Kind == SchoolKind.Special || random.Chance(GveShare)) return [.. GiaExam.Gve];
            var electives = GiaExam.Oge[2..];
            random.Shuffle<GiaExam>(electives);
            return [GiaExam.Oge[0], GiaExam.Oge[1], .. electives[..2]];
        }

        var senior = GiaExam.Ege[3..];
        random.Shuffle<GiaExam>(senior);
        var isBase = random.Chance(BaseMathShare);
        return [GiaExam.Ege[0], GiaExam.Ege[isBase ? 2 : 1], .. senior[..random.NextInt(isBase ? 0 : 1, 2)]];
    }

    private void SitOne(GiaPerson person, GiaExam exam, double level, int grade, ref KeyedRandom random)
    {
        var mandatory = exam.Subject is "РУ" or "МА";
        foreach (var period in Enum.GetValues<GiaPeriod>())
        {
            var before = person.Sittings.Where(s => s.Exam == exam).ToList();
            if (period != GiaPeriod.Main)
            {
                // Resits of ЕГЭ are for the mandatory subjects only, in September for base mathematics and Russian.
                if (before.Exists(s => s.IsValid && !exam.IsBelow(s.ResultAfter)) || before.Exists(s => s.Absence?.StartsWith("удал", StringComparison.Ordinal) == true)) return;
                if (grade == 11 && (!mandatory || (period == GiaPeriod.Additional && exam.Level == "profile"))) return;
                if (!random.Chance(0.85)) continue;
            }

            var absence = random.NextDouble() switch { < RemovedShare => "удалён с экзамена", < RemovedShare + AbsentShare => "не явился", _ => null };
            person.Sittings.Add(absence is null
                ? Written(person, exam, period, level + ResitGain * before.Count(s => s.IsValid) + Math.Sqrt(DayVariance) * random.NextNormal(), ref random)
                : new GiaSitting { Person = person, Exam = exam, Period = period, Day = Day(exam, period), Absence = absence });
        }
    }

    private GiaSitting Written(GiaPerson person, GiaExam exam, GiaPeriod period, double level, ref KeyedRandom random)
    {
        var primary = (int)Math.Round(exam.Max * NormalDistribution.Cdf(exam.Ease + Slope * level), MidpointRounding.AwayFromZero);
        // Points are drawn among all points of the work, so the tasks add up to the total.
        var points = Enumerable.Range(0, exam.Short).Concat(exam.Long.SelectMany((max, i) => Enumerable.Repeat(exam.Short + i, max))).ToArray();
        random.Shuffle<int>(points);
        var scores = new int[exam.Short + exam.Long.Length];
        foreach (var task in points.AsSpan(0, primary)) scores[task]++;
        int[] shorts = scores[..exam.Short], longs = scores[exam.Short..];
        var sitting = new GiaSitting
        {
            Person = person, Exam = exam, Period = period, Day = Day(exam, period), Short = shorts, Long = longs, Primary = primary, Result = exam.ResultOf(primary, shorts, longs),
        };
        (sitting.PrimaryAfter, sitting.ResultAfter) = (sitting.Primary, sitting.Result);
        if (!random.Chance(AppealShare)) return sitting;
        var granted = random.Chance(0.4);
        sitting.Appeal = granted ? "удовлетворена" : "отклонена";
        if (granted) sitting.PrimaryAfter = Math.Min(exam.Max, primary + random.NextInt(1, 2));
        sitting.ResultAfter = exam.ResultOf(sitting.PrimaryAfter, shorts, longs);
        return sitting;
    }

    private DateOnly Day(GiaExam exam, GiaPeriod period) => period switch
    {
        GiaPeriod.Main => DateOnly.Parse(FormattableString.Invariant($"{year}-{exam.Day}"), System.Globalization.CultureInfo.InvariantCulture),
        GiaPeriod.Reserve => new DateOnly(year, 6, exam.Subject == "РУ" ? 24 : exam.Subject == "МА" ? 26 : 28),
        _ => new DateOnly(year, 9, exam.Subject == "РУ" ? 4 : exam.Subject == "МА" ? 6 : 11),
    };
}
