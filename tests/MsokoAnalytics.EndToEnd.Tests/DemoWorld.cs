using MsokoAnalytics.Testing;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>One small demonstration run through the program, shared by the tests that only read it.</summary>
public sealed class DemoWorld : IDisposable
{
    private readonly TempFolder _folder = new();

    public DemoWorld()
    {
        Run = Msoko.Run("demo", "--dir", _folder.FullName, "--schools", "8", "--seed", "7");
        Xunit.Assert.True(Run.ExitCode == 0, Run.All);
    }

    internal Msoko.Result Run { get; }

    public string Data => _folder.PathOf("data");

    public string Truth => _folder.PathOf("truth");

    public string Warehouse => _folder.PathOf("msoko.duckdb");

    public string Reports => _folder.PathOf("reports");

    public void Dispose() => _folder.Dispose();
}

[Xunit.CollectionDefinition(Name)]
public sealed class DemoRun : Xunit.ICollectionFixture<DemoWorld>
{
    public const string Name = "demo";
}
