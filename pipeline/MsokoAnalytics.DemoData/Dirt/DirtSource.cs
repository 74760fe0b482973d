using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Dirt;

/// <summary>Decides what dirt goes into one school's part of one file. Level 0 decides nothing and draws nothing.</summary>
internal sealed class DirtSource(double level, ulong key)
{
    private static readonly string[] XTokens = ["x", "Х", "х"];
    private static readonly string[] NoneTokens = ["", "н/а", "*"];

    private KeyedRandom _random = new(key);

    public bool Chance(double rate) => level > 0 && _random.Chance(rate * level);

    public int Int(int bound) => _random.NextInt(bound);

    /// <summary>How this school writes X: «X» or one of its look-alikes.</summary>
    public string XToken() => Chance(DirtRates.XStyle) ? _random.Pick<string>(XTokens) : "X";

    /// <summary>How a missing journal mark is written.</summary>
    public string NoJournal() => Chance(DirtRates.JournalNoneStyle) ? _random.Pick<string>(NoneTokens) : "нет отметки";

    /// <summary>How a class is written in a layout that writes letters.</summary>
    /// <param name="canonical">The layout's own way.</param>
    /// <param name="grade">Actual grade.</param>
    /// <param name="letter">«А».</param>
    public string ClassName(string canonical, int grade, string letter)
    {
        if (!Chance(DirtRates.ClassStyle)) return canonical;
        var lower = letter.ToLowerInvariant();
        string[] spellings =
        [
            lower, $"{grade}{lower}", $"{grade} {lower}", $"{grade}-{letter}", $"{grade}{letter}", $"{grade} \"{letter}\"", letter + " ", Latin(letter), "нет", letter,
        ];
        return _random.Pick<string>(spellings);
    }

    /// <summary>A copy of the text with its first space made a no-break one, at times.</summary>
    public string WithNoBreakSpace(string text, double rate, out bool changed)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        changed = space >= 0 && Chance(rate);
        return changed ? string.Concat(text.AsSpan(0, space), "\u00A0", text.AsSpan(space + 1)) : text;
    }

    /// <summary>Latin look-alikes where there are any.</summary>
    private static string Latin(string letter) => letter switch { "А" => "A", "В" => "B", "Е" => "E", "К" => "K", _ => letter.ToLowerInvariant() };
}
