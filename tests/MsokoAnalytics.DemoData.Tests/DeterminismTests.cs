using System.Security.Cryptography;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

public sealed class DeterminismTests
{
    private static readonly DemoOptions Small = new() { OutDir = "", Seed = 3, Schools = 9, Municipalities = 2, Years = [2020, 2021, 2022, 2024], CsvShare = 0.3 };

    [Fact]
    public void Equal_seeds_give_equal_bytes_whatever_the_threads()
    {
        using var folder = new TempFolder();
        var one = Hashes(DemoGenerator.Generate(Small with { OutDir = folder.PathOf("one"), Threads = 1 }));
        var four = Hashes(DemoGenerator.Generate(Small with { OutDir = folder.PathOf("four"), Threads = 4 }));
        Assert.True(one.Count > 200);
        Assert.Equal(one, four);
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        using var folder = new TempFolder();
        var options = Small with { Years = [2021], DirtLevel = 0, CsvShare = 0 };
        var one = Hashes(DemoGenerator.Generate(options with { OutDir = folder.PathOf("one") }));
        var two = Hashes(DemoGenerator.Generate(options with { OutDir = folder.PathOf("two"), Seed = 4 }));
        var results = one.Keys.Where(k => k.StartsWith("truth/results", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(results);
        Assert.All(results, k => Assert.NotEqual(one[k], two[k]));
    }

    /// <summary>Dirt, formats and manipulations are drawn from streams of their own: the honest results stay.</summary>
    [Fact]
    public void Dirt_and_formats_do_not_change_the_results()
    {
        using var folder = new TempFolder();
        var options = Small with { Years = [2021] };
        var dirty = Hashes(DemoGenerator.Generate(options with { OutDir = folder.PathOf("dirty") }));
        var clean = Hashes(DemoGenerator.Generate(options with { OutDir = folder.PathOf("clean"), DirtLevel = 0, CsvShare = 1, SgoClasses = 0 }));
        foreach (var key in dirty.Keys.Where(k => k.StartsWith("truth/results", StringComparison.Ordinal))) Assert.Equal(dirty[key], clean[key]);
    }

    private static SortedDictionary<string, string> Hashes(DemoSummary summary)
    {
        var root = Path.GetDirectoryName(summary.DataDir)!;
        return new SortedDictionary<string, string>(
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .ToDictionary(p => Path.GetRelativePath(root, p), p => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(p))), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
