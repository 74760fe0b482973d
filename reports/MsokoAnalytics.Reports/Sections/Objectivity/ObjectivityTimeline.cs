using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>Signs of schools over years: which subjects and classes stand on a list in which year, and what the school as such adds up to.</summary>
internal static class ObjectivityTimeline
{
    private const string YearLevel = "школа × год";
    private const string SchoolLevel = "школа";

    /// <summary>More years than this do not fit the page: the newest ones are shown.</summary>
    private const int MostYears = 6;
    private const int MostWorks = 20;

    /// <param name="schools">Schools in the order of the table.</param>
    /// <param name="records">What was read.</param>
    /// <param name="works">Works by id.</param>
    /// <returns>Schools with at least one open sign, cleared ones left out; null where there are none.</returns>
    internal static TimelineModel? Build(IEnumerable<(string Id, string Name)> schools, ObjectivityRecords records, IReadOnlyDictionary<string, WorkRow> works)
    {
        var open = records.Flags.Where(f => f.Status != ObjectivityTexts.Cleared).ToLookup(f => f.SchoolId, StringComparer.Ordinal);
        var years = works.Values.Select(w => w.AcademicYear).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).TakeLast(MostYears).ToList();
        var rows = new List<TimelineRow>();
        foreach (var (id, name) in schools)
        {
            var own = open[id].ToList();
            var cells = years.ConvertAll(year => Cell(own, works, year));
            var whole = own.Find(f => f.Level == SchoolLevel);
            if (whole is not null || cells.Exists(c => c is not null)) rows.Add(new TimelineRow(name, cells, whole is null ? null : ObjectivityTexts.Probability(whole.Posterior)));
        }

        return rows.Count == 0 ? null : new TimelineModel(years, rows);
    }

    /// <summary>Works of the wave in which a school with several classes stands out as a whole; alphabetical.</summary>
    internal static List<WorkSign> Works(BuildContext context, ObjectivityRecords records, IReadOnlyDictionary<string, WorkRow> works)
    {
        var flags = records.Flags.Where(f => f.Level == ObjectivityTexts.WorkLevel && f.Status != ObjectivityTexts.Cleared && f.WorkId is not null && works.TryGetValue(f.WorkId, out var w) && w.WaveKey == context.Wave)
            .ToLookup(f => f.SchoolId, StringComparer.Ordinal);
        return
        [
            .. context.Schools.SelectMany(s => flags[s.School.SchoolId].OrderBy(f => works[f.WorkId!], new WorkOrder())
                    .Select(f => new WorkSign(s.Name, WorkNames.Full(works[f.WorkId!]), f.N, ObjectivityTexts.Probability(f.Posterior), f.List, f.Status)))
                .Take(MostWorks),
        ];
    }

    private static TimelineCell? Cell(List<FlagRow> own, IReadOnlyDictionary<string, WorkRow> works, string year)
    {
        var entries = own.Where(f => f.Level == ObjectivityTexts.ClassLevel && f.AcademicYear == year && f.WorkId is not null && works.ContainsKey(f.WorkId)).Select(f => works[f.WorkId!]).ToList();
        var whole = own.Find(f => f.Level == YearLevel && f.AcademicYear == year);
        if (entries.Count == 0 && whole is null) return null;
        var subjects = entries.GroupBy(w => w.Subject, StringComparer.Ordinal).OrderBy(g => WorkOrder.SubjectOrder(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key + "\u00A0" + string.Join(",\u00A0", g.GroupBy(w => w.ActualGrade).OrderBy(c => c.Key).Select(Classes)));
        return new TimelineCell(string.Join("; ", subjects), whole is null ? null : ObjectivityTexts.Probability(whole.Posterior));
    }

    /// <summary>«7», or «7×2» for two classes of the grade.</summary>
    private static string Classes(IGrouping<int, WorkRow> grade)
    {
        var count = grade.Count();
        return grade.Key.ToString(CultureInfo.InvariantCulture) + (count > 1 ? "×" + count.ToString(CultureInfo.InvariantCulture) : string.Empty);
    }
}

/// <param name="Years">Academic years, oldest first.</param>
/// <param name="Rows">A school each.</param>
internal sealed record TimelineModel(IReadOnlyList<string> Years, IReadOnlyList<TimelineRow> Rows);

/// <param name="School">Its name.</param>
/// <param name="Cells">One per year; null without a sign.</param>
/// <param name="Whole">Probability over all years together; null where the school is on no list.</param>
internal sealed record TimelineRow(string School, IReadOnlyList<TimelineCell?> Cells, string? Whole);

/// <param name="Subjects">«РУ 4, 7×2; МА 5»: subjects and grades on the lists.</param>
/// <param name="Year">Probability of the school in that year; null where it is on no list.</param>
internal sealed record TimelineCell(string Subjects, string? Year);

/// <param name="School">Its name.</param>
/// <param name="Work">Subject and grade.</param>
/// <param name="N">Pupils.</param>
/// <param name="Probability">In words.</param>
/// <param name="List">Which list it stands on.</param>
/// <param name="Status">Decision.</param>
internal sealed record WorkSign(string School, string Work, int N, string Probability, string List, string Status);
