using System.Globalization;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Models.Tests.SqlCases;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.ScoreSheets;

/// <summary>The same table read under other decisions: only a line of the rule set's file differs. Points worked out by hand.</summary>
public sealed class ScoreSheetPolicyTests
{
    [Theory]
    [InlineData("half_open", 79.6, 1)]
    [InlineData("half_open", 99.6, 2)]
    [InlineData("round_half_up", 79.6, 2)]
    [InlineData("round_half_up", 79.4, 1)]
    [InlineData("round_half_up", 99.5, 3)]
    [InlineData("strict", 79.6, 0)]
    [InlineData("strict", 79, 1)]
    [InlineData("strict", 99.6, 0)]
    [InlineData("strict", 100, 3)]
    public void Gaps_between_bands(string policy, double value, int points) =>
        Assert.Equal(points, Points("band_gaps", policy, "half_open", "1.1", "vpr_pass", "noo", value));

    [Theory]
    [InlineData("higher", 6, 2)]
    [InlineData("higher", 9.9, 2)]
    [InlineData("higher", 10.5, 2)]
    [InlineData("lower", 5, 1)]
    [InlineData("lower", 6, 1)]
    [InlineData("lower", 9.9, 1)]
    [InlineData("lower", 10.5, 2)]
    [InlineData("lower", 11, 3)]
    public void Overlapping_bands(string policy, double value, int points) =>
        Assert.Equal(points, Points("band_overlap", policy, "higher", "4.5", "ege_all_70", "soo", value));

    [Theory]
    [InlineData("top_band", 16, 3)]
    [InlineData("none", 16, 0)]
    [InlineData("none", 15.9, 3)]
    public void Above_the_highest_band(string policy, double value, int points) =>
        Assert.Equal(points, Points("above_top", policy, "top_band", "4.5", "ege_all_70", "soo", value));

    [Theory]
    [InlineData("count_capped", 2, 2)]
    [InlineData("any_full", 2, 5)]
    [InlineData("any_full", 0, 0)]
    public void Discretionary_points(string policy, double value, int points) =>
        Assert.Equal(points, Points("achievements", policy, "count_capped", "7.1", "talent_federal", "all", value));

    [Fact]
    public void Works_of_2025_are_scored_only_when_the_municipality_says_so()
    {
        Assert.Null(Points("reference_rows", "reference", "reference", "1.1", "vpr_pass", "noo", 80, 2025));
        Assert.Equal(2, Points("reference_rows", "scored", "reference", "1.1", "vpr_pass", "noo", 80, 2025));
    }

    [Fact]
    public void Completion_may_mean_another_figure()
    {
        Assert.Equal(2, Points("completion_measure", "pass", "pass", "1.1", "vpr_pass", "noo", 80));
        Assert.Null(Points("completion_measure", "mean_pct", "pass", "1.1", "vpr_pass", "noo", 80));
        Assert.Equal(1, Points("completion_measure", "mean_pct", "pass", "1.1", "vpr_mean_pct", "noo", 66.3));
        Assert.Equal(2, Points("completion_measure", "participation", "pass", "1.1", "vpr_participation", "noo", 97));
    }

    [Fact]
    public void The_minimum_may_stay_as_printed_and_a_negative_sum_may_be_cut()
    {
        Assert.Equal(["-9", "0", "False"], Total("minimum", "proportional", "proportional"));
        Assert.Equal(["-9", "2", "False"], Total("minimum", "as_printed", "proportional"));
        Assert.Equal(["0", "0", "True"], Total("negative_total", "zero", "as_counted"));
    }

