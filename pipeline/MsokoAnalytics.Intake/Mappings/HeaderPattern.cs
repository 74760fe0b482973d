using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>
/// A header as a mapping names it: a plain text, or a text with <c>*</c> (anything) and the places {предмет}, {класс}, {n} (task number),
/// {макс} (maximum score); «#3» behind it means the third column of this header. Compared with headers folded by <see cref="HeaderKey"/>.
/// </summary>
internal sealed class HeaderPattern
{
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["предмет"] = "(?<subject>.+?)", ["класс"] = "(?<grade>1[01]|[1-9])", ["n"] = @"(?<n>\d+(?:[.\-_]\d+|[кk]\d+|\(\d+\))?)", ["макс"] = @"(?<max>\d{1,3})",
    };

    private readonly Regex _regex;

    private HeaderPattern(string text, Regex regex, bool optional, int occurrence)
    {
        Text = text;
        _regex = regex;
        Optional = optional;
        Occurrence = occurrence;
    }

    /// <summary>As written in the mapping.</summary>
    public string Text { get; }

    /// <summary>Whether the column may be absent: the text ended with «?».</summary>
    public bool Optional { get; }

    /// <summary>Which of several columns with this header is meant, from 1 («Училище#3»); 0 for any.</summary>
    public int Occurrence { get; }

    public bool Has(string place) => Text.Contains("{" + place + "}", StringComparison.OrdinalIgnoreCase);

    /// <param name="unknown">Name of an unknown place in braces, or null.</param>
    public static HeaderPattern Parse(string text, out string? unknown)
    {
        unknown = null;
        var optional = text.TrimEnd().EndsWith('?');
        if (optional) text = text.TrimEnd()[..^1];
        var occurrence = 0;
        if (text.LastIndexOf('#') is > 0 and var hash && int.TryParse(text.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out occurrence)) text = text[..hash];
        var regex = new StringBuilder("^");
        var literal = new StringBuilder();
        void Flush()
        {
            regex.Append(Regex.Escape(HeaderKey.Fold(literal.ToString())));
            literal.Clear();
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '*')
            {
                Flush();
                regex.Append(".*?");
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                Flush();
                var name = text[(i + 1)..end].Trim().ToLowerInvariant();
                if (name == "н") name = "n";
                if (Places.TryGetValue(name, out var place)) regex.Append(place);
                else unknown ??= name;
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        Flush();
        regex.Append('$');
        // Two places of one name would be two groups of one name: the last wins, which is what a repeated header means.
        return new HeaderPattern(text, new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), optional, occurrence);
    }

    /// <param name="folded">The header, folded.</param>
    /// <param name="occurrence">How many columns from the left have this header, this one included.</param>
    public Match Match(string folded, int occurrence) => Occurrence == 0 || Occurrence == occurrence ? _regex.Match(folded) : System.Text.RegularExpressions.Match.Empty;
}
