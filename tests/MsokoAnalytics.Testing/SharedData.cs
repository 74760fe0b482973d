namespace MsokoAnalytics.Testing;

/// <summary>Where the shared reference data lie on this machine, if they do.</summary>
public static class SharedData
{
    /// <summary>The <c>shared</c> folder beside the repository, or null.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of a file or folder below <c>shared</c>.</summary>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("shared data are absent"), .. parts]);

    private static string? Find()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
        {
            if (!File.Exists(Path.Combine(dir.FullName, "MsokoAnalytics.sln"))) continue;
            var shared = Path.Combine(dir.Parent!.FullName, "shared");
            return Directory.Exists(Path.Combine(shared, "reference")) ? shared : null;
        }

        return null;
    }
}
