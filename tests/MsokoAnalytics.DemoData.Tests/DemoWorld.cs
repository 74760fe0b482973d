using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>One generated world with all layouts and all dirt, shared by the tests that read it back.</summary>
public sealed class DemoWorld : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, List<BookSheet>> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TruthTable> _tables = new(StringComparer.Ordinal);

    public DemoWorld()
    {
        Options = new DemoOptions { OutDir = _folder.PathOf("demo"), Seed = 20, Schools = 30, Years = [2020, 2021, 2022, 2024], CsvShare = 0.3 };
        Summary = DemoGenerator.Generate(Options);
    }

    public DemoOptions Options { get; }

    public DemoSummary Summary { get; }

    internal string DataPath(string relative) => Path.Combine(Summary.DataDir, relative);

    internal TruthTable Truth(string name)
    {
        if (!_tables.TryGetValue(name, out var table)) _tables.Add(name, table = new TruthTable(Path.Combine(Summary.TruthDir, name)));
        return table;
    }

    /// <summary>The files that can be read, with the row of files.csv.</summary>
    internal IEnumerable<(TruthRow File, List<BookSheet> Sheets)> Books(params string[] kinds) =>
        from file in Truth("files.csv").Rows
        where kinds.Contains(file["kind"])
        select (file, Sheets(file["file"], file["format"]));

    internal List<BookSheet> Sheets(string path, string format)
    {
        if (!_books.TryGetValue(path, out var sheets)) _books.Add(path, sheets = Book.Read(DataPath(path), format));
        return sheets;
    }

    public void Dispose() => _folder.Dispose();
}

[CollectionDefinition(Name)]
public sealed class DemoWorldTests : ICollectionFixture<DemoWorld>
{
    public const string Name = "one generated world";
}
