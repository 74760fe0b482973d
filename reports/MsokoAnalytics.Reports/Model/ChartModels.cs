namespace MsokoAnalytics.Reports.Model;

/// <summary>Data of one chart; <see cref="Spec"/> names the Vega-Lite file under <c>charts</c>.</summary>
internal abstract record ChartModel(string Spec)
{
    /// <summary>What the picture shows, for readers who cannot see it.</summary>
    public required string Alt { get; init; }
}

/// <summary>One row of a table: a stacked bar with thin bars of wider groups under it.</summary>
/// <param name="Spec"><c>marks</c> or <c>journal</c>.</param>
/// <param name="Parts">Counts from left to right; empty where nothing may be shown.</param>
/// <param name="Small">Drawn pale, with counts instead of percents.</param>
/// <param name="References">Counts of the wider groups; null where a group has none.</param>
internal sealed record StackedChart(string Spec, IReadOnlyList<int> Parts, bool Small, IReadOnlyList<IReadOnlyList<int>?> References)
    : ChartModel(Spec);

/// <param name="Columns">How many such charts stand in a row: 1, 2 or 3.</param>
/// <param name="Counts">Pupils by primary score, index = score.</param>
/// <param name="Thresholds">Lowest score of «3», «4», «5»; empty without a scale.</param>
/// <param name="Assumed">The scale is assumed: boundaries are dashed.</param>
/// <param name="Reference">Percent of the wider group's pupils by score, or null.</param>
internal sealed record HistogramChart(
    int Columns, IReadOnlyList<int> Counts, IReadOnlyList<int> Thresholds, bool Assumed, IReadOnlyList<double>? Reference) : ChartModel("histogram");

internal sealed record FunnelChart(double Mean, int MaxN, IReadOnlyList<FunnelPoint> Points, IReadOnlyList<FunnelLimit> Limits)
    : ChartModel("funnel");

internal sealed record FunnelPoint(int No, int N, double Value, int Zone);

internal sealed record FunnelLimit(int N, double Low95, double High95, double Low998, double High998);

/// <summary>Tasks of the works of one class: a row of coloured cells per work.</summary>
/// <param name="Spec"><c>heatmap</c> (share) or <c>heatmap-difference</c>.</param>
/// <param name="Columns">Highest number of tasks in any work of the report: all classes have cells of one width.</param>
/// <param name="Rows">Cells by task number; null where the task has no figure.</param>
internal sealed record HeatmapChart(string Spec, int Columns, IReadOnlyList<IReadOnlyList<HeatmapCell?>> Rows) : ChartModel(Spec);

/// <param name="Value">Percent of the task's maximum.</param>
/// <param name="Diff">Against the wider group, percent points, when the colours show it.</param>
internal sealed record HeatmapCell(double Value, double? Diff);
