using System.Text.RegularExpressions;

namespace MsokoAnalytics.Objectivity.Explanations;

/// <summary>Russian templates, one per key.</summary>
public sealed partial class ExplanationTexts
{
    private static readonly Lazy<ExplanationTexts> Embedded = new(() =>
    {
        using var stream = typeof(ExplanationTexts).Assembly.GetManifestResourceStream("texts.ru.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    private readonly Dictionary<string, string> _texts;

    private ExplanationTexts(Dictionary<string, string> texts) => _texts = texts;

    public static ExplanationTexts Default => Embedded.Value;

    /// <summary>Lines «key = template»; # starts a comment.</summary>
    /// <exception cref="FormatException">A line is neither, or a key comes twice.</exception>
    public static ExplanationTexts Parse(string text)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#')) continue;
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !texts.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim())) throw new FormatException($"A template line is wrong: {line}");
        }

        return new ExplanationTexts(texts);
    }

    /// <summary>The template with its places filled.</summary>
    /// <exception cref="KeyNotFoundException">The key or a name in the template is unknown.</exception>
    public string Fill(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) known[name] = value;
        return Place().Replace(_texts[key], m => known[m.Groups["name"].Value]);
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
