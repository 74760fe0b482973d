using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Oracle;

/// <summary>The SQL marts against the plain C# recomputation, on generated pupils.</summary>
public sealed class MartsAgainstOracleTests
{
    private const string Keys = "work_id, scope, scope_id";

    [Fact]
    public void Marts_agree_with_a_plain_recomputation() =>
        Check.One(Properties.Cases(18), Prop.ForAll(ScenarioGenerator.Scenarios, Compare));

    [Fact]
    public void A_wrong_figure_would_be_noticed()
    {
        var expected = new Dictionary<string, object?[]>(StringComparer.Ordinal) { ["a"] = [1.0, null, "x"] };
        Assert.Null(Difference("m", expected, [["a", "1.0000000001", "", "x"]], 1));
        Assert.NotNull(Difference("m", expected, [["a", "1.00000001", "", "x"]], 1));
        Assert.NotNull(Difference("m", expected, [["a", "1", "0", "x"]], 1));
        Assert.NotNull(Difference("m", expected, [["a", "1", "", "y"]], 1));
        Assert.NotNull(Difference("m", expected, [], 1));
        Assert.NotNull(Difference("m", expected, [["a", "1", "", "x"], ["b", "1", "", "x"]], 1));
    }

    private static void Compare(Scenario scenario)
    {
        using var database = new TestDatabase(Infrastructure.Models.Project);
        ScenarioLoader.Load(database, scenario);
        database.MustBuild(Infrastructure.Models.Project, new RunContext("oracle"));
        var marts = new Marts(scenario);
        var differences = new[]
        {
            Difference("mart_work_results", marts.WorkResults, database.Query(
                $"SELECT {Keys}, n_enrolled, n_writers, n_absent, n_schools, mean_score, sd_score, mean_pct, n_marked, n2, n3, n4, n5, "
                + "pass_pct, quality_pct, pass_lo, pass_hi, quality_lo, quality_hi, mark_source, source FROM marts.mart_work_results"), 3),
            Difference("mart_journal_comparison", marts.JournalComparison, database.Query(
                $"SELECT {Keys}, n_both, n_lowered, n_confirmed, n_raised, n_gap2, lowered_pct, confirmed_pct, raised_pct, "
                + "lowered_lo, lowered_hi, raised_lo, raised_hi, source FROM marts.mart_journal_comparison"), 3),
            Difference("mart_journal_matrix", marts.JournalMatrix, database.Query(
                $"SELECT {Keys}, mark, journal_mark, n FROM marts.mart_journal_matrix"), 5),
            Difference("mart_score_distribution", marts.ScoreDistribution, database.Query(
                $"SELECT {Keys}, score, n FROM marts.mart_score_distribution"), 4),
            Difference("mart_task_results", marts.TaskResults, database.Query(
                $"SELECT {Keys}, task_no, task, task_max, mean_pct, x_pct, n FROM marts.mart_task_results"), 4),
            Difference("mart_reconciliation", marts.Reconciliation, database.Query(
                $"SELECT official_kind, {Keys}, metric, our_value, official_value, difference, tolerance, verdict FROM marts.mart_reconciliation"), 5),
            Difference("mart_indicator", new Indicators(marts).Values, database.Query(
                "SELECT indicator, education_level, scope, scope_id, year, value, numerator, denominator, n, lo, hi, applicable, suppressed FROM marts.mart_indicator "
                // Planned results have an oracle of their own (DeficitsOracleTests) and hand-made cases.
                + "WHERE indicator NOT IN (SELECT p.indicator FROM core.int_indicator_planned AS p)"), 5),
        };
        var found = differences.OfType<string>().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <returns>The first few differences, or null.</returns>
    internal static string? Difference(string mart, Dictionary<string, object?[]> expected, List<string[]> actual, int keyColumns)
    {
        var problems = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in actual)
        {
            var key = string.Join('|', row.Take(keyColumns));
            if (!seen.Add(key)) problems.Add($"{key}: twice");
            else if (!expected.TryGetValue(key, out var values)) problems.Add($"{key}: not expected");
            else if (!values.Zip(row.Skip(keyColumns)).All(pair => Same(pair.First, pair.Second)) || values.Length != row.Length - keyColumns)
                problems.Add($"{key}: expected {string.Join("; ", values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))} but got {string.Join("; ", row.Skip(keyColumns))}");
        }

        problems.AddRange(expected.Keys.Where(key => !seen.Contains(key)).Select(key => $"{key}: missing"));
        return problems.Count == 0 ? null : $"{mart}: {problems.Count} differences\n  " + string.Join("\n  ", problems.Take(5));
    }

    private static bool Same(object? expected, string actual) => expected switch
    {
        null => actual.Length == 0,
        double number => double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var got)
            && Math.Abs(number - got) <= 1e-9 * Math.Max(1, Math.Abs(number)),
        _ => string.Equals((string)expected, actual, StringComparison.Ordinal),
    };
}
