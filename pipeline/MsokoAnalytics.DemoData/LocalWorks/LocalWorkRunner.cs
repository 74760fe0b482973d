using System.Globalization;
using System.Text;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.Plan;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.LocalWorks;

/// <summary>
/// МКР (mathematics in November, Russian in March, grades 5–9) and РКР (April, grade 6) of every school year of the demonstration, as the tables of a centre: МКР of the last
/// school year one file a school, of the earlier years one file a work; РКР a table by schools with two header rows and its own totals. The descriptions that make them readable lie beside them.
/// </summary>
internal sealed class LocalWorkRunner(Region region, OutputFolder output)
{
    public static readonly int[] Grades = [5, 6, 7, 8, 9];
    private const int RegionalGrade = 6;
    private readonly LocalTruth _truth = new();

    public List<WrittenFile> Run(CancellationToken cancellation)
    {
        var years = SchoolYears(region);
        var files = new List<WrittenFile>();
        foreach (var year in years)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var work in Works(year))
            {
                var schools = region.Schools.Where(s => s.Exists(work.SchoolYear)).ToList();
                if (year == years[^1]) files.AddRange(schools.Select(s => PupilTable(work, $"МКР/{work.Year} {work.Month}/МКР_{work.Subject.Name}_{s.Login("edu")}.csv", [s], withSchool: false)));
                else files.Add(PupilTable(work, $"МКР/{work.Year} {work.Month}/Сводная_{work.Subject.Name}.csv", schools, withSchool: true));
            }

