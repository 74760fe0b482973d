using MsokoAnalytics.Models.Docs;

namespace MsokoAnalytics.Models;

/// <summary>Pages made of the models' contracts and SQL.</summary>
public static class GeneratedDocs
{
    /// <summary>File name → text, LF line ends.</summary>
    public static IReadOnlyDictionary<string, string> Render(ModelProject project) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["dictionary.md"] = DictionaryWriter.Write(project),
        ["lineage.md"] = LineageWriter.Write(project),
    };

    /// <summary>Writes the pages into a folder (<c>docs/generated</c>), replacing older ones.</summary>
    public static void Write(ModelProject project, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Render(project)) File.WriteAllText(Path.Combine(folder, name), text);
    }
}
