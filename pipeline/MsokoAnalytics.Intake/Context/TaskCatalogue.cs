using System.Globalization;
using System.Text;
using CsvHelper;

namespace MsokoAnalytics.Intake.Context;

/// <summary>Maximum scores of tasks for works whose forms do not name them (2020, 2021); data in <c>sources/vpr/task_catalogue.csv</c>.</summary>
/// <remarks>8 БИ of 2020 is left out: its published columns are not those of 2021 and their measured maxima give 35 of 36.</remarks>
public sealed class TaskCatalogue
{
    private readonly Dictionary<(int Year, int Grade, string Subject), SortedDictionary<int, int>> _works = [];

    /// <param name="path">A CSV with columns year;grade;subject;task_no;max_score.</param>
    public static TaskCatalogue Load(string path)
    {
        var catalogue = new TaskCatalogue();
        if (!File.Exists(path)) return catalogue;
        using var reader = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ';', Encoding = Encoding.UTF8 });
        while (reader.Read())
        {
            var key = (reader.Parse<int>(0), reader.Parse<int>(1), reader.GetString(2));
            if (!catalogue._works.TryGetValue(key, out var tasks)) catalogue._works[key] = tasks = [];
            tasks[int.Parse(reader.GetString(3), CultureInfo.InvariantCulture)] = reader.Parse<int>(4);
        }

        return catalogue;
    }

    /// <summary>Maxima by task column of the work, or null when the catalogue has none or another number of columns than the sheet.</summary>
    public IReadOnlyList<int>? Find(int year, int grade, string subject, int columns) =>
        _works.TryGetValue((year, grade, subject), out var tasks) && tasks.Count == columns ? [.. tasks.Values] : null;
}
