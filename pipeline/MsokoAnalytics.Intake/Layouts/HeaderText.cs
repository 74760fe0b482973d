using System.Text;

namespace MsokoAnalytics.Intake.Layouts;

/// <summary>Brings a header or title text to the form in which texts are compared.</summary>
public static class HeaderText
{
    /// <summary>Blanks of every kind folded to one space, none beside a slash, lower case, «ё» as «е», no closing colon.</summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        var blank = false;
        foreach (var raw in text)
        {
            if (char.IsWhiteSpace(raw) || raw is '\u00A0' or '\u202F' or '\uFEFF' or '\u200B')
            {
                blank = true;
                continue;
            }

            var c = char.ToLowerInvariant(raw);
            if (c == 'ё') c = 'е';
            if (blank && result.Length > 0 && c != '/' && result[^1] != '/') result.Append(' ');
            blank = false;
            result.Append(c);
        }

        return result.ToString().TrimEnd(':', ' ');
    }

    /// <summary>A text for display on one line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
