using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Context;

/// <summary>Subject codes of ФИС ОКО by any spelling; data in <c>sources/subjects.yml</c>.</summary>
public sealed class SubjectCatalog
{
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Alias, string Code)> _words;

    private SubjectCatalog(IReadOnlyList<Entry> entries)
    {
        Entries = entries;
        foreach (var entry in entries)
        foreach (var text in entry.Aliases.Append(entry.Name).Append(entry.Code))
            if (!_exact.TryAdd(HeaderText.Normalize(text), entry.Code) && _exact[HeaderText.Normalize(text)] != entry.Code)
                throw new LayoutException("subjects.yml", $"«{text}» встречается у двух предметов");
        // Short codes would be found inside other words; only full names are looked for in running text, the longest first.
        _words = [.. _exact.Where(p => p.Key.Length >= 5).Select(p => (p.Key, p.Value)).OrderByDescending(p => p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal)];
    }

    public IReadOnlyList<Entry> Entries { get; }

    /// <param name="file">A list of the same form; <c>subjects_other.yml</c> holds the school subjects without a code of ФИС ОКО.</param>
    public static SubjectCatalog Load(string root, string file = "subjects.yml") =>
        new(LayoutLibrary.Deserializer.Deserialize<List<Entry>>(File.ReadAllText(Path.Combine(root, file))));

    /// <summary>A table of all spellings of these subjects and of <paramref name="others"/>, as SQL.</summary>
    internal string AliasSql(SubjectCatalog others) => "CREATE OR REPLACE TEMP TABLE subject_alias AS SELECT * FROM (VALUES "
        + string.Join(", ", _exact.Concat(others._exact.Where(o => !_exact.ContainsKey(o.Key))).Select(p => $"('{p.Key.TrimEnd('.')}', '{p.Value}')").Distinct(StringComparer.Ordinal)) + ") AS t (alias, subject)";

    /// <summary>The code of a subject named exactly, or null.</summary>
    public string? Find(string text) => _exact.GetValueOrDefault(HeaderText.Normalize(text));

    /// <summary>The code of the subject whose full name occurs in a running text, or null.</summary>
    public string? FindWithin(string text)
    {
        var normalized = HeaderText.Normalize(text);
        foreach (var (alias, code) in _words)
        {
            for (var at = normalized.IndexOf(alias, StringComparison.Ordinal); at >= 0; at = normalized.IndexOf(alias, at + 1, StringComparison.Ordinal))
            {
                var end = at + alias.Length;
                if ((at == 0 || !char.IsLetter(normalized[at - 1])) && (end == normalized.Length || !char.IsLetter(normalized[end]))) return code;
            }
        }

        return null;
    }

    /// <summary>One subject.</summary>
    public sealed class Entry
    {
        public string Code { get; set; } = "";

        public string Name { get; set; } = "";

        public List<string> Aliases { get; set; } = [];
    }
}
