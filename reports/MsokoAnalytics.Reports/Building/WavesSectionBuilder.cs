using System.Globalization;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>
/// Earlier waves of the same class and subject. Only shares of marks and differences within one work are shown: primary scores
/// cannot be compared between waves, least of all across the redesign of 2025. Nothing is interpolated.
/// </summary>
internal static class WavesSectionBuilder
{
    /// <summary>From this year on works, maximum scores and scales are different ones.</summary>
    internal const int RedesignYear = 2025;

    private const int MostColumns = 5;

    /// <returns>Null when the school has one wave only.</returns>
    internal static WavesSection? Build(BuildContext context)
    {
        var waves = context.Data.WavesOf(context.Own).Where(w => w <= context.Wave).ToList();
        if (waves.Count < 2) return null;
        var columns = Columns(waves);
        var groups = new List<WavesGroup>();
        var works = columns.Where(c => c.Wave is not null).SelectMany(c => context.Data.WorksOf(context.Own, c.Wave))
            .Where(w => context.Result(w).Marked > 0).ToList();
        foreach (var grade in works.GroupBy(w => w.Grade).OrderBy(g => g.Key))
        {
            var rows = grade.GroupBy(w => (w.Subject, w.Level)).OrderBy(g => g.First(), Comparer<WorkRow>.Create(BySubject))
                .Select(g => new WavesRow(WorkNames.Subject(g.Last()), [.. columns.Select(c => Cell(context, g, c))])).ToList();
            groups.Add(new WavesGroup($"{grade.Key.ToString(CultureInfo.InvariantCulture)}\u00A0класс", rows));
        }

        var titles = new List<WavesColumn>();
        for (var i = 0; i < columns.Count; i++)
        {
            var (year, wave) = columns[i];
            var crosses = i > 0 && columns[i - 1].Year < RedesignYear && year >= RedesignYear;
            titles.Add(new WavesColumn(wave is { } key ? WaveNames.Short(key) : year.ToString(CultureInfo.InvariantCulture), crosses));
        }

        return new WavesSection(titles, groups, titles.Exists(t => t.BreakBefore));
    }

    private static int BySubject(WorkRow? x, WorkRow? y)
    {
        var bySubject = WorkOrder.SubjectOrder(x!.Subject).CompareTo(WorkOrder.SubjectOrder(y!.Subject));
        return bySubject != 0 ? bySubject : string.CompareOrdinal(y.Level, x.Level);
    }

    /// <summary>The newest columns; a calendar year without a wave gets an empty column.</summary>
    private static List<Column> Columns(List<WaveKey> waves)
    {
        var columns = new List<Column>();
        for (var year = waves[0].Year; year <= waves[^1].Year; year++)
        {
            var ofYear = waves.Where(w => w.Year == year).ToList();
            if (ofYear.Count == 0) columns.Add(new Column(year, null));
            else columns.AddRange(ofYear.Select(w => new Column(year, w)));
        }

        columns = [.. columns.TakeLast(MostColumns)];
        while (columns.Count > 0 && columns[0].Wave is null) columns.RemoveAt(0);
        return columns;
    }

    private static WavesCell? Cell(BuildContext context, IEnumerable<WorkRow> works, Column column)
    {
        var work = works.FirstOrDefault(w => w.WaveKey == column.Wave);
        if (work is null) return null;
        var own = context.Result(work);
        if (SmallGroup.Is(own.Marked)) return new WavesCell(own.Marked, Small: true, null, null, null);
        var wider = context.Data.Result(work, context.Data.MunicipalityScope);
        return new WavesCell(
            own.Marked, Small: false,
            Figures.Percent(own.Passed, own.Marked),
            Figures.Percent(own.Quality, own.Marked),
            wider is { Marked: > 0 } ? Figures.Compare(own.Quality, own.Marked, wider.Quality, wider.Marked)?.Diff : null);
    }

    /// <param name="Year">Calendar year.</param>
    /// <param name="Wave">Null in a year without a wave.</param>
    private readonly record struct Column(int Year, WaveKey? Wave);
}
