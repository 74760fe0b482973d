using System.Text.Json;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Sections;

namespace MsokoAnalytics.Reports.Kinds;

/// <summary>The kinds of report there are: one file each in the folder <c>kinds</c> of the assets.</summary>
internal static class KindCatalogue
{
    private const string Extension = ".json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Names of the kinds, without reading their files; empty without the folder.</summary>
    internal static IReadOnlyList<string> Names(string root)
    {
        var folder = FolderOf(root);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>All kinds in their order.</summary>
    /// <exception cref="ReportException">A file can't be read or names a section that doesn't exist.</exception>
    internal static IReadOnlyList<ReportKind> Load(string root) =>
        [.. Names(root).Select(n => Read(Path.Combine(FolderOf(root), n + Extension), n)).OrderBy(k => k.Order).ThenBy(k => k.Name, StringComparer.Ordinal)];

    private static string FolderOf(string root) => Path.Combine(root, "kinds");

    private static ReportKind Read(string file, string name)
    {
        ReportKind kind;
        try
        {
            kind = JsonSerializer.Deserialize<ReportKind>(File.ReadAllBytes(file), Options)! with { Name = name };
        }
        catch (JsonException e)
        {
            throw new ReportException($"Описание вида отчёта {file} не читается: {e.Message}", e);
        }

        if (kind.Of is not (Scopes.Municipality or Scopes.School))
            throw new ReportException($"Описание вида отчёта {file}: of — «{kind.Of}», а должно быть municipality или school.");
        if (kind.Sections.FirstOrDefault(s => !FrameSections.Is(s) && SectionRegistry.Find(s) is null) is { } unknown)
            throw new ReportException($"Описание вида отчёта {file}: раздела «{unknown}» нет. Есть: {string.Join(", ", SectionRegistry.Names)}.");
        if (kind.Sections.GroupBy(s => s, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ReportException($"Описание вида отчёта {file}: раздел «{twice.Key}» назван дважды.");
        return kind;
    }
}
