using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.JournalExpectation;

/// <summary>«ВПР и текущие отметки»: shares against expectation and leniency of current marks, by school (municipality) or by work (school).</summary>
internal sealed class JournalExpectationSection : IReportSection
{
    private const string Lowered = "lowered";
    private const string Raised = "raised";
    private const int MostSigns = 12;

    public string Name => "journal-expectation";

    public IReadOnlyList<string> Tables => ["marts.mart_journal_expectation", "marts.mart_journal_leniency"];

    public async Task<ISectionData> LoadAsync(WarehouseReader reader, ReportTarget target, MunicipalityData data, CancellationToken cancellationToken)
    {
        const string where = "FROM marts.{0} AS t WHERE t.municipality_id = $municipality AND t.scope IN ('school', 'municipality')";
        var expectation = await reader.OfMunicipalityAsync<ExpectationRow>(
            "SELECT t.year AS Year, t.scope AS Scope, t.scope_id AS ScopeId, t.work_id AS WorkId, t.measure AS Measure, t.n AS N, t.observed_n AS ObservedN, t.expected_pct AS ExpectedPct, "
            + "t.usual_lo AS UsualLo, t.usual_hi AS UsualHi, t.q AS Q, t.verdict AS Verdict, t.reason AS Reason, t.rule_version AS RuleVersion "
            + string.Format(CultureInfo.InvariantCulture, where, "mart_journal_expectation"), target, cancellationToken);
        var leniency = await reader.OfMunicipalityAsync<LeniencyRow>(
            "SELECT t.year AS Year, t.scope AS Scope, t.scope_id AS ScopeId, t.work_id AS WorkId, t.n AS N, t.n_pupils AS NPupils, t.leniency AS Leniency, t.leniency_lo AS LeniencyLo, "
            + "t.leniency_hi AS LeniencyHi, t.reason AS Reason, t.rule_version AS RuleVersion "
            + string.Format(CultureInfo.InvariantCulture, where, "mart_journal_leniency"), target, cancellationToken);
        var years = new ExpectationYears(expectation, leniency);
        return new SectionData(c => Build(c, years));
    }

    /// <summary>The section of one report; null without pupils that have both marks.</summary>
    internal static SectionContent? Build(BuildContext context, ExpectationYears years)
    {
        var (rows, soft, ofSchools) = years.Of(context.Wave.Year);
        var works = context.Works.ToDictionary(w => w.WorkId, StringComparer.Ordinal);
        var lines = context.OfSchool
            ? context.Works.Select(w => Line($"{WorkNames.Full(w)}", context.Own.Id, w.WorkId, rows, soft)).Append(Line("Все работы года", context.Own.Id, string.Empty, rows, soft, isTotal: true))
            : context.Schools.Select(s => Line(s.Name, s.School.SchoolId, string.Empty, rows, soft));
        var shown = lines.OfType<ExpectationLine>().ToList();
        if (shown.Count == 0) return null;
        // A card looks at its own rows alone.
        var schools = context.OfSchool ? [] : context.Schools.ToDictionary(s => s.School.SchoolId, s => s.Name, StringComparer.Ordinal);
        var ofReport = (context.OfSchool ? ofSchools[context.Own.Id] : ofSchools.SelectMany(g => g)).ToList();
        var signs = ofReport
            .Where(r => r.WorkId.Length > 0 && r.Verdict is "выше ожидаемого" or "ниже ожидаемого" && works.ContainsKey(r.WorkId) && (context.OfSchool || schools.ContainsKey(r.ScopeId)))
            .OrderBy(r => context.OfSchool ? string.Empty : schools[r.ScopeId], Comparer<string>.Create(SchoolNames.Compare)).ThenBy(r => r.WorkId, StringComparer.Ordinal).ThenBy(r => r.Measure, StringComparer.Ordinal)
            .Select(r => new ExpectationSign(context.OfSchool ? string.Empty : schools[r.ScopeId], WorkNames.Full(works[r.WorkId]), MeasureName(r.Measure), r.N, Figures.Round(100.0 * r.ObservedN / r.N),
                Round(r.ExpectedPct), Round(r.UsualLo), Round(r.UsualHi), r.Verdict)).ToList();
        var limit = Math.Max(.3, shown.Max(l => Math.Max(Math.Abs(l.LeniencyLo ?? 0), Math.Abs(l.LeniencyHi ?? 0))));
        return new SectionContent(new ExpectationModel(
            context.OfSchool, shown, Math.Ceiling(limit * 10) / 10, [.. signs.Take(MostSigns)], Math.Max(0, signs.Count - MostSigns), ofReport.Count(r => r.WorkId.Length > 0 && r.Q is not null)))
        {
            Conclusions = [Conclusion(context, signs)],
            Notes =
            [
                new Conclusion("ВПР и текущие отметки.", "Ожидание — какие доли дали бы отметки журнала школы, если бы за ту же работу её ученики получили то же, что ученики других школ с такой же отметкой в журнале. "
                    + "«Обычно» — пределы, в которых лежат 95 % школ такого размера. Выводы — с поправкой на множественность (доля ложных не выше 5 %). Ученик учтён в каждой своей работе. "
                    + $"Правило {rows.Values.First().RuleVersion}; источник — отметки ВПР и журнала из протоколов."),
                new Conclusion("Мягкость текущих отметок.", "На сколько отметка журнала выше, чем у классов с такими же результатами других ВПР этого года; в отметках, с 95-процентным интервалом, сглажена. "
                    + "Учителя честно расходятся на ±0,2 отметки: это шкала, а не перечень. " + (soft.Count > 0 ? $"Правило {soft.Values.First().RuleVersion}." : string.Empty)),
            ],
        };
    }

