using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Tests.Unit;

public class MacroExpansionTests
{
    private static readonly SqlMacro[] Macros =
    [
        new("low", "\n-- Lower end.\n(k, n) AS\nCASE WHEN n > 0 THEN k - 1e0 / n END -- always below k"),
        new("span", "\n(a, b) AS low(b, a) || 'a, b'"),
    ];

    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("SELECT low(a.k, a.n + 1) AS k", "SELECT (CASE WHEN (a.n + 1) > 0 THEN (a.k) - 1e0 / (a.n + 1) END) AS k")]
    [InlineData("SELECT LOW ([1, 2], f(3, 4))", "SELECT (CASE WHEN (f(3, 4)) > 0 THEN ([1, 2]) - 1e0 / (f(3, 4)) END)")]
    [InlineData("SELECT low(low(1, 2), 3)", "SELECT (CASE WHEN (3) > 0 THEN ((CASE WHEN (2) > 0 THEN (1) - 1e0 / (2) END)) - 1e0 / (3) END)")]
    [InlineData("SELECT span(x, y)", "SELECT ((CASE WHEN ((x)) > 0 THEN ((y)) - 1e0 / ((x)) END) || 'a, b')")]
    [InlineData("SELECT t.low, 'low(1, 2)' -- low(1, 2)\nFROM low", "SELECT t.low, 'low(1, 2)' -- low(1, 2)\nFROM low")]
    public void Calls_become_text(string sql, string expanded) => Assert.Equal(expanded, MacroExpansion.Expand(sql, Macros));

    [Fact]
    public void A_call_without_its_bracket_is_told() =>
        Assert.Contains("скобки", Assert.Throws<SqlSyntaxException>(() => MacroExpansion.Expand("SELECT low(1, 2", Macros)).Message, StringComparison.Ordinal);
}
