using System.Globalization;
using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Wide;

/// <summary>
/// Period marks of journals, grades 5–9: counts of classes in one table a year, marks of the pupils of one school, and of one class of
/// another school its «Сводная ведомость». The ninth grade has examinations and final marks too.
/// </summary>
internal sealed class JournalFiles(TableFiles files, ClassSummaryFile summaries)
{
    private static readonly (string Code, string Name)[] Subjects = [("РУ", "Русский язык"), ("МА", "Математика"), ("ИС", "История"), ("Физическая культура", "Физкультура"), ("Технология", "Труд (технология)")];
    private static readonly (string Code, string Name)[] Periods = [("q1", "1 четверть"), ("q2", "2 четверть"), ("q3", "3 четверть"), ("q4", "4 четверть"), ("year", "Год"), ("exam", "Экзамен"), ("final", "Итоговая")];

    private const int Year = 4, Exam = 5, Final = 6;

    /// <summary>The first two subjects are examined.</summary>
    private const int Examined = 2;

    /// <summary>A pupil without a mark; 0..3 are the marks 2..5.</summary>
    private const int None = 4;

    private readonly MartTruth _marks = new("mart_journal_marks", "scope", "scope_id", "academic_year", "education_level", "subject", "period", "n2", "n3", "n4", "n5", "n_none");

    public IEnumerable<MartTruth> Truths => [_marks];

    public void Write(int year, IReadOnlyList<School> schools, bool withPersons)
    {
        var academicYear = WideFiles.AcademicYear(year);
        var counts = new List<object?[]>();
        var summarised = schools.Count > 1 ? schools[1] : null;
        foreach (var school in schools)
            for (var s = 0; s < Subjects.Length; s++)
                for (var p = 0; p < Periods.Length; p++)
                {
                    // 2, 3, 4, 5 and none.
                    var all = new int[5];
                    for (var grade = 5; grade <= 9; grade++)
                        foreach (var group in Classes.Of(school, year - 1, grade))
                        {
                            if (!Has(grade, s, p)) continue;
                            var marks = Marks(school, year, grade, group, s, p);
                            for (var k = 0; k < all.Length; k++) all[k] += marks.Count(m => m == k);
                            if (school == schools[0] || (school == summarised && IsSummarised(grade, group))) continue;
                            counts.Add([
                                WideFiles.Login(school), academicYear, ClassName(grade, group), Subjects[s].Name, Periods[p].Name, marks.Count(m => m == 3), marks.Count(m => m == 2), marks.Count(m => m == 1),
                                marks.Count(m => m == 0), marks.Count(m => m == None),
                            ]);
                        }

                    if (all.Sum() > 0) _marks.Add("school", school.Digits, academicYear, "ООО", Subjects[s].Code, Periods[p].Code, all[0], all[1], all[2], all[3], all[4]);
                }

        files.Write($"{WideFiles.Folder(year)}/Журнал/Отметки за периоды по классам.csv", CsvDialect.Utf8WithBom, new DateOnly(year, 6, 5), [], ["Логин", "Учебный год", "Класс", "Предмет", "Период", "5", "4", "3", "2", "н/а"], counts);
        files.Write($"{WideFiles.Folder(year)}/Журнал/Отметки за периоды по ученикам.csv", CsvDialect.All[1], new DateOnly(year, 6, 5), [], ["Логин", "Учебный год", "Класс", "Предмет", "Период", "№ ученика", "Отметка"], OfPupils(schools[0], year, academicYear));
        if (summarised is not null) Summaries(summarised, year, withPersons);
    }

    private void Summaries(School school, int year, bool withPersons)
    {
        foreach (var group in Classes.Of(school, year - 1, 9).Where(g => IsSummarised(9, g)))
        {
            var tables = new List<SummaryTable>();
            for (var p = 0; p < Periods.Length; p++)
            {
                // Columns of a subject that has no such period stay out.
                var subjects = Enumerable.Range(0, Subjects.Length).Where(s => Has(9, s, p)).ToList();
                tables.Add(new SummaryTable(Periods[p].Name, subjects.ConvertAll(s => Subjects[s].Name), [.. subjects.Select(s => Marks(school, year, 9, group, s, p).Select(Text).ToArray())]));
            }

            var persons = Enumerable.Range(0, group.Size).Select(i => withPersons ? Names.Person(KeyedRandom.Key(group.Key, Purpose.WideName, year, i), i % 2 == 0) : string.Create(CultureInfo.InvariantCulture, $"Обучающийся {i + 1}")).ToList();
            summaries.Write($"{WideFiles.Folder(year)}/Журнал/{WideFiles.Login(school)}/Сводная ведомость {ClassName(9, group)}.xlsx", new DateOnly(year, 6, 25), (SummaryForm)(year % 3), year, ClassName(9, group), persons, tables);
        }
    }

    private static IEnumerable<object?[]> OfPupils(School school, int year, string academicYear)
    {
        for (var grade = 5; grade <= 9; grade++)
            foreach (var group in Classes.Of(school, year - 1, grade))
                for (var s = 0; s < Subjects.Length; s++)
                    for (var p = 0; p < Periods.Length; p++)
                    {
                        if (!Has(grade, s, p)) continue;
                        var marks = Marks(school, year, grade, group, s, p);
                        for (var i = 0; i < marks.Length; i++)
                            yield return [WideFiles.Login(school), academicYear, string.Create(CultureInfo.InvariantCulture, $"{grade} \"{group.Letter}\""), Subjects[s].Name, Periods[p].Name, i + 1, marks[i] == None ? "н/а" : (object)(marks[i] + 2)];
                    }
    }

    private static bool IsSummarised(int grade, ClassGroup group) => grade == 9 && group.Ordinal == 1;

    private static bool Has(int grade, int subject, int period) => period <= Year || (grade == 9 && (period == Final || subject < Examined));

    private static string ClassName(int grade, ClassGroup group) => string.Create(CultureInfo.InvariantCulture, $"{grade}{group.Letter}");

    private static string Text(int mark) => mark == None ? "н/а" : (mark + 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>Of every pupil 0..3 for marks 2..5, <see cref="None"/> for none. A final mark is the year's, or the mean of year and examination, half a mark up.</summary>
    private static int[] Marks(School school, int year, int grade, ClassGroup group, int subject, int period)
    {
        if (period != Final) return Drawn(school, year, grade, group, subject, period);
        var final = Drawn(school, year, grade, group, subject, Year);
        if (subject >= Examined) return final;
        var exam = Drawn(school, year, grade, group, subject, Exam);
        for (var i = 0; i < final.Length; i++)
            if (final[i] != None && exam[i] != None) final[i] = (final[i] + exam[i] + 1) / 2;
        return final;
    }

    /// <summary>Journals hold very few «2».</summary>
    private static int[] Drawn(School school, int year, int grade, ClassGroup group, int subject, int period)
    {
        var random = new KeyedRandom(KeyedRandom.Key(KeyedRandom.Key(group.Key, Purpose.Wide, year, grade), Purpose.Wide, subject, period));
        var marks = new int[group.Size];
        for (var i = 0; i < marks.Length; i++)
        {
            var level = random.NextNormal() + 0.3 * school.Common - 0.2 * school.Severity;
            marks[i] = random.Chance(0.01) ? None : level < -2.3 ? 0 : level < -0.5 ? 1 : level < 0.7 ? 2 : 3;
        }

        return marks;
    }
}
