using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Context;

/// <summary>Finds the attributes of a work in titles, manifest, file and folder names by the patterns of <c>sources/context.yml</c>.</summary>
public sealed partial class ContextResolver
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private readonly SubjectCatalog _subjects;
    private readonly Dictionary<string, Regex[]> _patterns;
    private readonly Regex[] _subjectPatterns;
    private readonly Regex _schoolYear;
    private readonly Settings _settings;

    private ContextResolver(Settings settings, SubjectCatalog subjects)
    {
        _settings = settings;
        _subjects = subjects;
        _patterns = settings.Patterns.ToDictionary(p => p.Key, p => p.Value.Select(Compile).ToArray(), StringComparer.Ordinal);
        _subjectPatterns = [.. settings.Subject.Select(Compile)];
        _schoolYear = Compile(settings.SchoolYear);
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
        // Which half of a school year is meant is known only now.
        if (context["year"] is { } year) context.Replace("year", CalendarYear(year, context["wave"]));
        return context;
    }

    /// <summary>Whether the manifest leaves the file out.</summary>
    public bool IsSkipped(IReadOnlyDictionary<string, string> manifest) =>
        manifest.TryGetValue("skip", out var value) && _settings.Skip.Contains(value.Trim().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Values that a manifest gives otherwise than the file itself; the file's own word is used.</summary>
    public IEnumerable<string> Conflicts(WorkContext context, IReadOnlyDictionary<string, string> manifest) =>
        manifest.Where(m => WorkContext.Names.ContainsKey(m.Key) && context[m.Key] is { } used && Canonical(m.Key, m.Value) is { } said && CalendarYear(said, context["wave"]) != used)
            .Select(m => $"{WorkContext.Names[m.Key]}: в файле {context[m.Key]}, в manifest.csv {m.Value}");

    private void OfferText(WorkContext context, string text, string source)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        var line = HeaderText.OneLine(text);
        foreach (var key in _patterns.Keys) context.Offer(key, Find(key, line), source);
        foreach (var pattern in _subjectPatterns)
            if (pattern.Match(line) is { Success: true } m && (_subjects.Find(m.Groups["v"].Value) ?? _subjects.FindWithin(m.Groups["v"].Value)) is { } code)
                context.Offer("subject", code, source);
        context.Offer("subject", _subjects.Find(line) ?? _subjects.FindWithin(line), source);
    }

    /// <summary>The first value of the attribute in a text by the patterns of its key, or null.</summary>
    private string? Find(string key, string line)
    {
        // A year inside a school year counts as such only when no other year is named.
        var text = key == "year" ? _schoolYear.Replace(line, m => SchoolYear(m) is null ? m.Value : " ") : line;
        foreach (var pattern in _patterns[key])
        foreach (Match match in pattern.Matches(text))
            if (Known(key, match.Groups["v"].Value) is { } value) return value;
        return key == "year" ? _schoolYear.Matches(line).Select(SchoolYear).FirstOrDefault(y => y is not null) : null;
    }

    /// <summary>A value of a manifest in the form that is kept, or null when it makes no sense.</summary>
    private string? Canonical(string key, string value)
    {
        value = value.Trim();
        switch (key)
        {
            case "subject":
                return _subjects.Find(value) ?? _subjects.FindWithin(value);
            case "year":
                return Find(key, value);
            case "grade":
                return Find(key, value) ?? (LeadingGrade().Match(value) is { Success: true } m ? m.Value : null);
            case "school":
                // Six digits are what all logins of a school share; a spreadsheet drops the zeros in front.
                return Find(key, value) ?? (value.Length is > 0 and <= 6 && value.All(char.IsAsciiDigit) ? "edu" + value.PadLeft(6, '0') : null);
            default:
                return Known(key, value);
        }
    }

    private string? Known(string key, string value)
    {
        value = value.Trim();
        if (key is "school" or "municipality") value = value.ToLowerInvariant();
        return _settings.Values.TryGetValue(key, out var map) ? map.GetValueOrDefault(value.ToLowerInvariant()) : value;
    }

    /// <summary>«2020/21», or null when the second year does not follow the first.</summary>
    private static string? SchoolYear(Match match)
    {
        var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
        var second = int.Parse(match.Groups["second"].ValueSpan, CultureInfo.InvariantCulture);
        return second == (first + 1) % 100 ? string.Create(CultureInfo.InvariantCulture, $"{first}/{second:00}") : null;
    }

    /// <summary>The calendar year of the wave where the value is a school year; otherwise the value itself.</summary>
    private static string CalendarYear(string value, string? wave) =>
        value.IndexOf('/', StringComparison.Ordinal) == 4 && int.TryParse(value.AsSpan(0, 4), CultureInfo.InvariantCulture, out var first)
            ? (wave == "autumn" ? first : first + 1).ToString(CultureInfo.InvariantCulture)
            : value;

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Timeout);

    [GeneratedRegex(@"^(1[01]|[1-9])(?!\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LeadingGrade();

    private sealed class Settings
    {
        public string SchoolYear { get; set; } = "";

        public List<string> Skip { get; set; } = [];

        public Dictionary<string, List<string>> Patterns { get; set; } = [];

        public List<string> Subject { get; set; } = [];

        public Dictionary<string, Dictionary<string, string>> Values { get; set; } = [];

        public Dictionary<string, string> Defaults { get; set; } = [];

        public Dictionary<string, List<string>> Manifest { get; set; } = [];
    }
}
