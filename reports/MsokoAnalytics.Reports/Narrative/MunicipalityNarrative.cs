using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Narrative;

/// <summary>Conclusions of the municipality's summary.</summary>
internal static class MunicipalityNarrative
{
    internal static IReadOnlyList<Conclusion> Build(BuildContext context, MunicipalityFacts facts)
    {
        var totals = context.OwnTotals;
        var conclusions = new List<Conclusion?>
        {
            Participation(context, facts, totals),
            Marks(totals),
            NarrativeParts.Comparison(context) ?? NothingToCompare(),
            NarrativeParts.Journal(context, context.Comparisons.Count > 0 ? context.Comparisons[0] : null),
            NarrativeParts.Tasks(facts.Tasks),
            Schools(facts),
            Completeness(context, facts),
        };
        return [.. conclusions.OfType<Conclusion>()];
    }

    private static Conclusion Participation(BuildContext context, MunicipalityFacts facts, Totals totals)
    {
        var subjects = context.Works.Select(w => w.Subject).Distinct(StringComparer.Ordinal).Count();
        var text = $"{Capital(WaveNames.Instrumental(context.Wave))} ВПР писали в {RussianPlural.InSchools(facts.Schools)}: "
                   + $"{RussianPlural.Works(context.Works.Count)} по {RussianPlural.BySubjects(subjects)}, {RussianPlural.Results(totals.Writers)}.";
        return new Conclusion("Участие.", Join(text, NarrativeParts.Attendance(totals)));
    }

    private static Conclusion? Marks(Totals totals)
    {
        if (totals.Marked == 0) return new Conclusion("Отметки.", "Отметок в загруженных файлах нет, шкала перевода баллов неизвестна.");
        if (totals.Small) return new Conclusion("Отметки.", $"Учеников менее {SmallGroup.Threshold}, доли не приводятся.");
        return new Conclusion(
            "Отметки.",
            $"По всем работам вместе успеваемость составила {RussianNumbers.Percent(100.0 * totals.Passed / totals.Marked)}, качество — "
            + $"{RussianNumbers.Percent(100.0 * totals.Quality / totals.Marked)} (n = {RussianNumbers.Integer(totals.Marked)}, ученик учтён в каждой написанной работе).");
    }

    private static Conclusion NothingToCompare() =>
        new("Сравнение.", "Данных региона и страны по этой волне не загружено, поэтому сравнения с ними нет.");

    private static Conclusion? Schools(MunicipalityFacts facts)
    {
        if (facts.FunnelCases == 0) return null;
        var works = RussianPlural.Count(facts.FunnelWorks, "основной работе", "основных работах", "основных работах");
        if (facts.OutsideSchools == 0)
            return new Conclusion("Школы.", $"В {works} ни одна школа не вышла за 99,8-процентные контрольные границы качества.");
        var verb = RussianPlural.Pick(facts.OutsideSchools, "вышла", "вышли", "вышли");
        return new Conclusion(
            "Школы.",
            $"В {works} за 99,8-процентные контрольные границы качества хотя бы раз {verb} {RussianPlural.Schools(facts.OutsideSchools)} "
            + $"({RussianPlural.Count(facts.OutsideCases, "случай", "случая", "случаев")} из {RussianNumbers.Integer(facts.FunnelCases)}). "
            + "Это признаки, требующие анализа, а не вывод о причинах.");
    }

    private static Conclusion? Completeness(BuildContext context, MunicipalityFacts facts)
    {
        var sentences = new List<string>();
        if (facts.SmallPairs > 0)
        {
            sentences.Add(
                $"Малых групп (менее {SmallGroup.Threshold} участников) — {RussianNumbers.Integer(facts.SmallPairs)} из {RussianNumbers.Integer(facts.Pairs)} "
                + "сочетаний школы и работы; доли по ним не приводятся.");
        }

        var assumed = context.Works.Count(w => context.Result(w).MarksAssumed(w));
        if (assumed > 0) sentences.Add($"В {RussianPlural.InWorks(assumed)} отметка получена по шкале другого года (допущение).");
        var unmarked = context.Works.Count(w => context.Result(w).Marked == 0);
        if (unmarked > 0) sentences.Add($"В {RussianPlural.InWorks(unmarked)} отметок нет: шкала неизвестна.");
        return sentences.Count == 0 ? null : new Conclusion(NarrativeParts.Completeness, string.Join(' ', sentences));
    }

    private static string Join(params IEnumerable<string?> sentences) => string.Join(' ', sentences.OfType<string>());

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>Figures of the sections that the conclusions repeat.</summary>
/// <param name="Schools">Schools with results.</param>
/// <param name="Pairs">School × work pairs with marks.</param>
/// <param name="SmallPairs">Of them small groups.</param>
/// <param name="FunnelWorks">Works with a funnel plot.</param>
/// <param name="FunnelCases">Points on the funnel plots.</param>
/// <param name="OutsideCases">Of them outside the 99.8 % limits.</param>
/// <param name="OutsideSchools">Schools with at least one such point.</param>
/// <param name="Tasks">The task section.</param>
internal sealed record MunicipalityFacts(
    int Schools, int Pairs, int SmallPairs, int FunnelWorks, int FunnelCases, int OutsideCases, int OutsideSchools, TaskSection? Tasks)
{
    /// <summary>Counts them in a report whose sections are built.</summary>
    internal static MunicipalityFacts Of(BuildContext context, TaskSection? tasks)
    {
        var pairs = 0;
        var small = 0;
        foreach (var (school, _) in context.Schools)
        {
            foreach (var work in context.Works)
            {
                if (context.Data.Result(work, new ScopeRef(Scopes.School, school.SchoolId)) is not { Marked: > 0 } row) continue;
                pairs++;
                if (SmallGroup.Is(row.Marked)) small++;
            }
        }

        var funnels = context.Charts.Values.OfType<FunnelChart>().ToList();
        var points = funnels.SelectMany(f => f.Points).ToList();
        var outside = points.Where(p => p.Zone == 2).ToList();
        return new MunicipalityFacts(
            context.Schools.Count, pairs, small, funnels.Count, points.Count, outside.Count, outside.Select(p => p.No).Distinct().Count(), tasks);
    }
}
