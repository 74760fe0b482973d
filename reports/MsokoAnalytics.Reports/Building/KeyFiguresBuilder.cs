using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>The numbers below the title of a report on a wave of ВПР.</summary>
internal static class KeyFiguresBuilder
{
    internal static IReadOnlyList<KeyFigure> Build(BuildContext context)
    {
        var totals = context.OwnTotals;
        var figures = new List<KeyFigure>();
        if (!context.OfSchool) figures.Add(new KeyFigure("Школ", RussianNumbers.Integer(context.Schools.Count), null));
        figures.Add(new KeyFigure("Работ", RussianNumbers.Integer(context.Works.Count), null));
        figures.Add(new KeyFigure("Результатов", RussianNumbers.Integer(totals.Writers), null));
        figures.Add(new KeyFigure("Явка", totals.Attendance is { } attendance ? RussianNumbers.Percent(attendance) : "—", null));
        var small = totals.Small;
        figures.Add(new KeyFigure("Успеваемость", small ? "—" : RussianNumbers.Percent(100.0 * totals.Passed / totals.Marked), "по всем работам"));
        figures.Add(new KeyFigure("Качество", small ? "—" : RussianNumbers.Percent(100.0 * totals.Quality / totals.Marked), "по всем работам"));
        return figures;
    }
}
