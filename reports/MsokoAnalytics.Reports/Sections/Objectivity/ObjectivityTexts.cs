using System.Globalization;
using MsokoAnalytics.Reports.Building;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Sections.Objectivity;

/// <summary>Entries in the words of the report.</summary>
internal static class ObjectivityTexts
{
    internal const string ClassLevel = "класс × работа";
    internal const string WorkLevel = "школа × работа";
    internal const string CheckList = "список для проверки";
    internal const string Cleared = "снят";
    private const string AgainstWord = "Против:";

    /// <summary>Never 100 %.</summary>
    internal static string Probability(double p) => p > .99 ? "более 99\u00A0%" : p < .01 ? "менее 1\u00A0%" : RussianNumbers.Percent(100 * p, 0);

    internal static EntryModel Entry(FlagRow flag, string school, WorkRow? work, bool namesSchool)
    {
        var lines = flag.Explanation.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var after = Array.FindIndex(lines, l => l.StartsWith(AgainstWord, StringComparison.Ordinal));
        // The first line repeats the title and the probability.
        var seen = lines[1..(after < 0 ? lines.Length : after)];
        return new EntryModel(
            Title(flag, school, work, namesSchool), flag.List, Facts(flag), flag.Mechanism, seen,
            Against(flag), after < 0 ? [] : lines[(after + 1)..], Status(flag));
    }

    /// <summary>What speaks against, without the word.</summary>
    internal static string Against(FlagRow flag)
    {
        var text = flag.Explanation.Split('\n').FirstOrDefault(l => l.StartsWith(AgainstWord, StringComparison.Ordinal)) ?? flag.Against;
        return (text.StartsWith(AgainstWord, StringComparison.Ordinal) ? text[AgainstWord.Length..] : text).Trim();
    }

    internal static string Title(FlagRow flag, string school, WorkRow? work, bool namesSchool)
    {
        var parts = new List<string>();
        if (namesSchool) parts.Add(school);
        if (flag.Level == ClassLevel && work is not null) parts.Add(ClassName(work, flag.ClassLabel));
        if (work is not null) parts.Add(flag.Level == ClassLevel ? WorkNames.Subject(work) : WorkNames.Full(work));
        if (work is null && !namesSchool) parts.Add("Школа в целом");
        return string.Join(", ", parts);
    }

    /// <summary>«7А»; a file that only numbers its classes gives «7 класс (№ 2 в файле)».</summary>
    private static string ClassName(WorkRow work, string? label)
    {
        var grade = work.ActualGrade.ToString(CultureInfo.InvariantCulture);
        return label is null ? $"{grade}\u00A0класс" : label.All(char.IsAsciiDigit) ? $"{grade}\u00A0класс (№\u00A0{label} в файле)" : grade + label;
    }

    private static string Facts(FlagRow flag)
    {
        var facts = new List<string> { $"n = {RussianNumbers.Integer(flag.N)}" };
        if (flag.N < SmallGroup.Threshold) facts[0] += " (малая группа, осторожно)";
        facts.Add($"вероятность {Probability(flag.Posterior)}" + (flag.PosteriorAlone is { } alone ? $", без других лет и классов {Probability(alone)}" : string.Empty));
        facts.Add($"ожидаемая доля ложных среди записей не слабее этой — {(flag.QValue < .001 ? "менее 0,1\u00A0%" : RussianNumbers.Percent(100 * flag.QValue))}");
        if (flag.ConformalP is { } p) facts.Add($"честных классов с таким же или более сильным сочетанием — {(p < .001 ? "менее 0,1\u00A0%" : RussianNumbers.Percent(100 * p))}");
        if (flag.Tier is { } tier) facts.Add($"данные {tier}");
        if (flag.Direction == "оба") facts.Add("завышен и журнал");
        return string.Join("; ", facts);
    }

    internal static string Status(FlagRow flag) => flag.StatusReason is { Length: > 0 } reason ? $"{flag.Status}: {reason}" : flag.Status;
}
