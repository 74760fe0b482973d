using System.Globalization;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>Period marks of journals: counts of all classes 5–9 in one table a year, marks of the pupils of one school.</summary>
internal sealed class JournalFiles(TableFiles files)
{
    private static readonly (string Code, string Name)[] Subjects = [("РУ", "Русский язык"), ("МА", "Математика"), ("ИС", "История"), ("Физическая культура", "Физкультура"), ("Технология", "Труд (технология)")];
    private static readonly (string Code, string Name)[] Periods = [("q1", "1 четверть"), ("q2", "2 четверть"), ("q3", "3 четверть"), ("q4", "4 четверть"), ("year", "Год")];

    private readonly MartTruth _marks = new("mart_journal_marks", "scope", "scope_id", "academic_year", "education_level", "subject", "period", "n2", "n3", "n4", "n5", "n_none");

    public IEnumerable<MartTruth> Truths => [_marks];

    public void Write(int year, IReadOnlyList<School> schools)
    {
        var academicYear = WideFiles.AcademicYear(year);
        var counts = new List<object?[]>();
        foreach (var school in schools)
            for (var s = 0; s < Subjects.Length; s++)
                for (var p = 0; p < Periods.Length; p++)
                {
                    // 2, 3, 4, 5 and none.
                    var all = new int[5];
                    for (var grade = 5; grade <= 9; grade++)
                        foreach (var group in Classes.Of(school, year - 1, grade))
                        {
                            var marks = Marks(school, year, grade, group, s, p);
                            for (var k = 0; k < all.Length; k++) all[k] += marks.Count(m => m == k);
                            if (school == schools[0]) continue;
                            counts.Add([
                                WideFiles.Login(school), academicYear, string.Create(CultureInfo.InvariantCulture, $"{grade}{group.Letter}"), Subjects[s].Name, Periods[p].Name, marks.Count(m => m == 3), marks.Count(m => m == 2), marks.Count(m => m == 1),
                                marks.Count(m => m == 0), marks.Count(m => m == 4),
                            ]);
                        }

                    _marks.Add("school", school.Digits, academicYear, "ООО", Subjects[s].Code, Periods[p].Code, all[0], all[1], all[2], all[3], all[4]);
                }

        files.Write($"{WideFiles.Folder(year)}/Журнал/Отметки за периоды по классам.csv", CsvDialect.Utf8WithBom, new DateOnly(year, 6, 5), [], ["Логин", "Учебный год", "Класс", "Предмет", "Период", "5", "4", "3", "2", "н/а"], counts);
        files.Write($"{WideFiles.Folder(year)}/Журнал/Отметки за периоды по ученикам.csv", CsvDialect.All[1], new DateOnly(year, 6, 5), [], ["Логин", "Учебный год", "Класс", "Предмет", "Период", "№ ученика", "Отметка"], OfPupils(schools[0], year, academicYear));
    }

    private static IEnumerable<object?[]> OfPupils(School school, int year, string academicYear)
    {
        for (var grade = 5; grade <= 9; grade++)
            foreach (var group in Classes.Of(school, year - 1, grade))
                for (var s = 0; s < Subjects.Length; s++)
                    for (var p = 0; p < Periods.Length; p++)
                    {
                        var marks = Marks(school, year, grade, group, s, p);
                        for (var i = 0; i < marks.Length; i++)
                            yield return [WideFiles.Login(school), academicYear, string.Create(CultureInfo.InvariantCulture, $"{grade} \"{group.Letter}\""), Subjects[s].Name, Periods[p].Name, i + 1, marks[i] == 4 ? "н/а" : (object)(marks[i] + 2)];
                    }
    }

    /// <summary>Of every pupil 0..3 for marks 2..5, 4 for none; journals hold very few «2».</summary>
    private static int[] Marks(School school, int year, int grade, ClassGroup group, int subject, int period)
    {
        var random = new KeyedRandom(KeyedRandom.Key(KeyedRandom.Key(group.Key, Purpose.Wide, year, grade), Purpose.Wide, subject, period));
        var marks = new int[group.Size];
        for (var i = 0; i < marks.Length; i++)
        {
            var level = random.NextNormal() + 0.3 * school.Common - 0.2 * school.Severity;
            marks[i] = random.Chance(0.01) ? 4 : level < -2.3 ? 0 : level < -0.5 ? 1 : level < 0.7 ? 2 : 3;
        }

        return marks;
    }
}
