namespace MsokoAnalytics.Detection.Exploration;

/// <summary>What was found and what could not be judged.</summary>
/// <param name="Rows">Every judged row, most unusual first.</param>
/// <param name="Notes">Detectors that could not be used, in Russian.</param>
/// <param name="SmallGroups">Groups with too few rows, with their sizes.</param>
public sealed record Findings(IReadOnlyList<UnusualRow> Rows, IReadOnlyList<string> Notes, IReadOnlyList<string> SmallGroups);

/// <summary>One row in its group.</summary>
/// <param name="Row">Number of the row in the data, from 0.</param>
/// <param name="Group">Its group.</param>
/// <param name="GroupRows">Rows of the group.</param>
/// <param name="Unusualness">Mean over the detectors of the share of rows that are at most as unusual, (0; 1].</param>
/// <param name="Scores">Score of each detector by its name.</param>
/// <param name="Reasons">Features that make it unusual, largest share first.</param>
public sealed record UnusualRow(int Row, string Group, int GroupRows, double Unusualness, IReadOnlyDictionary<string, double> Scores, IReadOnlyList<Reason> Reasons);

/// <summary>One feature of an unusual row.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Value">The row's value.</param>
/// <param name="Median">Median of the group.</param>
/// <param name="Share">Its share in the score, (0; 1].</param>
public sealed record Reason(string Feature, double Value, double Median, double Share);
