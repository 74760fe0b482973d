using System.Globalization;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>Flags of direction «журнал»: current marks above what pupils with the same other results have. They say nothing of the ВПР and stay apart from its lists.</summary>
internal static class JournalSigns
{
    internal const string Direction = "журнал";

    /// <summary>Open and cleared flags of the wave and of its school year as a whole, the wider ones first.</summary>
    internal static List<FlagRow> OfWave(IEnumerable<FlagRow> flags, WaveKey wave, IReadOnlyDictionary<string, WorkRow> works)
    {
        var years = works.Values.Where(w => w.WaveKey == wave).Select(w => w.AcademicYear).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return
        [
            .. flags.Where(f => f.WorkId is null ? f.AcademicYear is { } year && years.Contains(year) : works.TryGetValue(f.WorkId, out var work) && work.WaveKey == wave)
                .OrderBy(Breadth).ThenByDescending(f => f.Posterior).ThenBy(f => f.FlagId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Open flags; where a work of a school stands on the list as a whole, its classes are told by it.</summary>
    internal static List<FlagRow> Widest(IReadOnlyList<FlagRow> flags)
    {
        var open = flags.Where(f => f.Status != ObjectivityTexts.Cleared).ToList();
        var works = open.Where(f => f.Level == ObjectivityTexts.WorkLevel).Select(f => (f.SchoolId, f.WorkId)).ToHashSet();
        return [.. open.Where(f => f.Level != ObjectivityTexts.ClassLevel || !works.Contains((f.SchoolId, f.WorkId)))];
    }

    internal static JournalSign Sign(FlagRow flag, string school, WorkRow? work)
    {
        var (seen, against) = Texts(flag);
        return new JournalSign(school, What(flag, work), flag.N, Leniency(flag), ObjectivityTexts.Probability(flag.Posterior), flag.List, seen, against, ObjectivityTexts.Status(flag));
    }

    /// <summary>«7А, Математика», «Математика, 7 класс», «2023/24 год, все работы вместе».</summary>
    internal static string What(FlagRow flag, WorkRow? work) =>
        work is null ? $"{flag.AcademicYear}\u00A0год, все работы вместе" : ObjectivityTexts.Title(flag, string.Empty, work, namesSchool: false);

    /// <summary>Marks above expectation, chance taken out: «+0,31».</summary>
    private static string Leniency(FlagRow flag) =>
        flag.EffectMarks is { } marks ? (marks > 0 ? "+" : string.Empty) + RussianNumbers.Fixed(marks, 2) : "—";

    /// <summary>The line of what was seen and the «Против:» line; the first line repeats the title.</summary>
    private static (string Seen, string Against) Texts(FlagRow flag)
    {
        var lines = flag.Explanation.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (lines.Length > 1 ? lines[1] : string.Empty, ObjectivityTexts.Against(flag));
    }

    private static int Breadth(FlagRow flag) => flag.Level switch { ObjectivityTexts.ClassLevel => 2, ObjectivityTexts.WorkLevel => 1, _ => 0 };

    /// <summary>For the conclusions: how many schools, how many entries.</summary>
    internal static string Summary(IReadOnlyCollection<FlagRow> open) => open.Count == 0
        ? "Текущих отметок, которые заметно мягче обычных, не найдено."
        : string.Create(CultureInfo.InvariantCulture,
            $"Текущие отметки мягче, чем у таких же учеников по другим ВПР: записей {RussianNumbers.Integer(open.Count)}, школ {RussianNumbers.Integer(open.Select(f => f.SchoolId).Distinct(StringComparer.Ordinal).Count())}. Это отдельный перечень: о самих ВПР он ничего не говорит.");
}

/// <param name="School">Its name; empty in its own card.</param>
/// <param name="What">Class and subject, work, or the school's year.</param>
/// <param name="N">Pupils.</param>
/// <param name="Leniency">Marks above expectation, chance taken out.</param>
/// <param name="Probability">That this is more than the usual spread explains.</param>
/// <param name="List">Which list.</param>
/// <param name="Seen">What was seen, in words.</param>
/// <param name="Against">What speaks against.</param>
/// <param name="Status">Decision.</param>
internal sealed record JournalSign(string School, string What, int N, string Leniency, string Probability, string List, string Seen, string Against, string Status);