    [Fact]
    public void Every_decision_is_a_footnote_and_every_row_names_its_own()
    {
        using var database = Build(Indicator("vpr_pass", "noo", 80, 2025), "reference_rows", "scored", "reference");
        var footnotes = database.Query(
            "SELECT p.footnote FROM core.dim_rule_policy AS p WHERE p.rule_set = 'uzlovaya-2021' AND p.policy = 'reference_rows'");
        Assert.StartsWith("ВНИМАНИЕ: строки ВПР оцениваются и после 2024 года", footnotes[0][0], StringComparison.Ordinal);
        Assert.Equal(
            [["completion_measure,band_gaps,reference_rows"]],
            database.Query("SELECT s.policies FROM marts.mart_score_sheet AS s WHERE s.rule_set = 'uzlovaya-2021' AND s.row_no = '1.1'"));
        Assert.Empty(database.Query(
            "SELECT s.row_no, u.name FROM marts.mart_score_sheet AS s, unnest(string_split(s.policies, ',')) AS u(name) "
            + "WHERE s.policies IS NOT NULL AND NOT EXISTS (SELECT 1 FROM core.dim_rule_policy AS p WHERE p.rule_set = s.rule_set AND p.policy = u.name)"));
    }

    private static int? Points(
        string policy, string value, string shipped, string row, string indicator, string level, double figure, int year = 2023)
    {
        using var database = Build(Indicator(indicator, level, figure, year), policy, value, shipped);
        var points = database.Scalar($"SELECT s.points FROM marts.mart_score_sheet AS s WHERE s.rule_set = 'uzlovaya-2021' AND s.row_no = '{row}'");
        return points.Length == 0 ? null : int.Parse(points, CultureInfo.InvariantCulture);
    }

    /// <summary>Points, minimum and verdict of criterion 4 of a school with 9 grades: two without a certificate, three below the threshold.</summary>
    private static string[] Total(string policy, string value, string shipped)
    {
        using var database = Build(
            Indicator("gia_no_certificate_9", "ooo", 2, 2023) + Indicator("gia_below_minimum", "all", 3, 2023), policy, value, shipped);
        return database.Query("SELECT t.points, t.minimum, t.is_passed FROM marts.mart_score_total AS t WHERE t.rule_set = 'uzlovaya-2021' AND t.criterion_no = 4")[0];
    }

    private static string Indicator(string indicator, string level, double value, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{indicator};t;{level};school;000001;{year};{value};{value};100;100;true;false\n");

    /// <summary>Builds the sheet from the repository's files with one decision changed.</summary>
    private static TestDatabase Build(string indicators, string policy, string value, string shipped)
    {
        using var folder = new TempFolder();
        foreach (var path in Directory.GetFiles(Infrastructure.Models.Folder, "*.*", SearchOption.AllDirectories)
                     .Where(p => Path.GetExtension(p) is ".sql" or ".yml" or ".csv"))
        {
            var relative = Path.GetRelativePath(Infrastructure.Models.Folder, path);
            var text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
            if (relative == Path.Combine("rule_sets", "uzlovaya-2021.yml")) text = Decide(text, policy, shipped, value);
            folder.Write(relative.Replace('\\', '/'), text);
        }

        var whole = ModelProject.Load(folder.FullName);
        string[] given = ["marts.mart_indicator", "core.map_school_year"];
        var project = SqlCase.Part(whole, whole.Models.Single(m => m.Name == "mart_score_total"), given);
        var database = new TestDatabase(project);
        database.Load(given[0], project.Sources.Single(s => s.FullName == given[0]).Columns,
            "indicator;rule_version;education_level;scope;scope_id;year;value;numerator;denominator;n;applicable;suppressed\n" + indicators);
        database.Load(given[1], project.Sources.Single(s => s.FullName == given[1]).Columns,
            "school_id;year;municipality_id\n000001;2023;71_m015\n000001;2025;71_m015\n");
        database.MustBuild(project, new RunContext("policy") { SourceFingerprint = "policy" });
        return database;
    }

    private static string Decide(string text, string policy, string shipped, string value)
    {
        var start = text.IndexOf($"\n  {policy}:\n", StringComparison.Ordinal);
        var at = text.IndexOf($"    value: {shipped}\n", start, StringComparison.Ordinal);
        Assert.True(start > 0 && at > start, $"{policy}: {shipped} is not what the file says");
        var line = $"    value: {shipped}\n";
        return string.Concat(text.AsSpan(0, at), $"    value: {value}\n", text.AsSpan(at + line.Length));
    }
}
