using MsokoAnalytics.Reports.Rendering;

namespace MsokoAnalytics.Reports.Tests.Samples;

/// <summary>An assets folder inside the test output (so that node_modules of the repository is above it), to be changed at will.</summary>
internal sealed class FakeAssets : IDisposable
{
    internal FakeAssets(string? worker = null)
    {
        Root = Path.Combine(AppContext.BaseDirectory, "fake-assets-" + Guid.NewGuid().ToString("N"));
        foreach (var file in Directory.EnumerateFiles(Real, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, Path.GetRelativePath(Real, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        if (worker is not null) File.WriteAllText(Path.Combine(Root, "worker", "main.mjs"), worker);
    }

    internal static string Real { get; } = Path.Combine(AppContext.BaseDirectory, "reports");

    internal static string Node => NodeProgram.Find(null, Environment.GetEnvironmentVariable(NodeProgram.Variable), Environment.GetEnvironmentVariable("PATH"));

    internal string Root { get; }

    internal ReportAssets Load() => ReportAssets.Load(Root);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
