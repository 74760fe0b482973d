namespace MsokoAnalytics.Testing;

/// <summary>Finds files of the working tree from a test's output folder.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>MsokoAnalytics.sln</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
            if (File.Exists(Path.Combine(dir.FullName, "MsokoAnalytics.sln"))) return dir.FullName;
        throw new InvalidOperationException("MsokoAnalytics.sln was not found above " + AppContext.BaseDirectory);
    }
}
