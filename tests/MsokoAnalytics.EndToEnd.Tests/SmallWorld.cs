using MsokoAnalytics.Testing;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>A few files of the demonstration of different kinds, loaded and built in about a second of processor time.</summary>
internal static class SmallWorld
{
    /// <returns>The folder with the files.</returns>
    public static string Copy(DemoWorld demo, TempFolder target)
    {
        var data = target.PathOf("data");
        var files = Smallest(demo, "Ф1*.csv", 2).Concat(Smallest(demo, "Ф1*.xlsx", 1)).Concat(Smallest(demo, "Ф3*.csv", 2)).Concat(Smallest(demo, "Отчет*.xlsx", 1)).ToList();
        Xunit.Assert.True(files.Count == 6, string.Join(", ", files));
        foreach (var file in files)
        {
            var copy = Path.Combine(data, Path.GetRelativePath(demo.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return data;
    }

    private static IEnumerable<string> Smallest(DemoWorld demo, string pattern, int count) => Directory.GetFiles(demo.Data, pattern, SearchOption.AllDirectories)
        .Where(f => !f.Contains("не докачан", StringComparison.Ordinal)).OrderBy(f => new FileInfo(f).Length).ThenBy(f => f, StringComparer.Ordinal).Take(count);
}
