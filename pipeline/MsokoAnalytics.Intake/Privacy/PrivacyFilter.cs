using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Privacy;

/// <summary>
/// Keeps personal data off the disk: tells which columns are dropped at the reader and cuts names and document numbers out of the
/// texts that are kept. Rules in <c>sources/privacy.yml</c>.
/// </summary>
public sealed class PrivacyFilter
{
    private readonly Regex[] _columns;
    private readonly Regex[] _texts;
    private readonly string _replacement;

    private PrivacyFilter(Rules rules)
    {
        _columns = [.. rules.Columns.Select(Compile)];
        _texts = [.. rules.Texts.Select(Compile)];
        _replacement = rules.Replacement;
    }

    public static PrivacyFilter Load(string root) =>
        new(LayoutLibrary.Deserializer.Deserialize<Rules>(File.ReadAllText(Path.Combine(root, "privacy.yml"))));

    /// <summary>Whether a column with this header (any spelling) holds personal data.</summary>
    public bool IsPersonalColumn(string header)
    {
        var text = HeaderText.Normalize(header);
        return Array.Exists(_columns, c => c.IsMatch(text));
    }

    /// <summary>The text with every personal part replaced; the same instance when there is none.</summary>
    public string Redact(string text)
    {
        foreach (var pattern in _texts)
            text = pattern.Replace(text, m => m.Groups["keep"].Value + _replacement);
        return text;
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    private sealed class Rules
    {
        public List<string> Columns { get; set; } = [];

        public List<string> Texts { get; set; } = [];

        public string Replacement { get; set; } = "";
    }
}
