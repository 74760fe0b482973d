using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Context;

/// <summary>Finds the attributes of a work in titles, manifest, file and folder names by the patterns of <c>sources/context.yml</c>.</summary>
public sealed class ContextResolver
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private readonly SubjectCatalog _subjects;
    private readonly Dictionary<string, Regex[]> _patterns;
    private readonly Regex[] _subjectPatterns;
    private readonly Settings _settings;

    private ContextResolver(Settings settings, SubjectCatalog subjects)
    {
        _settings = settings;
        _subjects = subjects;
        _patterns = settings.Patterns.ToDictionary(p => p.Key, p => p.Value.Select(Compile).ToArray(), StringComparer.Ordinal);
        _subjectPatterns = [.. settings.Subject.Select(Compile)];
    }

    /// <summary>Column names of manifests.</summary>
    public IReadOnlyDictionary<string, List<string>> ManifestColumns => _settings.Manifest;

    public static ContextResolver Load(string root, SubjectCatalog subjects) =>
        new(LayoutLibrary.Deserializer.Deserialize<Settings>(File.ReadAllText(Path.Combine(root, "context.yml"))), subjects);

    /// <param name="titles">Texts of the rows above the header, one per row.</param>
    /// <param name="relativePath">Path of the file below the loaded folder.</param>
    /// <param name="manifest">What a manifest says of the file; empty when there is none.</param>
    public WorkContext Resolve(IReadOnlyList<string> titles, string sheetName, string relativePath, IReadOnlyDictionary<string, string> manifest, Layout layout)
    {
        var context = new WorkContext();
        foreach (var title in titles) OfferText(context, title, "заголовок листа");
        OfferText(context, sheetName, "имя листа");
        foreach (var (key, value) in manifest) context.Offer(key, Canonical(key, value), "manifest.csv");
        var parts = relativePath.Split('/', '\\');
        OfferText(context, Path.GetFileNameWithoutExtension(parts[^1]).Replace('_', ' '), "имя файла");
        for (var i = parts.Length - 2; i >= 0; i--) OfferText(context, parts[i].Replace('_', ' '), "имя папки");
        foreach (var (key, value) in layout.Defaults) context.Offer(key, value, "описание формы");
        foreach (var (key, value) in _settings.Defaults) context.Offer(key, value, "по умолчанию");
        return context;
    }

    /// <summary>Values that a manifest gives otherwise than the file itself; the file's own word is used.</summary>
    public IEnumerable<string> Conflicts(WorkContext context, IReadOnlyDictionary<string, string> manifest) =>
        manifest.Where(m => WorkContext.Names.ContainsKey(m.Key) && context[m.Key] is { } used && Canonical(m.Key, m.Value) is { } said && said != used)
            .Select(m => $"{WorkContext.Names[m.Key]}: в файле {context[m.Key]}, в manifest.csv {m.Value}");

    private void OfferText(WorkContext context, string text, string source)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var line = HeaderText.OneLine(text);
        foreach (var (key, patterns) in _patterns)
        foreach (var pattern in patterns)
            if (pattern.Match(line) is { Success: true } m)
            {
                context.Offer(key, Canonical(key, m.Groups["v"].Value), source);
                break;
            }

        foreach (var pattern in _subjectPatterns)
            if (pattern.Match(line) is { Success: true } m && (_subjects.Find(m.Groups["v"].Value) ?? _subjects.FindWithin(m.Groups["v"].Value)) is { } code)
                context.Offer("subject", code, source);
        context.Offer("subject", _subjects.Find(line) ?? _subjects.FindWithin(line), source);
    }

    private string? Canonical(string key, string value)
    {
        value = value.Trim();
        if (key == "subject") return _subjects.Find(value) ?? _subjects.FindWithin(value);
        if (key is "school" or "municipality") value = value.ToLowerInvariant();
        return _settings.Values.TryGetValue(key, out var map) ? map.GetValueOrDefault(value.ToLowerInvariant()) : value;
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Timeout);

    private sealed class Settings
    {
        public Dictionary<string, List<string>> Patterns { get; set; } = [];

        public List<string> Subject { get; set; } = [];

        public Dictionary<string, Dictionary<string, string>> Values { get; set; } = [];

        public Dictionary<string, string> Defaults { get; set; } = [];

        public Dictionary<string, List<string>> Manifest { get; set; } = [];
    }
}
