using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Analysis.Trends;
using MsokoAnalytics.Testing;

namespace MsokoAnalytics.Models.Tests.Analysis;

/// <summary>Trends of series whose answer is worked out by hand.</summary>
public sealed class TrendCalculatorTests
{
    private static readonly TrendRule Rule = new("trend-1", MinYears: 3, MaxYears: 5, ChangeMinYears: 4, ChangeMinN: 10, MinSchools: 10, Fdr: 0.05);
    private static readonly TrendTopic Topic = new("work", "ВПР", "spring", "МА", "base", 5, "mean_mark");

    [Fact]
    public void Five_years_by_hand()
    {
        // Pairwise slopes sorted: −2, 1.5, 2, 7/3, 2.5, 3, 10/3, 4.5, 5, 7; S = 9 − 1. P(|S| ≥ 8) = 2·(1 + 4)/120; the least is 2/120.
        var row = Assert.Single(TrendCalculator.Trends([Series("1", 2021, 50, 55, 53, 60, 62)], Rule));
        Assert.Equal(2.75, row.Line.Slope, 12);
        Assert.Equal(8, row.Test.S);
        Assert.Equal(10.0 / 120, row.Test.PValue, 12);
        Assert.Equal(2.0 / 120, row.Test.SmallestPossibleP, 12);
        Assert.Equal("не доказан", row.Verdict(Rule));
        Assert.True(double.IsNaN(row.PeerSlope));
        Assert.Null(row.Step);
    }

