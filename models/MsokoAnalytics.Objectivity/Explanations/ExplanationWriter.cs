using System.Globalization;
using MsokoAnalytics.Objectivity.Evidence;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Explanations;

/// <summary>Names of a unit for the text, and figures that lie outside its record.</summary>
/// <param name="School">Name of the school.</param>
/// <param name="Class">Such as «7Б класс».</param>
/// <param name="Subject">Name of the subject.</param>
/// <param name="Year">Year of the work.</param>
/// <param name="Thresholds">First scores of marks 3, 4, 5.</param>
/// <param name="ScoreDeviation">Standard deviation of the primary score in the test.</param>
/// <param name="OtherYears">Years in which the same class and subject has a posterior above one half.</param>
/// <param name="SchoolShare">Expected share of such results at the school.</param>
public sealed record UnitNames(string School, string Class, string Subject, int Year, int[] Thresholds, double ScoreDeviation, int[] OtherYears, double SchoolShare)
{
    /// <summary>ОГЭ of the class against its ВПР, in usual spreads; NaN when there is none.</summary>
    public double GiaResidual { get; init; } = double.NaN;

    /// <summary>Whether the class wrote under independent observers.</summary>
    public bool IsControlled { get; init; }
}

/// <summary>Explanation of a flag: what was seen with numbers and expectations, what speaks against it, what to do.</summary>
public static class ExplanationWriter
{
    /// <summary>Contribution from which an evidence is told, in log odds.</summary>
    private const double Told = 0.5;

    /// <summary>Contribution below which an evidence speaks against.</summary>
    private const double Against = -0.3;

    /// <summary>An evidence above this is not called usual, whatever its weight for the mechanism.</summary>
    private const double Usual = 1;

    /// <summary>ОГЭ residual, in spreads, from which it is told as lower than promised or as confirming.</summary>
    private const double GiaTold = 1;

    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    private static readonly string[] AgainstKeys =
        ["against.other", "against.journal", "", "against.misfit", "against.hard", "against.sharing", "against.bump", "against.copy", "against.absence", "against.agreement"];

    /// <returns>The text and its «Против:» line, which is never empty.</returns>
    public static (string Text, string AgainstText) Unit(JudgedUnit judged, UnitNames names, double rho, double prevalence, ExplanationTexts texts)
    {
        var unit = judged.Scored.Unit;
        var lines = new List<string>
        {
            texts.Fill("head", ("school", names.School), ("class", names.Class), ("subject", names.Subject), ("year", Whole(names.Year)),
                ("p", Percent(judged.Scored.Posterior)), ("mechanism", MechanismName(judged.Scored.Mechanism, texts))),
        };
        foreach (var kind in Enumerable.Range(0, judged.Contributions.Length).Where(e => judged.Contributions[e] > Told && unit.Evidence[e] > 0).OrderByDescending(e => judged.Contributions[e]))
            lines.Add(Line((EvidenceKind)kind, unit, names, rho, texts));
        if (names.OtherYears.Length > 0) lines.Add(texts.Fill("context.series", ("years", string.Join(", ", names.OtherYears.Select(Whole)))));
        if (names.GiaResidual <= -GiaTold) lines.Add(texts.Fill("gia", ("z", Number(-names.GiaResidual))));
        lines.Add(texts.Fill("context.school", ("share", Percent(names.SchoolShare)), ("prevalence", Percent(prevalence))));
        var against = AgainstLine(judged, names, texts);
        lines.Add(against);
        lines.Add(texts.Fill("alternatives"));
        lines.Add(texts.Fill("action"));
        return (string.Join('\n', lines), against);
    }

    public static string MechanismName(Mechanism mechanism, ExplanationTexts texts) => texts.Fill("mechanism." + Inference.ModelNames.Mechanisms[(int)mechanism]);

    private static string Line(EvidenceKind kind, UnitRecord unit, UnitNames names, double rho, ExplanationTexts texts)
    {
        var (t, j, a, i) = (unit.Thresholds, unit.Journal, unit.Absences, unit.Items);
        return kind switch
        {
            EvidenceKind.Bump => texts.Fill("bump", ("thresholds", string.Join('/', names.Thresholds.Select(Whole))), ("at", Whole(t.At)), ("expectedAt", Number(t.ExpectedAt)),
                ("window", Whole(t.Window)), ("below", Whole(t.Below)), ("expectedBelow", Number(t.ExpectedBelow)), ("rho", Percent(rho))),
            EvidenceKind.HardItems when i.Hard.Length > 0 => texts.Fill("hard", ("hard", string.Join(", ", i.Hard.Select(Whole))), ("observed", Number(i.HardObserved)), ("expected", Number(i.HardExpected)),
                ("easy", i.Easy.Length == 0 ? "" : texts.Fill("hard.easy", ("easy", string.Join(", ", i.Easy.Select(Whole)))))),
            EvidenceKind.HardItems => texts.Fill("hard.short"),
            EvidenceKind.Sharing => texts.Fill("sharing", ("sharers", Whole(unit.Sharers)), ("n", Whole(unit.Participants))),
            EvidenceKind.JournalCopy => texts.Fill("copy", ("same", Whole(j.Same)), ("both", Whole(j.Both)), ("expectedSame", Number(j.ExpectedSame))),
            EvidenceKind.Absence => texts.Fill("absence", ("absent", Whole(a.Weak + a.Rest)), ("roster", Whole(unit.Roster)), ("weak", Whole(a.Weak)), ("expectedWeak", Number(a.ExpectedWeak)),
                ("rest", Whole(a.Rest)), ("expectedRest", Number(a.ExpectedRest))),
            EvidenceKind.Misfit => texts.Fill("misfit"),
            EvidenceKind.LevelOther => texts.Fill("level.other", ("points", Number(unit.OtherMean * names.ScoreDeviation)), ("z", Number(unit[kind]))),
            EvidenceKind.LevelJournal => texts.Fill("level.journal", ("points", Number(unit.OwnJournalMean * names.ScoreDeviation)), ("z", Number(unit[kind]))),
            EvidenceKind.JournalLevel => texts.Fill("journal", ("z", Number(unit[kind]))),
            _ => texts.Fill("agreement", ("same", Whole(j.Same)), ("both", Whole(j.Both)), ("expectedSame", Number(j.ExpectedSame))),
        };
    }

    private static string AgainstLine(JudgedUnit judged, UnitNames names, ExplanationTexts texts)
    {
        var list = Enumerable.Range(0, judged.Contributions.Length)
            .Where(e => judged.Contributions[e] < Against && judged.Scored.Unit.Evidence[e] < Usual && AgainstKeys[e].Length > 0)
            .OrderBy(e => judged.Contributions[e]).Select(e => texts.Fill(AgainstKeys[e])).ToList();
        if (judged.Scored.Context is { Series: < 0, OtherYears: > 0 }) list.Add(texts.Fill("against.years"));
        if (names.GiaResidual > -GiaTold) list.Add(texts.Fill("against.gia"));
        if (names.IsControlled) list.Add(texts.Fill("against.controlled"));
        return list.Count == 0 ? texts.Fill("against.none") : texts.Fill("against", ("list", string.Join("; ", list)));
    }

    /// <summary>Whole per cent, with «более 99 %» and «менее 1 %» at the ends.</summary>
    public static string Percent(double p) => p is > 0.995 and < 1 ? "более 99 %" : p is > 0 and < 0.005 ? "менее 1 %" : (100 * p).ToString("0", Russian) + " %";

    private static string Number(double x) => x.ToString("0.0", Russian);

    internal static string Whole(int x) => x.ToString(Russian);
}
