using MsokoAnalytics.Reports.Data;

namespace MsokoAnalytics.Reports.Building;

/// <summary>The works shown one by one in a summary.</summary>
internal static class MainWorks
{
    private const int Most = 12;

    /// <summary>Русский язык and математика of every class (everybody writes them); without them, the works with most pupils.</summary>
    internal static IReadOnlyList<WorkRow> Of(BuildContext context)
    {
        var compulsory = context.Works.Where(w => w.Subject is "РУ" or "МА").ToList();
        var chosen = compulsory.Count > 0 ? compulsory : [.. context.Works];
        return
        [
            .. chosen.OrderByDescending(w => context.Result(w).Marked).ThenBy(w => w, WorkOrder.Instance).Take(Most)
                .Order(WorkOrder.Instance),
        ];
    }
}
