using System.Globalization;
using System.Text;
using MsokoAnalytics.DemoData;

namespace MsokoAnalytics.Benchmarks.Warehouse;

/// <summary>The files of the benchmark: protocols of ВПР from the generator of the demonstration, and marks of journals, one line a mark.</summary>
internal static class WarehouseFiles
{
    private const int FirstYear = 2015;
    private const int SchoolsPerJournal = 33;

    /// <summary>Makes what is not there yet.</summary>
    public static void Make(WarehouseBenchmarkOptions options, int years)
    {
        for (var pair = 0; pair < (years + 1) / 2; pair++)
        {
            var done = Path.Combine(options.Made, FormattableString.Invariant($"{pair}.done"));
            if (File.Exists(done)) continue;
            MakeProtocols(options, pair);
            for (var index = pair * 2; index < (pair * 2) + 2; index++) MakeJournals(options, index);
            File.WriteAllText(done, "");
        }
    }

    /// <summary>Moves the folders of these years, and no others, to where a phase loads them.</summary>
    public static void Place(WarehouseBenchmarkOptions options, int first, int count)
    {
        foreach (var place in (string[])["data", "alone"])
            if (Directory.Exists(Path.Combine(options.Folder, place)))
                foreach (var year in Directory.GetDirectories(Path.Combine(options.Folder, place))) Directory.Move(year, Path.Combine(options.Made, Path.GetFileName(year)));
        Directory.CreateDirectory(options.Data);
        for (var index = first; index < first + count; index++) Directory.Move(Path.Combine(options.Made, Name(index)), Path.Combine(options.Data, Name(index)));
    }

    /// <summary>
    /// The generator's load set has the works of two years. It is made for every two years with the same seed, because another one would move all schools to
    /// other municipalities; every fiftieth pupil, others each time, is left out, so that no two files are the same; and the names of the files, which alone tell the
    /// year, are changed.
    /// </summary>
    private static void MakeProtocols(WarehouseBenchmarkOptions options, int pair)
    {
        var made = Path.Combine(options.Folder, "generated");
        DemoGenerator.Generate(new DemoOptions
        {
            OutDir = made, Overwrite = true, Seed = 1, Schools = options.Schools,
            // Enough pupils in these schools for every work.
            SizeFactor = WarehouseBenchmarkOptions.PupilsPerSchool / 18.0,
            PerformanceSet = new PerformanceSet { Works = Math.Min(60, options.Works * 2), RowsPerWork = options.Rows, Csv = true },
        });
        foreach (var file in Directory.EnumerateFiles(Path.Combine(made, "data"), "*.csv", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(Path.Combine(made, "data"), file);
            var year = name.Contains("2022", StringComparison.Ordinal) ? 2022 : 2023;
            var index = (pair * 2) + year - 2022;
            var target = Path.Combine(options.Made, Name(index), name.Replace(Text(year), Text(FirstYear + index), StringComparison.Ordinal));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllLines(target, File.ReadLines(file).Where((_, line) => line < 20 || (line + (pair * 7)) % 50 != 0), new UTF8Encoding(true));
        }

        Directory.Delete(made, recursive: true);
    }

    /// <summary>A file of the marks of some schools in a year: 25 pupils a class, a mark of each pupil in each subject and quarter until the number is reached.</summary>
    private static void MakeJournals(WarehouseBenchmarkOptions options, int index)
    {
        if (options.Marks == 0) return;
        string[] subjects = ["Русский язык", "Математика", "Физика", "Химия", "Биология", "История", "География", "Обществознание", "Информатика", "Литература"];
        var random = new Random(index);
        var folder = Path.Combine(options.Made, Name(index), "Журналы");
        Directory.CreateDirectory(folder);
        var schoolYear = FormattableString.Invariant($"{FirstYear + index - 1}/{FirstYear + index}");
        for (var first = 0; first < options.Schools; first += SchoolsPerJournal)
        {
            var last = Math.Min(options.Schools, first + SchoolsPerJournal);
            using var writer = new StreamWriter(Path.Combine(folder, FormattableString.Invariant($"Отметки {first + 1}-{last}.csv")), false, new UTF8Encoding(true));
            writer.WriteLine("Логин;Учебный год;Класс;Предмет;Период;№ ученика;Отметка");
            for (var school = first; school < last; school++)
            {
                var marks = (int)(((school + 1L) * options.Marks / options.Schools) - (school * (long)options.Marks / options.Schools));
                foreach (var (lesson, pupil) in Lessons(subjects).Take(marks))
                    writer.WriteLine(FormattableString.Invariant($"edu{220001 + school};{schoolYear};{lesson};{pupil};{2 + (random.Next(100) switch { < 4 => 0, < 38 => 1, < 80 => 2, _ => 3 })}"));
            }
        }
    }

    private static IEnumerable<(string Lesson, int Pupil)> Lessons(string[] subjects) =>
        from label in "АБВГ"
        from grade in Enumerable.Range(5, 5)
        from subject in subjects
        from quarter in Enumerable.Range(1, 4)
        from pupil in Enumerable.Range(1, 25)
        select (FormattableString.Invariant($"{grade} {label};{subject};{quarter} четверть"), pupil);

    private static string Name(int index) => "год " + Text(FirstYear + index);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
