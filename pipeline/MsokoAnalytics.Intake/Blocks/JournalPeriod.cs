using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>Names of school periods, read as the SQL macro <c>msoko_period</c> reads them: q1..q4, h1, h2, t1..t3, year, exam, state_exam, final.</summary>
internal static partial class JournalPeriod
{
    /// <returns>The code, or null when the text names no period.</returns>
    public static string? Parse(string text)
    {
        var folded = HeaderText.Normalize(text).TrimEnd('.', ' ', ':');
        if (Numbered().Match(folded) is { Success: true } m)
        {
            var n = m.Groups["n"].Value switch { "i" => "1", "ii" => "2", "iii" => "3", "iv" => "4", var digit => digit };
            var kind = m.Groups["kind"].Value[0] switch { 'ч' => "q", 'п' => "h", _ => "t" };
            return n[0] <= (kind switch { "q" => '4', "h" => '2', _ => '3' }) ? kind + n : null;
        }

        if (Year().IsMatch(folded)) return "year";
        if (StateExam().IsMatch(folded)) return "state_exam";
        if (Exam().IsMatch(folded)) return "exam";
        return Final().IsMatch(folded) ? "final" : null;
    }

    /// <summary>What a journal writes where no mark is given.</summary>
    public static bool IsNoMark(string text) =>
        HeaderText.Normalize(text).TrimEnd('.') is "н/а" or "на" or "нет" or "нет отметки" or "-" or "–" or "—" or "осв" or "освобожден" or "освобождена" or "зач" or "зачет" or "зачтено" or "н/о" or "0" or "усв";

    [GeneratedRegex(@"^(?<n>[1-4]|iv|i{1,3})[ -]*(я|ая|е|ое|й|ый|ий)?[ -]*(?<kind>ч(етв(ерть)?)?|полугодие|полуг|п/г|триместр|трим)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(за )?год(овая)?( ?[.]? ?(оценка|отметка))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Year();

    [GeneratedRegex(@"^гос(ударственн[а-я]+)?[. ]*экз", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StateExam();

    [GeneratedRegex(@"^экз(амен)?(ационная)?([. ]*(оценка|отметка))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exam();

    [GeneratedRegex(@"^итог(овая)?([. ]*(оценка|отметка))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Final();
}
