using System.Globalization;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>The schools of a municipality, alphabetically: no places, no ranking.</summary>
internal static class SchoolListBuilder
{
    /// <summary>Schools with results in the wave, in the order of the list.</summary>
    internal static IReadOnlyList<(SchoolRow School, string Name)> Order(BuildContext context)
    {
        var schools = context.Data.Schools.Where(s => context.Data.WorksOf(Scope(s), context.Wave).Count > 0)
            .Select(s => (School: s, Name: SchoolNames.Short(s.Name))).ToList();
        var repeated = schools.GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. schools.Select(s => (s.School, Name: repeated.Contains(s.Name) ? $"{s.Name} ({s.School.SchoolId})" : s.Name))
                .Order(Comparer<(SchoolRow School, string Name)>.Create((a, b) =>
                {
                    var byName = SchoolNames.Compare(a.Name, b.Name);
                    return byName != 0 ? byName : string.CompareOrdinal(a.School.SchoolId, b.School.SchoolId);
                })),
        ];
    }

    internal static SchoolListSection Build(BuildContext context, IReadOnlyList<(SchoolRow School, string Name)> schools, IReadOnlyList<WorkRow> mainWorks)
    {
        var expectations = context.Works.ToDictionary(w => w.WorkId, w => context.Result(w) is { Marked: > 0 } r ? (double)r.Quality / r.Marked : 0, StringComparer.Ordinal);
        return new SchoolListSection(
            [.. schools.Select((s, i) => TotalsRow(context, i + 1, s.Name, Scope(s.School), expectations))],
            TotalsRow(context, 0, "Муниципалитет в целом", context.Own, null),
            [.. mainWorks.Select(w => new MatrixColumn(Column(w), ShortSubject(w)))],
            [.. schools.Select((s, i) => new MatrixRow(i + 1, s.Name, [.. mainWorks.Select(w => Cell(context, w, Scope(s.School)))]))],
            new MatrixRow(0, "Муниципалитет в целом", [.. mainWorks.Select(w => Cell(context, w, context.Own))]));
    }

    /// <summary>Качество the school would have with the municipality's share in each of its works; 0..1.</summary>
    internal static double Expected(BuildContext context, ScopeRef school, IReadOnlyDictionary<string, double> municipality)
    {
        double sum = 0;
        var pupils = 0;
        foreach (var work in context.Data.WorksOf(school, context.Wave))
        {
            if (!municipality.TryGetValue(work.WorkId, out var share)) continue;
            var marked = context.Data.Result(work, school)!.Marked;
            sum += marked * share;
            pupils += marked;
        }

        return pupils == 0 ? 0 : sum / pupils;
    }

    private static SchoolTotalsRow TotalsRow(
        BuildContext context, int number, string name, ScopeRef scope, IReadOnlyDictionary<string, double>? expectations)
    {
        var totals = context.Totals(scope);
        var journal = context.Data.WorksOf(scope, context.Wave).Select(w => context.Data.Journal(w, scope)).OfType<JournalRow>().ToList();
        var both = journal.Sum(j => j.Both);
        var small = totals.Small;
        var smallJournal = small || SmallGroup.Is(both);
        return new SchoolTotalsRow(
            number, name, totals.Works, totals.Marked, totals.Attendance, small,
            small ? null : Figures.Percent(totals.Passed, totals.Marked),
            small ? null : Figures.Percent(totals.Quality, totals.Marked),
            small || expectations is null ? null : Figures.Round(100 * Expected(context, scope, expectations)),
            both,
            smallJournal ? null : Figures.Percent(journal.Sum(j => j.Lowered), both),
            smallJournal ? null : Figures.Percent(journal.Sum(j => j.Raised), both));
    }

    private static MatrixCell? Cell(BuildContext context, WorkRow work, ScopeRef scope)
    {
        if (context.Data.Result(work, scope) is not { Marked: > 0 } row) return null;
        if (SmallGroup.Is(row.Marked)) return new MatrixCell(row.Marked, null, 0);
        var own = context.Result(work);
        var zone = scope == context.Own ? 0 : FunnelSectionBuilder.Zone(row, (double)own.Quality / own.Marked);
        return new MatrixCell(row.Marked, Figures.Percent(row.Quality, row.Marked), zone);
    }

    private static string Column(WorkRow work) => work.Grade.ToString(CultureInfo.InvariantCulture) + "\u00A0кл.";

    private static string ShortSubject(WorkRow work) =>
        string.Equals(work.Level, "advanced", StringComparison.Ordinal) ? work.Subject + "\u00A0угл." : work.Subject;

    private static ScopeRef Scope(SchoolRow school) => new(Scopes.School, school.SchoolId);
}
