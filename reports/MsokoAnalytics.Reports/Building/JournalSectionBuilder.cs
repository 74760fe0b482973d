using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>ВПР marks against journal marks by class and subject.</summary>
internal static class JournalSectionBuilder
{
    /// <summary>Null when no work has pupils with both marks.</summary>
    internal static JournalSection? Build(BuildContext context)
    {
        var comparisons = context.Comparisons.Where(c => context.Works.Any(w => context.Data.Journal(w, c.Scope) is { Both: > 0 })).ToList();
        var groups = new List<JournalGroup>();
        foreach (var works in context.Works.Where(w => context.Data.Journal(w, context.Own) is { Both: > 0 }).GroupBy(WorkNames.Group, StringComparer.Ordinal))
        {
            groups.Add(new JournalGroup(
                works.Key, [.. works.Select(w => Row(context, comparisons, w, context.Data.Journal(w, context.Own)!))]));
        }

        if (groups.Count == 0) return null;
        return new JournalSection([.. comparisons.Select(c => c.Name)], groups, groups.Exists(g => g.Rows.Any(r => r.Small)));
    }

    private static JournalRowModel Row(BuildContext context, List<Comparison> comparisons, WorkRow work, JournalRow row) => new(
        WorkNames.Subject(work),
        context.AddChart("journal-" + work.WorkId, Bar(context, comparisons, work, row)),
        row.Both,
        SmallGroup.Is(row.Both),
        Figures.ShareOf(row.Lowered, row.Both),
        Figures.ShareOf(row.Raised, row.Both),
        SmallGroup.Is(row.Both) || row.Gap2 is not { } gap ? null : Figures.Percent(gap, row.Both),
        [.. comparisons.Select(c => context.Data.Journal(work, c.Scope) is { Both: > 0 } wider
            ? Figures.Compare(row.Lowered, row.Both, wider.Lowered, wider.Both)
            : null)]);

    private static StackedChart Bar(BuildContext context, List<Comparison> comparisons, WorkRow work, JournalRow row)
    {
        var small = SmallGroup.Is(row.Both);
        var hidden = small && !context.ShowSmall;
        return new StackedChart(
            "journal",
            hidden ? [] : [row.Lowered, row.Confirmed, row.Raised],
            small,
            hidden ? [] : [.. comparisons.Select(c => context.Data.Journal(work, c.Scope) is { Both: > 0 } wider
                ? (IReadOnlyList<int>?)[wider.Lowered, wider.Confirmed, wider.Raised]
                : null)])
        {
            Alt = AltOf(work, row),
        };
    }

    private static string AltOf(WorkRow work, JournalRow row) => SmallGroup.Is(row.Both)
        ? $"{WorkNames.Subject(work)} — малая группа, n = {RussianNumbers.Integer(row.Both)}"
        : $"{WorkNames.Subject(work)}, n = {RussianNumbers.Integer(row.Both)}: понизили {RussianNumbers.Percent(100.0 * row.Lowered / row.Both)}, "
          + $"подтвердили {RussianNumbers.Percent(100.0 * row.Confirmed / row.Both)}, повысили {RussianNumbers.Percent(100.0 * row.Raised / row.Both)}";
}
