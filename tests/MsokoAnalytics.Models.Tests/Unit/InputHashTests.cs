using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Unit;

public sealed class InputHashTests : IDisposable
{
    private readonly ProjectFolder _folder = new();

    public InputHashTests()
    {
        _folder.Write("macros/plus.sql", "(x) AS x + one(1)");
        _folder.Write("macros/one.sql", "(x) AS x");
        _folder.Model("core.a", "SELECT plus(i.id) AS id, i.value FROM staging.input AS i");
        _folder.Model("core.b", "SELECT a.id, a.value FROM core.a AS a");
        _folder.Model("core.c", "SELECT 1 AS id, 'x' AS value FROM core.seed AS s");
        _folder.Write("seeds/seed.csv", "id\n1\n");
        _folder.Write("seeds/seed.yml", "caption: С\ndescription: S.\ngrain: One row per id.\nknown_bias: None.\ncolumns:\n"
            + ProjectFolder.Column("id", "INTEGER") + "tests:\n  - {type: unique, columns: [id]}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_inputs_give_the_same_hash() => Assert.Equal(Hashes(), Hashes());

    [Fact]
    public void Windows_line_ends_change_nothing()
    {
        var before = Hashes();
        _folder.Write("core/a.sql", File.ReadAllText(Path.Combine(_folder.Path, "core", "a.sql")) + "\r\n");
        var crlf = Hashes();
        _folder.Write("core/a.sql", File.ReadAllText(Path.Combine(_folder.Path, "core", "a.sql")).Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.Equal(crlf, Hashes());
        Assert.NotEqual(before["core.a"], crlf["core.a"]);
    }

    [Fact]
    public void Sql_reaches_all_that_read_it()
    {
        var before = Hashes();
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i -- changed");
        AssertChanged(before, "core.a", "core.b");
    }

    [Fact]
    public void A_contract_counts()
    {
        var before = Hashes();
        _folder.Model("core.b", "SELECT a.id, a.value FROM core.a AS a", tests: "  - {type: not_null, columns: [id]}\n");
        AssertChanged(before, "core.b");
    }

    [Fact]
    public void A_macro_counts_for_those_that_call_it_even_through_another()
    {
        var before = Hashes();
        _folder.Write("macros/one.sql", "(x) AS x + 0");
        AssertChanged(before, "core.a", "core.b");
    }

    [Fact]
    public void A_seed_counts()
    {
        var before = Hashes();
        _folder.Write("seeds/seed.csv", "id\n2\n");
        AssertChanged(before, "core.c", "core.seed");
    }

    [Fact]
    public void Source_and_engine_count()
    {
        var before = Hashes();
        Assert.Equal(["core.a", "core.b"], Changed(before, Hashes(fingerprint: "other")));
        Assert.Equal(["core.a", "core.b", "core.c", "core.seed"], Changed(before, Hashes(engine: "2.0.0")));
    }

    private void AssertChanged(Dictionary<string, string> before, params string[] names) => Assert.Equal(names, Changed(before, Hashes()));

    private static IEnumerable<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        after.Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    private Dictionary<string, string> Hashes(string engine = "1.5.5", string fingerprint = "files")
    {
        var project = _folder.Load();
        var hash = new InputHash(project, engine, new Dictionary<string, string>(StringComparer.Ordinal) { ["staging.input"] = fingerprint });
        return project.Models.ToDictionary(m => m.FullName, hash.Of, StringComparer.Ordinal);
    }
}
