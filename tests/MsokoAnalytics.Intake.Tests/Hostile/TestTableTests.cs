using System.Text.RegularExpressions;

namespace MsokoAnalytics.Intake.Tests.Hostile;

/// <summary>The table «Every form and its tests» of docs/sources.md: each form has a row, and what the row names exists.</summary>
public sealed class TestTableTests
{
    private static readonly string[] Header = ["Form", "Contract", "Good", "Dirty", "Hostile", "Demo"];

    private static readonly Lazy<Dictionary<string, string[]>> Table = new(() =>
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "sources.md")).SkipWhile(l => l != "## Every form and its tests").SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|'));
        var rows = lines.Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray()).ToList();
        Assert.Equal(Header, rows[0]);
        return rows.Skip(2).SelectMany(r => Names(r[0]).Select(form => (form, r))).ToDictionary(r => r.form, r => r.r, StringComparer.Ordinal);
    });

    /// <summary>What stands in backquotes.</summary>
    private static IEnumerable<string> Names(string cell) => Regex.Matches(cell, "`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["name"].Value);

    [Fact]
    public void Every_layout_has_a_row_and_no_row_is_of_a_form_that_is_gone()
    {
        var forms = IntakeRun.Setup.Library.Layouts.Select(l => l.Id).Append("local_result").Append("local_aggregate").Order(StringComparer.Ordinal).ToList();
        Assert.True(forms.Count > 30);
        Assert.Equal(forms, Table.Value.Keys.Order(StringComparer.Ordinal));
        Assert.All(Table.Value, r => Assert.True(r.Value.Length == Header.Length && r.Value.All(c => c.Length > 0), r.Key));
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(f => Path.GetFileNameWithoutExtension(f)!, File.ReadAllText, StringComparer.Ordinal);
        foreach (var (form, row) in Table.Value)
        foreach (var column in (int[])[2, 3, 4])
        {
            var tests = Names(row[column]).ToList();
            Assert.True(tests.Count > 0, $"{form}: no test under «{Header[column]}»");
            foreach (var test in tests)
            {
                var parts = test.Split('.');
                Assert.True(sources[parts[0]].Any(s => s.Contains($"class {parts[0]}", StringComparison.Ordinal) && (parts.Length == 1 ? s.Contains("Fact]", StringComparison.Ordinal) || s.Contains("[Theory", StringComparison.Ordinal) : Regex.IsMatch(s, $@"\b{Regex.Escape(parts[1])}\(", RegexOptions.None, TimeSpan.FromSeconds(5)))), $"{form}: there is no test {test}");
            }
        }
    }

    [Fact]
    public void Every_contract_and_generator_that_is_named_exists()
    {
        var contracts = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "models", "sources"), "staging*.yml").Select(File.ReadAllText)).ReplaceLineEndings("\n");
        foreach (var (form, row) in Table.Value.Where(r => r.Key != "vpr_auxiliary"))
        {
            var tables = Names(row[1]).ToList();
            Assert.True(tables.Count > 0, $"{form}: no table");
            Assert.All(tables, t => Assert.Contains($"name: {t}\n", contracts, StringComparison.Ordinal));
            var generators = Names(row[5]).ToList();
            Assert.True(generators.Count > 0, $"{form}: no generator");
            Assert.All(generators, g => Assert.True(File.Exists(Path.Combine(Repository.Root, "pipeline", "MsokoAnalytics.DemoData", g)), $"{form}: there is no {g}"));
        }
    }

    [Fact]
    public void The_table_of_a_simple_form_is_that_of_its_layout()
    {
        foreach (var layout in IntakeRun.Setup.Library.Layouts.Where(l => l.Target is not null)) Assert.Contains(layout.Target!, Names(Table.Value[layout.Id][1]));
    }
}
