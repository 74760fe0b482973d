using System.Text;
using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Mappings;

/// <summary>
/// Which files a mapping speaks for: <c>*</c> (anything within a name), <c>**</c> (also across folders), <c>?</c>, and the places {год}, {класс},
/// {предмет}, {школа}, {период}, {любое}, which give the mapping what stands there. A mask without «/» looks at names in all folders below.
/// </summary>
internal sealed class FileMask
{
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["год"] = @"(?<year>20\d\d)", ["класс"] = "(?<grade>1[01]|[1-9])", ["предмет"] = "(?<subject>[^/]+?)", ["школа"] = "(?<school>[^/]+?)", ["период"] = "(?<period>[^/]+?)", ["любое"] = "[^/]+?",
    };

    private readonly Regex _regex;
    private readonly bool _wholePath;

    private FileMask(string text, Regex regex, bool wholePath)
    {
        Text = text;
        _regex = regex;
        _wholePath = wholePath;
    }

    public string Text { get; }

    public static FileMask Parse(string text, out string? unknown)
    {
        unknown = null;
        text = text.Trim().Replace('\\', '/');
        var regex = new StringBuilder("^");
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '*')
            {
                var across = i + 1 < text.Length && text[i + 1] == '*';
                regex.Append(across ? ".*" : "[^/]*");
                if (across) i++;
            }
            else if (text[i] == '?')
            {
                regex.Append("[^/]");
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                var name = text[(i + 1)..end].Trim().ToLowerInvariant();
                if (Places.TryGetValue(name, out var place)) regex.Append(place);
                else unknown ??= name;
                i = end;
            }
            else
            {
                regex.Append(Regex.Escape(text[i].ToString()));
            }
        }

        regex.Append('$');
        return new FileMask(text, new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), text.Contains('/', StringComparison.Ordinal));
    }

    /// <param name="path">Path relative to the mapping's folder, with «/».</param>
    /// <returns>What the places of the mask hold, by context key; null when the mask does not fit.</returns>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var match = _regex.Match(_wholePath ? path : path[(path.LastIndexOf('/') + 1)..]);
        if (!match.Success) return null;
        return match.Groups.Values.Where(g => g.Success && !char.IsDigit(g.Name[0])).ToDictionary(g => g.Name, g => g.Value, StringComparer.Ordinal);
    }
}
