using System.Text;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>
/// The form in which texts of local tables are compared: as <see cref="HeaderText.Normalize"/>, and without blanks and quotes, with Latin
/// letters that look like Cyrillic ones read as these. People who type tables by hand mix all of that.
/// </summary>
internal static class HeaderKey
{
    private const string Latin = "abcehkmoptxyi";
    private const string Cyrillic = "авсенкмортхуі";

    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in HeaderText.Normalize(text))
        {
            if (char.IsWhiteSpace(c) || c is ':' or '"' or '«' or '»' or '“' or '”' or '„' or '\'') continue;
            var at = Latin.IndexOf(c, StringComparison.Ordinal);
            result.Append(at >= 0 ? Cyrillic[at] : c);
        }

        return result.ToString();
    }
}
