using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>What can't be judged: reasons with their schools and works, and the schools of which nothing at all could be judged.</summary>
internal static class Refusals
{
    private const int MostSchools = 6;
    private const int MostWorks = 8;

    /// <param name="records">What was read.</param>
    /// <param name="year">Year of the wave.</param>
    /// <param name="schools">Names of the municipality's schools.</param>
    /// <param name="works">Works by id.</param>
    internal static List<Refusal> OfMunicipality(ObjectivityRecords records, int year, IReadOnlyDictionary<string, string> schools, IReadOnlyDictionary<string, WorkRow> works) =>
        Build(Of(records, year, r => r.SchoolId is null || schools.ContainsKey(r.SchoolId)), schools, works);

    internal static List<Refusal> OfSchool(ObjectivityRecords records, int year, string school, IReadOnlyDictionary<string, WorkRow> works) =>
        Build(Of(records, year, r => r.SchoolId == school || (r.SchoolId is null && (r.WorkId is null || works.ContainsKey(r.WorkId)))), null, works);

    /// <summary>Schools with results in the wave and no judged class in its year, in the order of the report.</summary>
    internal static List<string> UnjudgedSchools(BuildContext context, IReadOnlySet<string> judged) =>
        [.. context.Schools.Where(s => !judged.Contains(s.School.SchoolId)).Select(s => s.Name)];

    private static List<RefusalRow> Of(ObjectivityRecords records, int year, Func<RefusalRow, bool> isOwn) =>
        [.. records.Refusals.Where(r => (r.Year == year || r.Year == 0) && isOwn(r))];

    private static List<Refusal> Build(List<RefusalRow> rows, IReadOnlyDictionary<string, string>? schools, IReadOnlyDictionary<string, WorkRow> works) =>
    [
        .. rows.GroupBy(r => r.Reason, StringComparer.Ordinal).OrderByDescending(g => g.Sum(r => r.Count)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Refusal(
                g.Sum(r => r.Count) == 1 ? g.First().Text : "Например: " + g.OrderBy(r => r.Text, StringComparer.Ordinal).First().Text, g.Sum(r => r.Count),
                schools is null ? null : Shorten([.. g.Select(r => r.SchoolId).OfType<string>().Distinct(StringComparer.Ordinal).Select(id => schools[id]).Order(Comparer<string>.Create(SchoolNames.Compare))], MostSchools),
                Shorten([.. g.Select(r => r.WorkId is { } id && works.TryGetValue(id, out var work) ? work : null).OfType<WorkRow>().Distinct().Order(new WorkOrder()).Select(Name).Distinct(StringComparer.Ordinal)], MostWorks))),
    ];

    /// <summary>«МА 5».</summary>
    private static string Name(WorkRow work) => $"{work.Subject}\u00A0{work.ActualGrade.ToString(CultureInfo.InvariantCulture)}";

    private static string? Shorten(List<string> names, int most) => names.Count switch
    {
        0 => null,
        _ when names.Count > most => $"{string.Join("; ", names.Take(most))}; и ещё {RussianNumbers.Integer(names.Count - most)}",
        _ => string.Join("; ", names),
    };
}

/// <param name="Text">The reason, or an example of it.</param>
/// <param name="Count">How many times.</param>
/// <param name="Schools">At which schools; null in a school's own card and where it concerns whole works.</param>
/// <param name="Works">In which works; null where they are not known.</param>
internal sealed record Refusal(string Text, int Count, string? Schools, string? Works);
