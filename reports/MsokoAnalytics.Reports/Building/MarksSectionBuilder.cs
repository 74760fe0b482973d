using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Marks by class and subject against wider groups.</summary>
internal static class MarksSectionBuilder
{
    internal static MarksSection Build(BuildContext context)
    {
        var groups = new List<MarksGroup>();
        foreach (var works in context.Works.Where(w => context.Result(w).Marked > 0).GroupBy(WorkNames.Group, StringComparer.Ordinal))
        {
            groups.Add(new MarksGroup(works.Key, [.. works.Select(w => Row(context, w))]));
        }

        var all = groups.SelectMany(g => g.Rows).ToList();
        return new MarksSection([.. context.Comparisons.Select(c => c.Name)], groups, all.Exists(r => r.Assumed), all.Exists(r => r.Small));
    }

    private static MarksRow Row(BuildContext context, WorkRow work)
    {
        var own = context.Result(work);
        var small = SmallGroup.Is(own.Marked);
        return new MarksRow(
            WorkNames.Subject(work),
            small || own.MeanScore is not { } mean || work.MaxScore is not { } max
                ? null
                : $"ср. балл {RussianNumbers.Fixed(mean)} из {RussianNumbers.Integer(max)}",
            context.AddChart("marks-" + work.WorkId, Bar(context, work)),
            own.Writers,
            own.Enrolled is { } listed ? Figures.Percent(own.Writers, listed) : null,
            small,
            own.MarksAssumed(work),
            Figures.ShareOf(own.Passed, own.Marked),
            Figures.ShareOf(own.Quality, own.Marked),
            [.. context.Comparisons.Select(c => Wider(context, work, c) is { } wider
                ? Figures.Compare(own.Quality, own.Marked, wider.Quality, wider.Marked)
                : null)]);
    }

    private static StackedChart Bar(BuildContext context, WorkRow work)
    {
        var own = context.Result(work);
        var small = SmallGroup.Is(own.Marked);
        var hidden = small && !context.ShowSmall;
        return new StackedChart(
            "marks",
            hidden ? [] : [own.N2, own.N3, own.N4, own.N5],
            small,
            hidden ? [] : [.. context.Comparisons.Select(c => Wider(context, work, c) is { } wider ? (IReadOnlyList<int>?)[wider.N2, wider.N3, wider.N4, wider.N5] : null)])
        {
            Alt = AltOf(context, work),
        };
    }

    private static ResultRow? Wider(BuildContext context, WorkRow work, Comparison comparison) =>
        context.Data.Result(work, comparison.Scope) is { Marked: > 0 } row ? row : null;

    private static string AltOf(BuildContext context, WorkRow work)
    {
        var own = context.Result(work);
        if (SmallGroup.Is(own.Marked)) return $"{WorkNames.Subject(work)} — малая группа, n = {RussianNumbers.Integer(own.Marked)}";
        var shares = new[] { own.N2, own.N3, own.N4, own.N5 }.Select((n, i) => $"«{i + 2}» {RussianNumbers.Percent(100.0 * n / own.Marked)}");
        return $"{WorkNames.Subject(work)}, n = {RussianNumbers.Integer(own.Marked)}: {string.Join(", ", shares)}";
    }
}
