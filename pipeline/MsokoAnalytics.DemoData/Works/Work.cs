using MsokoAnalytics.DemoData.Calibration;

namespace MsokoAnalytics.DemoData.Works;

/// <summary>One work: a wave, a grade and a subject.</summary>
internal sealed class Work
{
    public Work(YearPlan plan, GradePlan grade, string subject, WorkProfile profile, ulong seed)
    {
        Plan = plan;
        GradePlan = grade;
        Subject = Subjects.Get(subject);
        Profile = profile;
        Number = plan.Year * 10_000 + grade.Grade * 100 + Subjects.Number(subject);
        Day = Weekday(plan.FirstDay.AddDays(new Randomness.KeyedRandom(Randomness.KeyedRandom.Key(seed, Randomness.Purpose.UploadTime, Number)).NextInt(plan.LastDay.DayNumber - plan.FirstDay.DayNumber + 1)));
    }

    public YearPlan Plan { get; }

    public GradePlan GradePlan { get; }

    public Subject Subject { get; }

    public WorkProfile Profile { get; }

    /// <summary>A stable number, for random keys.</summary>
    public int Number { get; }

    public DateOnly Day { get; }

    public int Grade => GradePlan.Grade;

    /// <summary>«ВПР-2021-spring-04-МА-base».</summary>
    public string Id => FormattableString.Invariant($"ВПР-{Plan.Year}-{Plan.Wave}-{Grade:00}-{Subject.Code}-base");

    /// <summary>«ВПР 2024 Математика 4 класс», as in the third row of the official reports.</summary>
    public string Title => FormattableString.Invariant($"ВПР {Plan.Year} {Subject.Name} {Grade} класс");

    private static DateOnly Weekday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    /// <summary>Every work of a wave, in order of grade and subject.</summary>
    public static IEnumerable<Work> Of(YearPlan plan, WorkProfiles profiles, ulong seed) =>
        from grade in plan.Grades
        from subject in grade.Subjects()
        where subject.Length > 0
        select new Work(plan, grade, subject, profiles.Get(plan.Profile, grade.Grade, subject), seed);
}
