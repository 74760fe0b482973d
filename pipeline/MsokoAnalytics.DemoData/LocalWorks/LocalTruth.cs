using System.Globalization;
using MsokoAnalytics.DemoData.Output;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.LocalWorks;

/// <summary><c>truth/local_works.csv</c>: what every school wrote in every local work.</summary>
internal sealed class LocalTruth
{
    private readonly SortedDictionary<string, (string WorkId, string School, string Form, int Enrolled, int Absent, int ScoreSum, int[] Marks)> _rows = new(StringComparer.Ordinal);

    /// <param name="form"><c>pupils</c> or <c>schools</c>: which kind of table holds the work.</param>
    public void Add(string workId, School school, string form, IReadOnlyCollection<LocalResult> results)
    {
        var key = $"{workId}|{school.Digits}";
        var (_, _, _, enrolled, absent, sum, marks) = _rows.GetValueOrDefault(key, (workId, school.Digits, form, 0, 0, 0, new int[4]));
        foreach (var result in results.Where(r => !r.Absent)) marks[LocalWork.MarkOf(result.Total) - 2]++;
        _rows[key] = (workId, school.Digits, form, enrolled + results.Count, absent + results.Count(r => r.Absent), sum + results.Where(r => !r.Absent).Sum(r => r.Total), marks);
    }

    public void Write(OutputFolder output)
    {
        using var writer = output.TruthFile("local_works.csv");
        writer.WriteLine("work_id;school_id;form;n_enrolled;n_absent;n_writers;score_sum;n2;n3;n4;n5");
        foreach (var r in _rows.Values)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.WorkId};{r.School};{r.Form};{r.Enrolled};{r.Absent};{r.Enrolled - r.Absent};{r.ScoreSum};{string.Join(';', r.Marks)}"));
    }
}
