using MsokoAnalytics.Reports;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>The report step shared by report, run and demo: marts → PDF.</summary>
internal static class ReportStep
{
    /// <returns>Whether every report was made.</returns>
    public static async Task<bool> RunAsync(WarehouseDatabase warehouse, Settings settings, ReportOptions options, CancellationToken cancellation)
    {
        options = options with
        {
            Connect = warehouse.NewConnection,
            Workers = settings.ReportWorkers > 0 ? settings.ReportWorkers : options.Workers,
            MunicipalityRecipient = settings.Recipient.Length > 0 ? settings.Recipient : options.MunicipalityRecipient,
        };
        var started = System.Diagnostics.Stopwatch.StartNew();
        var results = CommandHost.Interactive
            ? await AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).StartAsync(bars =>
            {
                var bar = bars.AddTask("Отчёты");
                return ReportRunner.RunAsync(warehouse.Connection, options, new Progress<ReportProgress>(p => (bar.MaxValue, bar.Value) = (p.Total, p.Done)), cancellation);
            })
            : await ReportRunner.RunAsync(warehouse.Connection, options, null, cancellation);
        foreach (var failed in results.Where(r => r.Status == ReportStatus.Failed)) AnsiConsole.MarkupLineInterpolated($"[red]{Path.GetFileName(failed.Path)}: {failed.Error ?? ""}[/]");
        int Of(ReportStatus status) => results.Count(r => r.Status == status);
        AnsiConsole.MarkupLineInterpolated($"Отчёты: напечатано {Russian.Number(Of(ReportStatus.Written))}, без изменений {Russian.Number(Of(ReportStatus.Skipped))}, не напечатано {Russian.Number(Of(ReportStatus.Failed))}. {Russian.Duration(started.Elapsed)}. Папка: {Path.GetFullPath(options.OutDir)}");
        return Of(ReportStatus.Failed) == 0;
    }
}