    [Theory]
    [InlineData("рост", "1 2 3 4 5")]
    [InlineData("снижение", "5 4 3 2 1")]
    [InlineData("не доказан", "1 2 3 5 4")]
    [InlineData("ряд короток", "1 2 3 4")]
    [InlineData("ряд короток", "1 2 3")]
    public void Verdicts(string verdict, string values) => Assert.Equal(
        verdict, Assert.Single(TrendCalculator.Trends([Series("1", 2021, [.. values.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))])], Rule)).Verdict(Rule));

    [Fact]
    public void One_monotone_school_among_many_flat_ones_is_not_named()
    {
        var series = Enumerable.Range(1, 19).Select(i => Series(Id(i), 2021, 3, 4, 3, 4, 3)).Append(Series("99", 2021, 1, 2, 3, 4, 5));
        var row = TrendCalculator.Trends(series, Rule).Single(r => r.Series.ScopeId == "99");
        // p = 1/60, the smallest of 20.
        Assert.Equal(20.0 / 60, row.Q, 12);
        Assert.Equal(20, row.Tests);
        Assert.Equal("не доказан", row.Verdict(Rule));
        Assert.Equal(0, row.PeerSlope);
    }

    [Fact]
    public void Years_that_may_not_be_compared_are_left_out_and_a_series_of_two_is_no_trend()
    {
        TrendPoint[] points = [.. new[] { 2022, 2023, 2024, 2025, 2026 }.Select(y => new TrendPoint(y, y % 7, 1, 30, y < 2025 ? "old" : "new"))];
        Assert.Empty(TrendCalculator.Trends([new TrendSeries(Topic, "school", "1", null, points)], Rule));
        var longer = points.Append(new TrendPoint(2027, 9, 1, 30, "new")).ToArray();
        Assert.Equal([2025, 2026, 2027], Assert.Single(TrendCalculator.Trends([new TrendSeries(Topic, "school", "1", null, longer)], Rule)).Series.Points.Select(p => p.Year));
    }

    [Fact]
    public void Only_the_last_five_years_and_gaps_stay_gaps()
    {
        int[] years = [2018, 2019, 2021, 2022, 2024, 2025];
        var series = new TrendSeries(Topic, "school", "1", null, [.. years.Select(y => new TrendPoint(y, y, 1, 30, ""))]);
        var row = Assert.Single(TrendCalculator.Trends([series], Rule));
        Assert.Equal([2021, 2022, 2024, 2025], row.Series.Points.Select(p => p.Year));
        Assert.Equal(1, row.Line.Slope, 12);
    }

    /// <summary>
    /// Twelve schools move together with the works, the one above all others rises by 10 in the fourth year. Standard errors 1: of 48 pairs of years one has a change of 10
    /// beyond the median change, so the variance of true levels is (100 − 48·2)/(2·48) = 1/24.
    /// </summary>
    [Fact]
    public void A_step_against_the_median_school()
    {
        double[] works = [70, 60, 75, 65, 72];
        var series = Enumerable.Range(0, 12).Select(s => Series(Id(s), 2021, [.. works.Select((w, i) => w + s + (s == 11 && i >= 3 ? 10 : 0))]));
        var rows = TrendCalculator.Trends(series, Rule);
        var step = rows[11].Step!;
        Assert.Equal(2024, step.Year);
        Assert.Equal(10, step.Step, 9);
        Assert.Equal(Math.Sqrt((1 + (1.0 / 24)) * ((1.0 / 3) + 0.5)), step.StandardError, 9);
        Assert.Equal("шаг вверх", rows[11].StepVerdict(Rule));
        Assert.All(rows.Take(11), r => Assert.Equal("нет", r.StepVerdict(Rule)));
        Assert.All(rows.Take(11), r => Assert.Equal(0, r.Step!.Step, 9));
    }

    [Fact]
    public void Few_pupils_no_errors_few_schools_or_few_years_are_not_tested_for_a_step()
    {
        var many = Enumerable.Range(0, 12).Select(s => Series(Id(s), 2021, 50 + s, 51 + s, 50 + s, 52 + s)).ToList();
        Assert.All(TrendCalculator.Trends(many, Rule), r => Assert.NotNull(r.Step));
        Assert.All(TrendCalculator.Trends(many.Take(9), Rule), r => Assert.Null(r.Step));
        Assert.All(TrendCalculator.Trends(many.Select(s => s with { Scope = "municipality" }), Rule), r => Assert.Null(r.Step));
        Assert.All(TrendCalculator.Trends(many.Select(s => Change(s, p => p with { Se = double.NaN })), Rule), r => Assert.Null(r.Step));
        Assert.All(TrendCalculator.Trends(many.Select(s => Change(s, p => p with { N = 9 })), Rule), r => Assert.Null(r.Step));
        Assert.All(TrendCalculator.Trends(many.Select(s => s with { Points = [.. s.Points.Take(3)] }), Rule), r => Assert.Null(r.Step));
    }

    [Fact]
    public void Order_of_the_series_changes_nothing_and_a_mirrored_series_has_the_mirrored_trend()
    {
        var value = Gen.Choose(0, 40).Select(v => v / 4.0);
        var many = Gen.NonEmptyListOf(Gen.Choose(3, 6).SelectMany(n => Gen.ArrayOf(value, n)));
        Check.One(Properties.Cases(60), Prop.ForAll(many.ToArbitrary(), values =>
        {
            var series = values.Select((v, i) => Series(Id(i), 2020, v)).ToList();
            var expected = Text(TrendCalculator.Trends(series, Rule));
            Assert.Equal(expected, Text(TrendCalculator.Trends(series.OrderByDescending(s => s.Points[0].Value).ThenByDescending(s => s.ScopeId, StringComparer.Ordinal), Rule)));
            var mirrored = TrendCalculator.Trends(series.Select(s => Change(s, p => p with { Value = -p.Value })), Rule);
            foreach (var (a, b) in TrendCalculator.Trends(series, Rule).Zip(mirrored))
            {
                Assert.Equal(a.Line.Slope, -b.Line.Slope, 12);
                Assert.Equal(a.Q, b.Q, 12);
                Assert.True(a.Line.SlopeInterval.Contains(a.Line.Slope));
            }
        }));
    }

    private static TrendSeries Series(string school, int first, params double[] values) =>
        new(Topic, "school", school, "71_m015", [.. values.Select((v, i) => new TrendPoint(first + i, v, 1, 30, ""))]);

    private static TrendSeries Change(TrendSeries series, Func<TrendPoint, TrendPoint> change) => series with { Points = [.. series.Points.Select(change)] };

    private static string Id(int i) => i.ToString("D3", CultureInfo.InvariantCulture);

    private static List<string> Text(IEnumerable<TrendRow> rows) =>
        [.. rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Series.ScopeId} {r.Line} {r.Test} {r.Q} {r.Tests} {r.PeerSlope} {r.Step}"))];
}
