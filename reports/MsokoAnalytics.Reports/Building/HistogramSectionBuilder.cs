using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Histograms of primary scores with the boundaries of the marks.</summary>
internal static class HistogramSectionBuilder
{
    /// <param name="context">Whose report.</param>
    /// <param name="works">Works to show; those with a small group or without a distribution are left out.</param>
    /// <param name="columns">Charts in a row.</param>
    /// <returns>Null when nothing is left.</returns>
    internal static HistogramSection? Build(BuildContext context, IEnumerable<WorkRow> works, int columns)
    {
        var wider = context.Comparisons.FirstOrDefault(c => context.Works.Any(w => context.Data.Scores(w, c.Scope) is not null));
        var panels = new List<ChartPanel>();
        var assumed = false;
        var compared = false;
        foreach (var work in works)
        {
            if (context.Data.Scores(work, context.Own) is not { } scores || SmallGroup.Is(scores.Sum())) continue;
            var counts = Padded(scores, work.MaxScore);
            var reference = wider is not null && context.Data.Scores(work, wider.Scope) is { } widerScores && widerScores.Sum() > 0
                ? Shares(Padded(widerScores, counts.Length - 1))
                : null;
            compared |= reference is not null;
            assumed |= work is { HasScale: true, ScaleAssumed: true };
            var chart = new HistogramChart(
                columns, counts, work.HasScale ? [work.Min3!.Value, work.Min4!.Value, work.Min5!.Value] : [], work.ScaleAssumed, reference)
            {
                Alt = Alt(work, counts),
            };
            var title = WorkNames.Full(work) + (work is { HasScale: true, ScaleAssumed: true } ? "*" : string.Empty);
            panels.Add(new ChartPanel(context.AddChart($"histogram-{panels.Count}", chart), title, "n = " + RussianNumbers.Integer(counts.Sum())));
        }

        return panels.Count == 0 ? null : new HistogramSection(columns, panels, compared ? wider!.Name : null, assumed);
    }

    private static string Alt(WorkRow work, int[] counts)
    {
        var peak = Array.IndexOf(counts, counts.Max());
        var text = $"Распределение первичных баллов, {WorkNames.Full(work)}: от 0 до {RussianNumbers.Integer(counts.Length - 1)}, чаще всего "
                   + $"{RussianNumbers.Integer(peak)} ({RussianNumbers.Percent(100.0 * counts[peak] / counts.Sum())} учеников)";
        return work.HasScale ? $"{text}; «3» от {work.Min3}, «4» от {work.Min4}, «5» от {work.Min5}" : text;
    }

    private static int[] Padded(IReadOnlyList<int> scores, int? max)
    {
        var counts = new int[Math.Max(scores.Count, (max ?? 0) + 1)];
        for (var score = 0; score < scores.Count; score++) counts[score] = scores[score];
        return counts;
    }

    private static double[] Shares(int[] counts)
    {
        double total = counts.Sum();
        return [.. counts.Select(n => Math.Round(100 * n / total, 2, MidpointRounding.AwayFromZero))];
    }
}
