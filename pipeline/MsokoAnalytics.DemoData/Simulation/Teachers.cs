using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>Who teaches a subject in a class. A teacher has several classes and mostly keeps them.</summary>
internal static class Teachers
{
    private const double ClassesPerTeacher = 4.0 / 5;
    private const double RedrawShare = 0.25;

    /// <summary>A number of the teacher inside school and subject.</summary>
    public static int NumberOf(School school, ClassGroup group, Work work)
    {
        var teachers = Math.Max(1, (int)Math.Round(school.Classes * 5 * ClassesPerTeacher / 5));
        var subject = Subjects.Number(work.Subject.Code);
        var redraws = 0;
        for (var year = work.Plan.SchoolYear - work.GradePlan.ActualGrade + 2; year <= work.Plan.SchoolYear; year++)
            if (KeyedRandom.Uniform(KeyedRandom.Key(group.Key, Purpose.TeacherRedraw, subject, year)) < RedrawShare) redraws++;
        return new KeyedRandom(KeyedRandom.Key(group.Key, Purpose.Teacher, subject, redraws)).NextInt(teachers);
    }

    public static ulong KeyOf(School school, ClassGroup group, Work work) =>
        KeyedRandom.Key(school.Key, Purpose.Teacher, Subjects.Number(work.Subject.Code), NumberOf(school, group, work));
}