    private static Conclusion Conclusion(BuildContext context, List<ExpectationSign> signs) => new(
        "ВПР и журнал",
        (signs.Count == 0
            ? "Доли понизивших и повысивших лежат в пределах ожидания по отметкам журнала"
            : $"Расхождений с ожиданием по отметкам журнала: {RussianNumbers.Integer(signs.Count)} ({string.Join(", ", signs.GroupBy(s => s.Measure, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} — {RussianNumbers.Integer(g.Count())}"))}) — признаки, требующие анализа")
        + (context.OfSchool ? "." : " (школа × работа).") + " Сравнение не говорит, какая из двух отметок неверна.");

    private static ExpectationLine? Line(
        string name, string id, string work, Dictionary<(string, string, string), ExpectationRow> rows, Dictionary<(string, string), LeniencyRow> leniency, bool isTotal = false)
    {
        var soft = leniency.GetValueOrDefault((id, work));
        if (rows.GetValueOrDefault((id, work, Lowered)) is not { N: > 0 } lowered) return null;
        var isSmall = SmallGroup.Is(work.Length == 0 ? soft?.NPupils ?? lowered.N : lowered.N);
        return new ExpectationLine(
            name, isTotal, lowered.N, isSmall,
            isSmall ? null : Cell(lowered),
            isSmall || rows.GetValueOrDefault((id, work, Raised)) is not { } raised ? null : Cell(raised),
            isSmall ? null : soft?.Leniency, isSmall ? null : soft?.LeniencyLo, isSmall ? null : soft?.LeniencyHi,
            lowered.Verdict == "нельзя судить" ? lowered.Reason : null);
    }

    private static ExpectationCell Cell(ExpectationRow row) => new(
        Figures.Round(100.0 * row.ObservedN / row.N), Round(row.ExpectedPct), Round(row.UsualLo), Round(row.UsualHi),
        row.Verdict switch { "выше ожидаемого" => 1, "ниже ожидаемого" => -1, _ => 0 });

    private static double? Round(double? value) => value is { } known ? Figures.Round(known) : null;

    private static string MeasureName(string measure) => measure switch
    {
        Lowered => "понизили",
        Raised => "повысили",
        "gap2_down" => "ВПР ниже на 2 и более",
        "gap2_up" => "ВПР выше на 2 и более",
        _ => measure,
    };
}

/// <param name="OfSchool">Lines are works of one school, else schools.</param>
/// <param name="Lines">Alphabetical, or in the order of works.</param>
/// <param name="Limit">Half the width of the leniency scale, marks.</param>
/// <param name="Signs">School × work outside the expectation.</param>
/// <param name="SignsMore">How many more there are.</param>
/// <param name="Tested">How many shares were tested.</param>
internal sealed record ExpectationModel(bool OfSchool, IReadOnlyList<ExpectationLine> Lines, double Limit, IReadOnlyList<ExpectationSign> Signs, int SignsMore, int Tested);

internal sealed record ExpectationLine(
    string Name, bool IsTotal, int N, bool Small, ExpectationCell? Lowered, ExpectationCell? Raised, double? Leniency, double? LeniencyLo, double? LeniencyHi, string? Reason);

/// <param name="Value">Observed share, percent.</param>
/// <param name="Expected">What the journal marks let expect.</param>
/// <param name="Low">Usual from.</param>
/// <param name="High">Usual to.</param>
/// <param name="Outside">−1 or +1 when the verdict is below or above the expectation.</param>
internal sealed record ExpectationCell(double Value, double? Expected, double? Low, double? High, int Outside);

internal sealed record ExpectationSign(string School, string Work, string Measure, int N, double Value, double? Expected, double? Low, double? High, string Verdict);
