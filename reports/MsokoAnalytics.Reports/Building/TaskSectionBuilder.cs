using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Model;
using MsokoAnalytics.Reports.Text;

namespace MsokoAnalytics.Reports.Building;

/// <summary>Completion of tasks: a heatmap of all works and the tasks that need attention first.</summary>
internal static class TaskSectionBuilder
{
    private const int WeakTasks = 10;

    /// <summary>One hard work shall not fill the whole list.</summary>
    private const int WeakTasksOfWork = 3;

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
        var spec = differences ? "heatmap-difference" : "heatmap";
        var columns = shown.Max(w => w.Tasks.Max(t => t.TaskNo));
        var groups = new List<TaskGroup>();
        foreach (var group in shown.GroupBy(w => WorkNames.Group(w.Work), StringComparer.Ordinal))
        {
            var chart = new HeatmapChart(spec, columns, [.. group.Select(w => Cells(context, w.Work, w.Tasks, differences ? wider : null))])
            {
                Alt = $"Выполнение заданий, {group.Key}, наименьшее и наибольшее, процент от максимального балла: "
                      + string.Join("; ", group.Select(w => $"{WorkNames.Subject(w.Work)} — {Whole(w.Tasks.Min(t => t.MeanPct))} и {Whole(w.Tasks.Max(t => t.MeanPct))}")),
            };
            groups.Add(new TaskGroup(
                group.Key,
                context.AddChart($"tasks-{groups.Count}", chart),
                [.. group.Select(w => new TaskGroupRow(WorkNames.Subject(w.Work), w.Tasks.Max(t => t.N)))]));
        }

        return new TaskSection(
            spec,
            columns,
            groups,
            differences ? wider!.Name : null,
            wider is null ? "Задания с наименьшим выполнением" : $"Задания с наибольшим отставанием от {wider.Genitive}",
            wider?.Name,
            Weak(context, shown, wider),
            works.Count - shown.Count);
    }

    private static string Whole(double? percent) => RussianNumbers.Fixed(percent!.Value, 0);

    private static HeatmapCell?[] Cells(BuildContext context, WorkRow work, List<TaskRow> tasks, Comparison? wider)
    {
        var cells = new HeatmapCell?[tasks.Max(t => t.TaskNo)];
        var widerTasks = wider is null ? [] : context.Data.Tasks(work, wider.Scope);
        foreach (var task in tasks)
        {
            var other = widerTasks.FirstOrDefault(t => t.TaskNo == task.TaskNo)?.MeanPct;
            cells[task.TaskNo - 1] = new HeatmapCell(
                Figures.Round(task.MeanPct!.Value), other is null ? null : Figures.Round(task.MeanPct.Value - other.Value));
        }

        return cells;
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

        return
        [
            .. all.GroupBy(t => t.Task.Work, StringComparer.Ordinal).SelectMany(g => g.OrderBy(t => t.Order).Take(WeakTasksOfWork))
                .OrderBy(t => t.Order).Take(WeakTasks).Select(t => t.Task),
        ];
    }
}
