using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Completion of tasks: a heatmap of all works and the tasks that need attention first.</summary>
internal static class TaskSectionBuilder
{
    private const int WeakTasks = 10;

    /// <param name="context">Whose report.</param>
    /// <param name="colourByDifference">Whether the colours show the difference from the nearest wider group.</param>
    /// <returns>Null when no work has task results of a large enough group.</returns>
    internal static TaskSection? Build(BuildContext context, bool colourByDifference)
    {
        var works = context.Works.Select(w => (Work: w, Tasks: context.Data.Tasks(w, context.Own).Where(t => t.MeanPct is not null).ToList()))
            .Where(w => w.Tasks.Count > 0).ToList();
        var shown = works.Where(w => !SmallGroup.Is(w.Tasks.Max(t => t.N))).ToList();
        if (shown.Count == 0) return null;
        var wider = context.Comparisons.FirstOrDefault(c => shown.Any(w => context.Data.Tasks(w.Work, c.Scope).Any(t => t.MeanPct is not null)));
        var differences = colourByDifference && wider is not null;
        var rows = shown.Select(w => HeatmapRow(context, w.Work, w.Tasks, differences ? wider : null)).ToList();
        var chart = new HeatmapChart(differences ? "heatmap-difference" : "heatmap", rows.Max(r => r.Cells.Count), rows)
        {
            Alt = "Выполнение заданий, процент от максимального балла: "
                  + string.Join("; ", shown.Select(w => $"{WorkNames.Full(w.Work)}: {string.Join(", ", w.Tasks.Select(t => $"№ {t.Task} — {RussianNumbers.Fixed(t.MeanPct!.Value, 0)}"))}")),
        };
        return new TaskSection(
            context.AddChart("tasks", chart),
            differences ? wider!.Name : null,
            wider is null ? "Задания с наименьшим выполнением" : $"Задания с наибольшим отставанием от {wider.Genitive}",
            wider?.Name,
            Weak(context, shown, wider),
            works.Count - shown.Count);
    }

    private static HeatmapRow HeatmapRow(BuildContext context, WorkRow work, List<TaskRow> tasks, Comparison? wider)
    {
        var cells = new HeatmapCell?[tasks.Max(t => t.TaskNo)];
        var widerTasks = wider is null ? [] : context.Data.Tasks(work, wider.Scope);
        foreach (var task in tasks)
        {
            var other = widerTasks.FirstOrDefault(t => t.TaskNo == task.TaskNo)?.MeanPct;
            cells[task.TaskNo - 1] = new HeatmapCell(
                Figures.Round(task.MeanPct!.Value), other is null ? null : Figures.Round(task.MeanPct.Value - other.Value));
        }

        return new HeatmapRow(WorkNames.Group(work), WorkNames.Subject(work), tasks.Max(t => t.N), cells);
    }

    private static List<WeakTask> Weak(BuildContext context, List<(WorkRow Work, List<TaskRow> Tasks)> works, Comparison? wider)
    {
        var all = new List<(WeakTask Task, double Order)>();
        foreach (var (work, tasks) in works)
        {
            var widerTasks = wider is null ? [] : context.Data.Tasks(work, wider.Scope);
            foreach (var task in tasks.Where(t => !SmallGroup.Is(t.N)))
            {
                var other = widerTasks.FirstOrDefault(t => t.TaskNo == task.TaskNo)?.MeanPct;
                if (wider is not null && other is null) continue;
                var own = Figures.Round(task.MeanPct!.Value);
                double? reference = other is null ? null : Figures.Round(other.Value);
                var diff = reference is null ? (double?)null : Figures.Round(own - reference.Value);
                if (diff >= 0) continue;
                all.Add((new WeakTask(WorkNames.Full(work), task.Task, task.N, own, reference, diff, task.XPct is { } x ? Figures.Round(x) : null), diff ?? own));
            }
        }

        return [.. all.OrderBy(t => t.Order).Take(WeakTasks).Select(t => t.Task)];
    }
}
