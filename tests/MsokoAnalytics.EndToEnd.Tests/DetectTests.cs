using System.Text.Json;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary><c>msoko detect explore</c> on the demonstration.</summary>
[Collection(DemoRun.Name)]
public sealed class DetectTests(DemoWorld demo)
{
    [Fact]
    public void The_most_unusual_row_is_the_one_with_the_largest_distance()
    {
        // One feature and one method: the most unusual row must be the one farthest from the mean, which SQL finds by itself.
        var result = Msoko.Run("detect", "explore", "--mart", "marts.mart_work_results", "--where", "scope = 'school' AND n_writers >= 5", "--columns", "mean_pct", "--method", "pca",
            "--top", "1", "--format", "json", "-w", demo.Warehouse);
        Assert.True(result.ExitCode == 0, result.All);
        var first = JsonDocument.Parse(result.Output).RootElement[0];
        var farthest = Msoko.Rows(demo.Warehouse,
            "WITH t AS (SELECT * FROM marts.mart_work_results WHERE scope = 'school' AND n_writers >= 5) SELECT work_id || ' ' || scope_id FROM t ORDER BY abs(mean_pct - (SELECT avg(mean_pct) FROM t)) DESC LIMIT 1");

        Assert.Equal(farthest[0], $"{first.GetProperty("keys").GetProperty("work_id").GetString()} {first.GetProperty("keys").GetProperty("scope_id").GetString()}");
    }

    [Fact]
    public void The_table_says_that_it_is_exploration_only()
    {
        var result = Msoko.Run("detect", "explore", "--mart", "mart_work_results", "--where", "scope = 'school'", "--by", "subject", "-w", demo.Warehouse);
        Assert.True(result.ExitCode == 0, result.All);
        Assert.Contains("а не признаки необъективности", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "Таблицы «mart_none» нет", "--mart", "mart_none")]
    [InlineData(9, "столбца «mena» в marts.mart_work_results нет", "--mart", "mart_work_results", "--columns", "mena")]
    [InlineData(9, "столбец «subject» не числовой", "--mart", "mart_work_results", "--columns", "subject")]
    [InlineData(9, "Витрина не прочитана", "--mart", "mart_work_results", "--where", "n_writers >>> 5")]
    [InlineData(9, "нет строк", "--mart", "mart_work_results", "--where", "n_writers < 0")]
    [InlineData(2, "Способа «svm» нет", "--mart", "mart_work_results", "--method", "svm")]
    public void Mistakes_are_told_in_words(int code, string says, params string[] args)
    {
        var result = Msoko.Run(["detect", "explore", .. args, "-w", demo.Warehouse]);
        Assert.Equal(code, result.ExitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
    }
}
