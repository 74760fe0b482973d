using System.Data.Common;
using MsokoAnalytics.Analysis;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>The model step shared by build, run and demo: staging → core → marts, then the signs of biased results.</summary>
internal static class BuildStep
{
    private const int MaxChecks = 20;

    /// <param name="newClusters">Academic years whose contextual clusters are made anew though they stand.</param>
    /// <returns>Exit code; the new tables were published when it is <see cref="ExitCodes.Ok"/>.</returns>
    public static async Task<int> RunAsync(WarehouseDatabase warehouse, Settings settings, string runId, bool force, CancellationToken cancellation, IReadOnlyList<string>? newClusters = null)
    {
        var connection = warehouse.Connection;
        var project = ModelProject.Load(Settings.Asset("models"));
        var result = CommandHost.Interactive
            ? await AnsiConsole.Status().StartAsync("Расчёт витрин", status => Build(p => status.Status(Markup.Escape($"Расчёт витрин: {p.Index} из {p.Count}, {p.Caption}"))))
            : await Build(null);
        Print(result);
        if (result.Succeeded)
        {
            ObjectivityStep.Run(connection, runId, result.Models.Any(m => m.Status == ModelStatus.Built));
            SchoolMatchView.PrintSummary(connection, AnsiConsole.Console);
            return ExitCodes.Ok;
        }

        return result.Models.Any(m => m is { Status: ModelStatus.Failed, Model: SchoolMatchView.RateModel }) ? ExitCodes.SchoolMatch : ExitCodes.ModelChecks;

        Task<BuildResult> Build(Action<ModelProgress>? progress) =>
            new ModelRunner(connection, project, new RunContext(runId) { Force = force, Progress = progress, Settings = settings.OfModels(newClusters ?? []), Analyses = AnalysisSet.All, Another = warehouse.NewConnection }).RunAsync(cancellation);
    }

    /// <summary>Builds the tables that are built by parts anew from parts, and tells where they come out otherwise.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> VerifyPartitionsAsync(DbConnection connection, CancellationToken cancellation)
    {
        var (models, differences) = await new PartitionVerifier(connection, ModelProject.Load(Settings.Asset("models")), AnalysisSet.All).RunAsync(cancellation);
        foreach (var difference in differences) AnsiConsole.MarkupLineInterpolated($"[red]{difference.Message}[/]");
        if (differences.Count == 0) AnsiConsole.MarkupLineInterpolated($"Разделы: таблиц, которые пересчитываются по частям, — {models}, все по частям выходят такими же.");
        return differences.Count == 0 ? ExitCodes.Ok : ExitCodes.ModelChecks;
    }

    private static void Print(BuildResult result)
    {
        foreach (var error in result.Errors) AnsiConsole.MarkupLineInterpolated($"[red]{error}[/]");
        var broken = result.BrokenChecks.Where(c => c.Severity == CheckSeverity.Warn).ToList();
        foreach (var check in broken.Take(MaxChecks)) AnsiConsole.MarkupLineInterpolated($"[yellow]Проверка:[/] {check.Message}");
        if (broken.Count > MaxChecks) AnsiConsole.MarkupLineInterpolated($"[grey]… и ещё {Russian.Number(broken.Count - MaxChecks)}: таблица ops.check_result[/]");
        int Of(ModelStatus status) => result.Models.Count(m => m.Status == status);
        AnsiConsole.MarkupLineInterpolated(result.Succeeded
            ? (FormattableString)$"Витрины: рассчитано {Russian.Number(Of(ModelStatus.Built))}, без изменений {Russian.Number(Of(ModelStatus.Skipped))}, проверок {Russian.Number(result.Models.Sum(m => m.Checks.Count))}. {Russian.Duration(TimeSpan.FromSeconds(result.Seconds))}."
            : $"[red bold]Витрины не обновлены: прежние таблицы остались.[/]");
    }
}
