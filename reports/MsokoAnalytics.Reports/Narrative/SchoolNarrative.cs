using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Narrative;

/// <summary>Conclusions of a school's card.</summary>
internal static class SchoolNarrative
{
    internal static IReadOnlyList<Conclusion> Build(BuildContext context, TaskSection? tasks)
    {
        var totals = context.OwnTotals;
        var conclusions = new List<Conclusion?>
        {
            Participation(context, totals),
            Marks(context, totals),
            NarrativeParts.Comparison(context),
            NarrativeParts.Journal(context, context.Comparisons.Count > 0 ? context.Comparisons[0] : null),
            NarrativeParts.Tasks(tasks),
            Dynamics(context),
            Completeness(context),
        };
        return [.. conclusions.OfType<Conclusion>()];
    }

    private static Conclusion Participation(BuildContext context, Totals totals)
    {
        var subjects = context.Works.Select(w => w.Subject).Distinct(StringComparer.Ordinal).Count();
        var text = $"{Capital(WaveNames.Instrumental(context.Wave))} в школе {RussianPlural.Pick(context.Works.Count, "написана", "написаны", "написано")} "
                   + $"{RussianPlural.Works(context.Works.Count)} по {RussianPlural.BySubjects(subjects)}: {RussianPlural.Results(totals.Writers)}.";
        return new Conclusion("Участие.", NarrativeParts.Attendance(totals) is { } attendance ? $"{text} {attendance}" : text);
    }

    private static Conclusion? Marks(BuildContext context, Totals totals)
    {
        if (totals.Marked == 0) return new Conclusion("Отметки.", "Отметок в загруженных файлах нет, шкала перевода баллов неизвестна.");
        if (totals.Small) return new Conclusion("Отметки.", $"Учеников менее {SmallGroup.Threshold}, доли не приводятся.");
        var quality = Figures.Round(100.0 * totals.Quality / totals.Marked);
        var text = $"По всем работам вместе успеваемость — {RussianNumbers.Percent(100.0 * totals.Passed / totals.Marked)}, качество — "
                   + $"{RussianNumbers.Percent(quality)} (n = {RussianNumbers.Integer(totals.Marked)}, ученик учтён в каждой написанной работе).";
        if (Expected(context) is { } expected)
        {
            var rounded = Figures.Round(100 * expected);
            text += $" При долях муниципалитета в тех же работах качество составило бы {RussianNumbers.Percent(rounded)} (разница {RussianNumbers.Points(quality - rounded)}).";
        }

        return new Conclusion("Отметки.", text);
    }

    private static double? Expected(BuildContext context)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var work in context.Works)
        {
            if (context.Data.Result(work, context.Data.MunicipalityScope) is not { Marked: > 0 } row) return null;
            shares.Add(work.WorkId, (double)row.Quality / row.Marked);
        }

        return SchoolListBuilder.Expected(context, context.Own, shares);
    }

    /// <summary>Качество now and in the previous wave over the works written in both.</summary>
    private static Conclusion? Dynamics(BuildContext context)
    {
        var earlier = context.Data.WavesOf(context.Own).Where(w => w < context.Wave).ToList();
        if (earlier.Count == 0) return null;
        var previous = earlier[^1];
        var before = context.Data.WorksOf(context.Own, previous).Where(w => context.Result(w).Marked > 0).ToList();
        var pairs = context.Works.Where(w => context.Result(w).Marked > 0)
            .Join(before, Key, Key, (now, then) => (Now: now, Then: then)).ToList();
        var now = Figures.Sum(pairs.Select(p => (p.Now, context.Result(p.Now))));
        var then = Figures.Sum(pairs.Select(p => (p.Then, context.Result(p.Then))));
        if (now.Small || then.Small) return null;
        var text = $"В {RussianPlural.Count(pairs.Count, "работе, которую", "работах, которые", "работах, которые")} школа писала и {WaveNames.Instrumental(previous)}, "
                   + $"качество изменилось с {RussianNumbers.Fixed(100.0 * then.Quality / then.Marked)} до {RussianNumbers.Percent(100.0 * now.Quality / now.Marked)}";
        var municipalityNow = OfMunicipality(context, pairs.Select(p => p.Now));
        var municipalityThen = OfMunicipality(context, pairs.Select(p => p.Then));
        if (municipalityNow is { Marked: > 0 } && municipalityThen is { Marked: > 0 })
        {
            text += $" (по муниципалитету — с {RussianNumbers.Fixed(100.0 * municipalityThen.Quality / municipalityThen.Marked)} "
                    + $"до {RussianNumbers.Percent(100.0 * municipalityNow.Quality / municipalityNow.Marked)})";
        }

        return new Conclusion("Динамика.", text + ". Сравниваются разные наборы учащихся.");
    }

    private static Totals OfMunicipality(BuildContext context, IEnumerable<WorkRow> works) =>
        Figures.Sum(works.Select(w => (w, Row: context.Data.Result(w, context.Data.MunicipalityScope))).Where(p => p.Row is not null).Select(p => (p.w, p.Row!)));

    private static (int Grade, string Subject, string Level) Key(WorkRow work) => (work.Grade, work.Subject, work.Level);

    private static Conclusion? Completeness(BuildContext context)
    {
        var marked = context.Works.Where(w => context.Result(w).Marked > 0).ToList();
        var small = marked.Count(w => SmallGroup.Is(context.Result(w).Marked));
        var assumed = context.Works.Count(w => context.Result(w).MarksAssumed(w));
        var sentences = new List<string>();
        if (small > 0) sentences.Add($"Малых групп (менее {SmallGroup.Threshold} участников) — {RussianNumbers.Integer(small)} из {RussianNumbers.Integer(marked.Count)}; показано только число отметок.");
        if (assumed > 0) sentences.Add($"В {RussianPlural.InWorks(assumed)} отметка получена по шкале другого года (допущение).");
        return sentences.Count == 0 ? null : new Conclusion(NarrativeParts.Completeness, string.Join(' ', sentences));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
