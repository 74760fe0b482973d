using System.Text;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Reports.Text;

/// <summary>Shortens the official name of a school to the usual abbreviations and sorts such names as people do.</summary>
internal static partial class SchoolNames
{
    private static readonly (Regex Pattern, string Short)[] Abbreviations =
    [
        (Phrase(@"муниципальн\w+ бюджетн\w+ общеобразовательн\w+ учреждени\w+"), "МБОУ"),
        (Phrase(@"муниципальн\w+ казенн\w+ общеобразовательн\w+ учреждени\w+"), "МКОУ"),
        (Phrase(@"муниципальн\w+ автономн\w+ общеобразовательн\w+ учреждени\w+"), "МАОУ"),
        (Phrase(@"муниципальн\w+ общеобразовательн\w+ учреждени\w+"), "МОУ"),
        (Phrase(@"краев\w+ государственн\w+ бюджетн\w+ общеобразовательн\w+ учреждени\w+"), "КГБОУ"),
        (Phrase(@"частн\w+ общеобразовательн\w+ учреждени\w+"), "ЧОУ"),
        (Phrase(@"средн\w+ общеобразовательн\w+ школ\w+"), "СОШ"),
        (Phrase(@"основн\w+ общеобразовательн\w+ школ\w+"), "ООШ"),
        (Phrase(@"начальн\w+ общеобразовательн\w+ школ\w+"), "НОШ"),
        (Phrase(@"с углубл[её]нным изучением отдельных предметов"), "с УИОП"),
        (Phrase(@"\bимени\b"), "им."),
        (Phrase(@"средн\w+ школ\w+"), "СШ"),
        (Phrase(@"основн\w+ школ\w+"), "ОШ"),
        (Phrase(@"начальн\w+ школ\w+"), "НШ"),
    ];

    /// <summary>«МБОУ «Средняя общеобразовательная школа №12»» → «МБОУ «СОШ № 12»».</summary>
    internal static string Short(string name)
    {
        var text = Tidy(name);
        foreach (var (pattern, abbreviation) in Abbreviations) text = pattern.Replace(text, abbreviation);
        return text;
    }

    /// <summary>The full name with single spaces, «ёлочки» and the number kept beside its sign.</summary>
    internal static string Tidy(string name)
    {
        var text = Spaces().Replace(name.Replace('\u00A0', ' '), " ").Trim();
        return NumberSign().Replace(Quotes(text), "№" + RussianNumbers.Space);
    }

    /// <summary>The order of an alphabetical list: letters without regard to case and ё, numbers by value (№ 2 before № 10).</summary>
    internal static int Compare(string left, string right)
    {
        int i = 0, j = 0;
        while (i < left.Length && j < right.Length)
        {
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                var a = Digits(left, ref i);
                var b = Digits(right, ref j);
                var byValue = a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
                if (byValue != 0) return byValue;
                continue;
            }

            var byLetter = Letter(left[i]).CompareTo(Letter(right[j]));
            if (byLetter != 0) return byLetter;
            i++;
            j++;
        }

        return (left.Length - i).CompareTo(right.Length - j);
    }

    private static string Digits(string text, ref int index)
    {
        var start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index])) index++;
        return text[start..index].TrimStart('0');
    }

    private static char Letter(char c) => char.ToUpperInvariant(c) switch { 'Ё' => 'Е', '\u00A0' => ' ', var upper => upper };

    /// <summary>Straight quotes become «ёлочки»; files hold both.</summary>
    private static string Quotes(string text)
    {
        if (!text.Contains('"', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '"') result.Append(text[i]);
            else result.Append(i == 0 || text[i - 1] is ' ' or '(' or '«' or '"' ? '«' : '»');
        }

        return result.ToString();
    }

    /// <summary>Not compiled: a few hundred names are shortened sooner than fourteen expressions are compiled.</summary>
    private static Regex Phrase(string words) => new(
        words.Replace("казенн", "каз[её]нн", StringComparison.Ordinal).Replace(" ", @"\s+", StringComparison.Ordinal),
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"№\s*")]
    private static partial Regex NumberSign();
}
