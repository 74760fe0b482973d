namespace MsokoAnalytics.Analysis.Trends;

/// <summary>Numbers the trends rest on (core.seed_analysis_setting).</summary>
/// <param name="Version">Version of the rule, printed with every row.</param>
/// <param name="MinYears">Fewest years of a trend, at least 3.</param>
/// <param name="MaxYears">Longest window in years, ending with the last year of the series.</param>
/// <param name="ChangeMinYears">Fewest years in which a step is sought, at least 3.</param>
/// <param name="ChangeMinN">Fewest pupils behind each year of a series in which a step is sought: the standard error of a few pupils is itself a guess.</param>
/// <param name="MinSchools">Fewest schools from which the changes of true levels from year to year are estimated.</param>
/// <param name="Fdr">Share of false discoveries among the named ones.</param>
public sealed record TrendRule(string Version, int MinYears, int MaxYears, int ChangeMinYears, int ChangeMinN, int MinSchools, double Fdr);
