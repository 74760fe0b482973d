using MsokoAnalytics.Statistics.Trends;

namespace MsokoAnalytics.Analysis.Trends;

/// <summary>A step in the level of a school relative to the median school.</summary>
/// <param name="Year">First year of the new level.</param>
/// <param name="Step">Level after minus level before, in the unit of the measure.</param>
/// <param name="StandardError">Its standard error: pupils and the usual changes of schools from year to year.</param>
/// <param name="P">P of so large a largest step in a series without one.</param>
public sealed record TrendStep(int Year, double Step, double StandardError, double P)
{
    /// <summary>P adjusted over all objects.</summary>
    public double Q { get; internal set; }
}

/// <summary>The trend of one series.</summary>
/// <param name="Series">The years used.</param>
/// <param name="Line">Theil–Sen line over the years.</param>
/// <param name="Test">Mann–Kendall test.</param>
public sealed record TrendRow(TrendSeries Series, TheilSen Line, MannKendall Test)
{
    /// <summary>The years used, e.g. <c>2022, 2023, 2025</c>.</summary>
    public string Years { get; } = TrendYears.Of(Series.Points);

    /// <summary>P adjusted over all objects of the family (Benjamini–Hochberg).</summary>
    public double Q { get; internal set; }

    /// <summary>Series tested together.</summary>
    public int Tests { get; internal set; }

    /// <summary>Median slope of all schools with the same topic and years; NaN for other objects and where there are too few.</summary>
    public double PeerSlope { get; internal set; } = double.NaN;

    /// <summary>The step; null where none could be tested.</summary>
    public TrendStep? Step { get; init; }

    public string Verdict(TrendRule rule) =>
        Q <= rule.Fdr ? (Test.S > 0 ? "рост" : "снижение") : Test.SmallestPossibleP > rule.Fdr ? "ряд короток" : "не доказан";

    public string? StepVerdict(TrendRule rule) => Step is not { } step ? null : step.Q > rule.Fdr ? "нет" : step.Step > 0 ? "шаг вверх" : "шаг вниз";
}
