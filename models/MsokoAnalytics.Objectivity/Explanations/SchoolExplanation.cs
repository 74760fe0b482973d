using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Explanations;

/// <summary>A class of a school for the text.</summary>
/// <param name="Name">Such as «7Б, математика».</param>
/// <param name="Posterior">Probability that its result is biased.</param>
/// <param name="Mechanism">Likeliest mechanism.</param>
public sealed record ClassLine(string Name, double Posterior, Mechanism Mechanism);

/// <summary>Explanation of a flag of a school: over one work, one year, all years.</summary>
public static class SchoolExplanation
{
    /// <summary>Classes told by name at most.</summary>
    private const int Told = 5;

    /// <summary>Posterior from which a class is told by name.</summary>
    private const double Notable = 0.2;

    /// <param name="school">Scores.</param>
    /// <param name="name">Name of the school.</param>
    /// <param name="work">Such as «математика, 7 класс, 2024».</param>
    /// <param name="classes">All judged classes of the school in the work.</param>
    /// <param name="texts">Templates.</param>
    /// <returns>The text and its «Против:» line, which is never empty.</returns>
    public static (string Text, string AgainstText) Work(JudgedSchool school, string name, string work, IReadOnlyList<ClassLine> classes, ExplanationTexts texts)
    {
        var s = school.Scored;
        var clean = classes.Where(c => c.Posterior < Notable).Select(c => c.Name).ToArray();
        var against = clean.Length == 0
            ? texts.Fill("school.work.against.none")
            : texts.Fill("school.work.against", ("classes", string.Join(", ", clean)));
        return Whole(
            texts.Fill("school.work", ("school", name), ("work", work), ("p", ExplanationWriter.Percent(s.Posterior)), ("units", ExplanationWriter.Whole(s.Units.Length)), ("share", ExplanationWriter.Percent(s.MeanPosterior))),
            [texts.Fill("school.work.classes", ("list", List(classes, texts)))], against, texts);
    }

    /// <param name="school">Scores.</param>
    /// <param name="name">Name of the school.</param>
    /// <param name="year">Academic year.</param>
    /// <param name="classes">All judged classes × works of the year.</param>
    /// <param name="otherYears">Expected share in other years of the school.</param>
    /// <param name="texts">Templates.</param>
    /// <returns>The text and its «Против:» line.</returns>
    public static (string Text, string AgainstText) Year(
        JudgedSchool school, string name, string year, IReadOnlyList<ClassLine> classes, IReadOnlyList<(string Year, double Share)> otherYears, ExplanationTexts texts)
    {
        var lines = new List<string>();
        if (classes.Any(c => c.Posterior >= Notable)) lines.Add(texts.Fill("school.classes", ("list", List(classes, texts))));
        if (otherYears.Count > 0)
            lines.Add(texts.Fill("school.year.others", ("list", string.Join("; ", otherYears.Select(y => $"{y.Year} — {ExplanationWriter.Percent(y.Share)}")))));
        return Whole(Head("school.year", school, name, texts, ("year", year)), lines, Against(school, classes, texts), texts);
    }

    /// <param name="school">Scores.</param>
    /// <param name="name">Name of the school.</param>
    /// <param name="classes">All judged classes × works.</param>
    /// <param name="years">Expected share by year.</param>
    /// <param name="texts">Templates.</param>
    /// <returns>The text and its «Против:» line.</returns>
    public static (string Text, string AgainstText) All(
        JudgedSchool school, string name, IReadOnlyList<ClassLine> classes, IReadOnlyList<(string Year, double Share)> years, ExplanationTexts texts)
    {
        var lines = new List<string>();
        if (years.Count > 1) lines.Add(texts.Fill("school.years", ("list", string.Join("; ", years.Select(y => $"{y.Year} — {ExplanationWriter.Percent(y.Share)}")))));
        return Whole(Head("school", school, name, texts), lines, Against(school, classes, texts), texts);
    }

    private static string Head(string key, JudgedSchool school, string name, ExplanationTexts texts, params ReadOnlySpan<(string, string)> more) =>
        texts.Fill(key, [("school", name), ("p", ExplanationWriter.Percent(school.Scored.Posterior)), ("share", ExplanationWriter.Percent(school.Scored.MeanPosterior)),
            ("units", ExplanationWriter.Whole(school.Scored.Units.Length)), .. more]);

    private static string Against(JudgedSchool school, IReadOnlyList<ClassLine> classes, ExplanationTexts texts) =>
        texts.Fill("school.against", ("strong", ExplanationWriter.Whole(classes.Count(c => c.Posterior > .5))), ("units", ExplanationWriter.Whole(school.Scored.Units.Length)));

    private static string List(IReadOnlyList<ClassLine> classes, ExplanationTexts texts)
    {
        var told = classes.OrderByDescending(c => c.Posterior).Take(Told).ToArray();
        return string.Join("; ", told.Select(c => c.Posterior < Notable
            ? $"{c.Name} — {ExplanationWriter.Percent(c.Posterior)}"
            : $"{c.Name} — {ExplanationWriter.Percent(c.Posterior)} ({ExplanationWriter.MechanismName(c.Mechanism, texts)})"));
    }

    private static (string, string) Whole(string head, IEnumerable<string> lines, string against, ExplanationTexts texts) =>
        (string.Join('\n', [head, .. lines, against, texts.Fill("action")]), against);
}
