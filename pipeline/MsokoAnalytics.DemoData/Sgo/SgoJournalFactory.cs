using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>Fills a class journal. The marks of the third quarter are the journal marks of the same pupils in ВПР.</summary>
internal sealed class SgoJournalFactory(Region region, YearPlan plan, IReadOnlyList<Work> works)
{
    private const double DoubleLessonShare = 0.12;
    private const double DroppedDayShare = 0.05;
    private const double WeightedShare = 0.3;
    private const double HiddenMarkShare = 0.012;
    private const double OtherFinalShare = 0.08;

    /// <param name="school">The school.</param>
    /// <param name="grade">5…9.</param>
    /// <param name="group">The class.</param>
    /// <param name="persons">Full invented names instead of «Ученик NN».</param>
    public SgoJournal Create(School school, int grade, ClassGroup group, bool persons)
    {
        var key = KeyedRandom.Key(group.Key, Purpose.Sgo, plan.Year);
        var random = new KeyedRandom(key);
        var from = new DateOnly(plan.SchoolYear + 1, 3, 24);
        var to = new DateOnly(plan.SchoolYear + 1, 5, 24);
        var subjects = SgoSubject.Of(grade, group.ForeignLanguage);
        var timetable = new SgoTimetable(subjects, from, to, DoubleLessonShare, ref random);
        var journalMarks = JournalMarks(school, grade, group);
        var places = Enumerable.Range(0, group.Size).ToArray();
        random.Shuffle<int>(places);
        var pupils = new SgoPupil[group.Size];
        for (var i = 0; i < pupils.Length; i++)
        {
            var pupil = Pupil.At(group, places[i], plan.SchoolYear, grade);
            var name = persons ? Names.Person(KeyedRandom.Key(pupil.Key, Purpose.SgoName), pupil.IsBoy) : FormattableString.Invariant($"Ученик {places[i] + 1:00}");
            pupils[i] = Create(pupil, name, persons, subjects, timetable, journalMarks);
        }

        return new SgoJournal
        {
            School = school.FullName(),
            AcademicYear = FormattableString.Invariant($"{plan.SchoolYear}/{plan.SchoolYear + 1}"),
            Class = FormattableString.Invariant($"{grade}{group.Letter}"),
            From = from,
            To = to,
            Subjects = subjects,
            Pupils = pupils,
        };
    }

    private Dictionary<(ulong Pupil, string Subject), int> JournalMarks(School school, int grade, ClassGroup group)
    {
        var marks = new Dictionary<(ulong Pupil, string Subject), int>();
        foreach (var work in works.Where(w => w.GradePlan.ActualGrade == grade))
        {
            if (new Simulator(region, work).Simulate(school) is not { } unit) continue;
            foreach (var pupil in unit.Pupils)
                if (unit.ClassOf(pupil).Ordinal == group.Ordinal && pupil.Journal > 0) marks[(pupil.PupilKey, work.Subject.Code)] = pupil.Journal;
        }

        return marks;
    }

    private SgoPupil Create(
        Pupil pupil, string name, bool isPerson, SgoSubject[] subjects, SgoTimetable timetable, Dictionary<(ulong Pupil, string Subject), int> journalMarks)
    {
        var random = new KeyedRandom(KeyedRandom.Key(pupil.Key, Purpose.Sgo, plan.Year));
        var present = timetable.Days.Select(_ => !random.Chance(DroppedDayShare)).ToArray();
        var illFrom = random.Chance(0.6) ? random.NextInt(timetable.Days.Length) : int.MaxValue;
        var illTo = illFrom == int.MaxValue ? -1 : illFrom + random.NextInt(2, 7);
        var columns = Enumerable.Range(0, timetable.Columns.Length).Where(c => present[timetable.Columns[c].DayIndex]).ToArray();
        var rows = new SgoRow[subjects.Length];
        for (var s = 0; s < subjects.Length; s++)
        {
            var subject = subjects[s];
            var takes = subject.Graded && (subject.Sex is null || subject.Sex == (pupil.IsBoy ? 'м' : 'ж'));
            var level = Math.Clamp(3.75 + 0.55 * pupil.General + 0.3 * random.NextNormal(), 2.1, 4.95);
            int? third = subject.VprCode is { } code && journalMarks.TryGetValue((pupil.Key, code), out var mark) ? mark : null;
            if (third is { } known) level = Math.Clamp(known + 0.25 * random.NextNormal(), 2.1, 4.95);
            var marks = new List<int>();
            var cells = new string?[columns.Length];
            for (var c = 0; c < columns.Length; c++)
            {
                var column = timetable.Columns[columns[c]];
                if (!timetable.HasLesson(s, column)) continue;
                var ill = column.DayIndex >= illFrom && column.DayIndex <= illTo;
                cells[c] = takes ? SgoCell.Draw(level, ill, marks, ref random) : ill ? "Б" : "";
            }

            rows[s] = Row(subject, takes, cells, marks, level, third, ref random);
        }

        return new SgoPupil(name, isPerson, [.. columns.Select(c => timetable.Columns[c].Day)], rows);
    }

    private SgoRow Row(SgoSubject subject, bool takes, string?[] cells, List<int> marks, double level, int? third, ref KeyedRandom random)
    {
        var printed = Mean(marks);
        // A few means count a mark that the report does not print.
        var hidden = marks.Count > 0 && random.Chance(HiddenMarkShare * region.Options.DirtLevel);
        var mean = hidden ? Mean([.. marks, marks[0] == 5 ? 2 : 5]) : printed;
        var weights = takes && random.Chance(WeightedShare);
        var weighted = weights && marks.Count > 1 ? Math.Round(Mean(marks.Take(marks.Count / 2)), 2) : 0;
        var quarters = new SgoQuarter[4];
        if (!takes) return new SgoRow(subject, cells, mean, weighted, printed, quarters, 0);
        for (var q = 0; q < 3; q++)
        {
            var quarterMarks = Enumerable.Range(0, 3 + random.NextInt(8)).Select(_ => 0).ToArray();
            for (var i = 0; i < quarterMarks.Length; i++) quarterMarks[i] = SgoCell.Mark(level, ref random);
            var quarterMean = Mean(quarterMarks);
            var mark = q == 2 && third is { } known ? known : Final(quarterMean, ref random);
            quarters[q] = new SgoQuarter(Math.Round(quarterMean, 2), weights ? Math.Round(Mean(quarterMarks.Take((quarterMarks.Length + 1) / 2)), 2) : 0, mark);
        }

        quarters[3] = new SgoQuarter(Math.Round(mean, 2), weighted, marks.Count == 0 ? quarters[2].Mark : Final(mean, ref random));
        var year = (int)Math.Floor(quarters.Average(q => q.Mark) + 0.5);
        return new SgoRow(subject, cells, mean, weighted, printed, quarters, year);
    }

    /// <summary>A final mark: the mean rounded, and at times the teacher's own opinion.</summary>
    private static int Final(double mean, ref KeyedRandom random)
    {
        var mark = (int)Math.Floor(mean + 0.5);
        if (random.Chance(OtherFinalShare)) mark++;
        return Math.Clamp(mark, 2, 5);
    }

    private static double Mean(IEnumerable<int> marks) => marks.Select(m => (double)m).DefaultIfEmpty(0).Average();
}
