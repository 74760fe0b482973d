using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Narrative;

/// <summary>Sentences that both kinds of report use. They state figures; they never judge a school or a teacher.</summary>
internal static class NarrativeParts
{
    /// <summary>Opens the last conclusion: what the figures do not cover.</summary>
    internal const string Completeness = "Полнота данных.";

    private const int Most = 3;

    /// <summary>Явка, or null when no list of pupils is known.</summary>
    internal static string? Attendance(Totals totals) => totals.Attendance is { } percent
        ? $"Явка — {RussianNumbers.Percent(percent)} ({RussianNumbers.Integer(totals.ListedWriters)} из {RussianNumbers.Integer(totals.Listed)})."
        : null;

    /// <summary>How many works lie above, below and within the interval of the nearest wider group, and the largest differences.</summary>
    internal static Conclusion? Comparison(BuildContext context)
    {
        if (context.Comparisons.Count == 0) return null;
        var wider = context.Comparisons[0];
        var compared = new List<(WorkRow Work, Reference Reference)>();
        foreach (var work in context.Works)
        {
            var own = context.Result(work);
            if (context.Data.Result(work, wider.Scope) is { } row && Figures.Compare(own.Quality, own.Marked, row.Quality, row.Marked) is { } reference)
                compared.Add((work, reference));
        }

        if (compared.Count == 0) return null;
        var above = compared.Where(c => c.Reference.Outside > 0).OrderByDescending(c => c.Reference.Diff).ToList();
        var below = compared.Where(c => c.Reference.Outside < 0).OrderBy(c => c.Reference.Diff).ToList();
        var within = compared.Count - above.Count - below.Count;
        var parts = new List<string>();
        if (above.Count > 0) parts.Add($"выше {wider.Adjective} в {RussianPlural.InWorks(above.Count)}");
        if (below.Count > 0) parts.Add($"ниже{(above.Count > 0 ? string.Empty : " " + wider.Adjective)} в {RussianPlural.InWorks(below.Count)}");
        var text = parts.Count == 0
            ? $"Ни в одной из {RussianPlural.Count(compared.Count, "работы", "работ", "работ")} отличие качества от {wider.Adjective} не выходит за пределы 95-процентного интервала."
            : $"Качество {string.Join(", ", parts)}; в остальных ({RussianNumbers.Integer(within)}) отличие не выходит за пределы 95-процентного интервала.";
        if (parts.Count > 0 && within == 0) text = $"Качество {string.Join(", ", parts)}.";
        if (below.Count > 0) text += $" Наибольшее отставание: {Differences(below)}.";
        if (above.Count > 0) text += $" Наибольшее превышение: {Differences(above)}.";
        return new Conclusion($"Сравнение: {wider.Name}.", text);
    }

    /// <summary>Понизили, подтвердили, повысили over all works, and where «понизили» is most frequent.</summary>
    internal static Conclusion? Journal(BuildContext context, Comparison? wider)
    {
        var rows = context.Works.Select(w => (Work: w, Row: context.Data.Journal(w, context.Own))).Where(r => r.Row is { Both: > 0 })
            .Select(r => (r.Work, Row: r.Row!)).ToList();
        var both = rows.Sum(r => r.Row.Both);
        if (rows.Count == 0) return null;
        if (context.OwnTotals.Small || SmallGroup.Is(both)) return new Conclusion("Журнал.", $"Учеников с отметкой по журналу менее {SmallGroup.Threshold}, доли не приводятся.");
        var lowered = rows.Sum(r => r.Row.Lowered);
        var text = $"Отметку по журналу подтвердили {RussianNumbers.Percent(100.0 * rows.Sum(r => r.Row.Confirmed) / both)} участников, "
                   + $"понизили — {RussianNumbers.Percent(100.0 * lowered / both)}, повысили — {RussianNumbers.Percent(100.0 * rows.Sum(r => r.Row.Raised) / both)} "
                   + $"(n = {RussianNumbers.Integer(both)}).";
        if (wider is not null && WiderLowered(context, wider, rows) is { } widerLowered)
            text += $" По {wider.Name switch { "муниципалитет" => "муниципалитету", "регион" => "региону", _ => "стране" }} в тех же работах понизили {RussianNumbers.Percent(widerLowered)}.";
        if (rows.TrueForAll(r => r.Row.Gap2 is not null))
            text += $" На две отметки и более расходятся {RussianNumbers.Percent(100.0 * rows.Sum(r => r.Row.Gap2!.Value) / both)}.";
        var frequent = rows.Where(r => !SmallGroup.Is(r.Row.Both) && r.Row.Lowered > 0).OrderByDescending(r => (double)r.Row.Lowered / r.Row.Both)
            .Take(Most).Select(r => $"{WorkNames.InSentence(r.Work)} ({RussianNumbers.Percent(100.0 * r.Row.Lowered / r.Row.Both)})").ToList();
        if (frequent.Count > 0) text += $" Чаще всего отметка за ВПР ниже журнальной: {string.Join("; ", frequent)}.";
        return new Conclusion("Журнал.", text);
    }

    /// <summary>The first tasks of the weak list.</summary>
    internal static Conclusion? Tasks(TaskSection? tasks)
    {
        if (tasks is null || tasks.Weak.Count == 0) return null;
        var list = tasks.Weak.Take(Most).Select(t => t.Reference is { } reference
            ? $"{Lower(t.Work)}, задание {t.Task} ({RussianNumbers.Percent(t.Value)} против {RussianNumbers.Percent(reference)})"
            : $"{Lower(t.Work)}, задание {t.Task} ({RussianNumbers.Percent(t.Value)})");
        var lead = tasks.WeakReference is null ? "Ниже всего выполнение" : $"Наибольшее отставание ({Scope(tasks.WeakReference)})";
        return new Conclusion("Задания.", $"{lead}: {string.Join("; ", list)}.");
    }

    private static string Scope(string name) => "по сравнению с " + name switch
    {
        "муниципалитет" => "муниципалитетом",
        "регион" => "регионом",
        _ => "страной",
    };

    private static string Differences(List<(WorkRow Work, Reference Reference)> list) =>
        string.Join("; ", list.Take(Most).Select(c => $"{WorkNames.InSentence(c.Work)} ({RussianNumbers.Points(c.Reference.Diff)})"));

    private static double? WiderLowered(BuildContext context, Comparison wider, List<(WorkRow Work, JournalRow Row)> rows)
    {
        var others = rows.Select(r => context.Data.Journal(r.Work, wider.Scope)).ToList();
        if (!others.TrueForAll(o => o is { Both: > 0 })) return null;
        return 100.0 * others.Sum(o => o!.Lowered) / others.Sum(o => o!.Both);
    }

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
