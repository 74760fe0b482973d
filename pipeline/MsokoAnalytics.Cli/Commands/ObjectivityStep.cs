using System.Data.Common;
using System.Diagnostics;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Store;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>Signs of biased results, after the models: build, run and demo.</summary>
internal static class ObjectivityStep
{
    /// <param name="connection">Writable warehouse with models built.</param>
    /// <param name="runId">Run in ops.run.</param>
    /// <param name="changed">Whether any model was built anew; otherwise the results of the same model stand.</param>
    public static void Run(DbConnection connection, string runId, bool changed)
    {
        var models = ModelSet.Default;
        if (!changed && ObjectivityRun.IsCurrent(connection, models)) return;
        var watch = Stopwatch.StartNew();
        var summary = ObjectivityRun.Execute(connection, runId, models);
        AnsiConsole.MarkupLineInterpolated(
            $"Объективность: оценено классов × работ {Russian.Number(summary.Units)}, в списке для проверки {Russian.Number(summary.ToCheck)}, в зоне внимания ещё {Russian.Number(summary.Attention)}, школ {Russian.Number(summary.Schools)}; о текущих отметках {Russian.Number(summary.Journal)}; нельзя судить: {Russian.Number(summary.Refused)}. {Russian.Duration(watch.Elapsed)}.");
        if (summary.IsOutsideTraining) AnsiConsole.MarkupLineInterpolated($"[yellow]Данные вне обучающего диапазона: доля ложных записей может быть в два–три раза выше объявленной (anomaly.diagnostics).[/]");
    }
}
