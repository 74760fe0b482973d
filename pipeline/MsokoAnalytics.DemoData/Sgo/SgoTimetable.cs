using System.Runtime.InteropServices;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>Lessons of a class by day; a day has two columns when some subject has two lessons on it.</summary>
internal sealed class SgoTimetable
{
    private readonly int[][] _lessons;

    public SgoTimetable(SgoSubject[] subjects, DateOnly from, DateOnly to, double doubleLessonShare, ref KeyedRandom random)
    {
        _lessons = new int[subjects.Length][];
        for (var s = 0; s < subjects.Length; s++)
        {
            var week = new int[5];
            int[] order = [0, 1, 2, 3, 4];
            random.Shuffle<int>(order);
            for (var i = 0; i < subjects[s].Lessons; i++) week[order[i % 5]]++;
            if (subjects[s].Lessons > 1 && random.Chance(doubleLessonShare))
            {
                week[order[0]]++;
                week[order[1]]--;
            }

            _lessons[s] = week;
        }

        var days = new List<DateOnly>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            // Weekends and the May holidays have no lessons.
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day is { Month: 5, Day: 1 or 8 or 9 }) continue;
            days.Add(day);
        }

        Days = [.. days];
        Columns =
        [
            .. Days.SelectMany((day, index) => Enumerable.Range(1, _lessons.Max(w => Math.Max(1, w[WeekDay(day)]))).Select(lesson => new SgoColumn(day, index, lesson))),
        ];
    }

    public DateOnly[] Days { get; }

    public SgoColumn[] Columns { get; }

    public bool HasLesson(int subject, SgoColumn column) => _lessons[subject][WeekDay(column.Day)] >= column.Lesson;

    private static int WeekDay(DateOnly day) => (int)day.DayOfWeek - 1;
}

/// <summary>A day column.</summary>
/// <param name="Day">The day.</param>
/// <param name="DayIndex">Order of the day.</param>
/// <param name="Lesson">1 or 2.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SgoColumn(DateOnly Day, int DayIndex, int Lesson);
