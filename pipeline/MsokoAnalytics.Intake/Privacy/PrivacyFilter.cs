using System.Text;
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
    private readonly Regex[] _labels;
    private readonly Regex[] _codes;
    private readonly string _replacement;

    private PrivacyFilter(PrivacyRules rules)
    {
        Shapes = new CellShapes(rules);
        _columns = [.. rules.Columns.Select(Compile)];
        _texts = [.. rules.Texts.Select(Compile)];
        _labels = [.. rules.Labels.Select(Compile)];
        _codes = [.. rules.Codes.Select(Compile)];
        _replacement = rules.Replacement;
    }

    public static PrivacyFilter Load(string root) => new(PrivacyRules.Load(root));

    /// <summary>What the cells of a column may be.</summary>
    internal CellShapes Shapes { get; }

    /// <summary>What stands where something was cut out.</summary>
    public string Replacement => _replacement;

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

    /// <summary>The cells of a row of free text with every personal part replaced, also where the label stands in one cell and the name in another.</summary>
    public string[] Redact(string[] cells)
    {
        var result = new string[cells.Length];
        var behindLabel = false;
        for (var i = 0; i < cells.Length; i++)
        {
            result[i] = behindLabel && cells[i].Length > 0 ? _replacement : Redact(cells[i]);
            behindLabel |= Array.Exists(_labels, l => l.IsMatch(cells[i]));
        }

        return result;
    }

    /// <summary>Whether a person's name or number stands where the participant code should.</summary>
    public bool IsPersonalCode(ReadOnlySpan<byte> utf8)
    {
        // Nearly every code is digits; only others are worth a regular expression.
        return utf8.IndexOfAnyExceptInRange((byte)'.', (byte)'9') >= 0 && IsPersonalCode(Encoding.UTF8.GetString(utf8));
    }

    private bool IsPersonalCode(string text) => Array.Exists(_codes, c => c.IsMatch(text));

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
}