            files.Add(SchoolTable(year));
        }

        files.Add(Mapping("МКР/сопоставление.yml", years.Count > 1 ? PupilMapping + TogetherMapping : PupilMapping, new DateOnly(years[0], 9, 1)));
        files.Add(Mapping("РКР/сопоставление.csv", SchoolMapping, new DateOnly(years[0], 9, 1)));
        _truth.Write(output);
        return files;
    }

    /// <summary>Autumns of the school years with local works.</summary>
    public static List<int> SchoolYears(Region region) => [.. region.Options.Years.Select(y => YearPlans.Get(y).SchoolYear).Distinct().Order()];

    /// <summary>The local works of a school year that are told by pupils and tasks.</summary>
    /// <param name="year">Autumn of the school year.</param>
    public static IReadOnlyList<LocalWork> Works(int year) =>
    [
        new("МКР", year, "ноябрь", "november", year, Subjects.Get("МА"), new DateOnly(year, 11, 14)), new("МКР", year + 1, "март", "march", year, Subjects.Get("РУ"), new DateOnly(year + 1, 3, 13)),
    ];

    private const string PupilMapping =
        """
        описание: МКР, таблица одной школы
        файлы: "{год} {период}/МКР_{предмет}_{школа}.csv"
        процедура: МКР
        максимальный балл: 15
        максимумы: [1, 1, 1, 1, 1, 1, 2, 2, 2, 3]
        столбцы: {класс: Класс, код ученика: №, итог: Итого, отметка: Отметка}
        задания: "Задание {n}"
        шкала: {3: 6, 4: 10, 5: 13}
        значения: {н: отсутствует, "-": не приступал}

        """;

    /// <summary>Works of earlier years came as one file: a world of one year has none, and a description without files is a mistake of its author.</summary>
    private const string TogetherMapping =
        """
        ---
        описание: МКР, сводная таблица всех школ
        файлы: "{год} {период}/Сводная_{предмет}.csv"
        процедура: МКР
        максимальный балл: 15
        максимумы: [1, 1, 1, 1, 1, 1, 2, 2, 2, 3]
        столбцы: {школа: ОО, класс: Класс, код ученика: №, итог: Итого, отметка: Отметка}
        задания: "Задание {n}"
        шкала: {3: 6, 4: 10, 5: 13}
        значения: {н: отсутствует, "-": не приступал}

        """;

    private const string SchoolMapping =
        """
        раздел;что;значение;пояснение
        ;описание;РКР по школам;
        ;файлы;РКР_{год}_{класс}.xlsx;год и класс — из имени файла
        ;процедура;РКР;
        ;период;апрель;
        ;таблица;по школам;
        ;строк заголовка;2;предмет над показателями
        ;строки итогов;Итого;
        ;максимальный балл;15;
        ;единица;балл;
        столбцы;школа;Код ОО;
        столбцы;название школы;Наименование ОО;
        показатели;участников;{предмет} / Писали;
        показатели;среднее;{предмет} / Средний балл;
        показатели;число 2;{предмет} / «2»;
        показатели;число 3;{предмет} / «3»;
        показатели;число 4;{предмет} / «4»;
        показатели;число 5;{предмет} / «5»;

        """;

    private WrittenFile PupilTable(LocalWork work, string path, IReadOnlyList<School> schools, bool withSchool)
    {
        var report = new FileReport { Path = path, Kind = "local_work", Layout = "", Format = CsvDialect.Utf8WithBom.Name };
        report.Sheets.Add(new SheetReport(1, ""));
        using (var table = output.Table(new PlannedFile(path, CsvDialect.Utf8WithBom), LocalWork.Maxima.Length + (withSchool ? 5 : 4), inlineStrings: false))
        {
            table.BeginSheet("");
            table.TextRow([.. withSchool ? ["ОО"] : (string[])[], "Класс", "№", .. LocalWork.Maxima.Select((_, t) => FormattableString.Invariant($"Задание {t + 1}")), "Итого", "Отметка"]);
            report.Sheet.Add(RowClass.Header);
            foreach (var school in schools)
            foreach (var grade in Grades)
            foreach (var group in Classes.Of(school, work.SchoolYear, grade))
            {
                var results = work.Results(school, group, grade).ToList();
                _truth.Add(work.WorkId(grade), school, "pupils", results);
                foreach (var result in results) WriteRow(table, report, result, withSchool ? school.Login("edu") : null, FormattableString.Invariant($"{grade}{group.Letter}"));
            }

            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, work.Day.AddDays(10));
        return new WrittenFile(report, bytes, hash);
    }

    private static void WriteRow(TableWriter table, FileReport report, LocalResult result, string? school, string label)
    {
        table.BeginRow();
        if (school is not null) table.Text(school);
        table.Text(label);
        table.Number(result.Number);
        if (result.Absent)
        {
            table.Skip(LocalWork.Maxima.Length);
            table.Text("н");
            report.Sheet.Absent++;
        }
        else
        {
            foreach (var score in result.Scores) table.Number(score);
            table.Number(result.Total);
            table.Number(LocalWork.MarkOf(result.Total));
        }

        table.EndRow();
        report.Sheet.Add(RowClass.Data);
    }

    private WrittenFile SchoolTable(int schoolYear)
    {
        var works = ((ReadOnlySpan<string>)["МА", "РУ"]).ToArray().Select(s => new LocalWork("РКР", schoolYear + 1, "апрель", "april", schoolYear, Subjects.Get(s), new DateOnly(schoolYear + 1, 4, 17))).ToList();
        var path = FormattableString.Invariant($"РКР/РКР_{schoolYear + 1}_{RegionalGrade}.xlsx");
        var report = new FileReport { Path = path, Kind = "local_work", Layout = "", Format = "xlsx" };
        report.Sheets.Add(new SheetReport(1, "РКР"));
        using (var table = (XlsxWriter)output.Table(new PlannedFile(path, null), 0, inlineStrings: false))
        {
            table.BeginSheet("РКР");
            table.TextRow(FormattableString.Invariant($"Итоги региональной контрольной работы, {RegionalGrade} класс, апрель {schoolYear + 1}"));
            report.Sheet.Add(RowClass.Title);
            table.BeginRow();
            table.Texts("Код ОО", "Наименование ОО");
            foreach (var work in works)
            {
                table.Text(work.Subject.Name);
                table.Skip(5);
            }

            table.EndRow();
            table.BeginRow();
            table.Skip(2);
            foreach (var _ in works) table.Texts("Писали", "Средний балл", "«2»", "«3»", "«4»", "«5»");
            table.EndRow();
            report.Sheet.Add(RowClass.Header, 2);
            var sums = works.ConvertAll(_ => new List<LocalResult>());
            foreach (var school in region.Schools.Where(s => s.Exists(schoolYear)))
            {
                table.BeginRow();
                table.Texts(school.Digits, school.Name(schoolYear + 1));
                for (var w = 0; w < works.Count; w++)
                {
                    var results = Classes.Of(school, schoolYear, RegionalGrade).SelectMany(g => works[w].Results(school, g, RegionalGrade)).ToList();
                    _truth.Add(works[w].WorkId(RegionalGrade), school, "schools", results);
                    sums[w].AddRange(results);
                    WriteFigures(table, results);
                }

                table.EndRow();
                report.Sheet.Add(RowClass.Data);
            }

            table.BeginRow();
            table.Text("Итого");
            table.Skip();
            foreach (var sum in sums) WriteFigures(table, sum);
            table.EndRow();
            report.Sheet.Add(RowClass.Data);
            report.Cells = table.Cells;
        }

        var (bytes, hash) = output.Seal(path, new DateOnly(schoolYear + 1, 5, 5));
        return new WrittenFile(report, bytes, hash);
    }

    private static void WriteFigures(TableWriter table, List<LocalResult> results)
    {
        var writers = results.Where(r => !r.Absent).ToList();
        table.Number(writers.Count);
        if (writers.Count == 0) table.Skip();
        else table.Number(Math.Round(writers.Average(r => (double)r.Total), 2));
        for (var mark = 2; mark <= 5; mark++) table.Number(writers.Count(r => LocalWork.MarkOf(r.Total) == mark));
    }

    private WrittenFile Mapping(string path, string text, DateOnly day)
    {
        File.WriteAllText(output.DataPath(path), text.ReplaceLineEndings("\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var (bytes, hash) = output.Seal(path, day);
        return new WrittenFile(new FileReport { Path = path, Kind = "mapping", Layout = "", Format = Path.GetExtension(path).TrimStart('.').ToLower(CultureInfo.InvariantCulture), Expected = "manifest" }, bytes, hash);
    }
}
