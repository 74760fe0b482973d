using MsokoAnalytics.Warehouse;
using System.Diagnostics;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>The loading step shared by load, check, run and demo.</summary>
internal static class LoadStep
{
    public static async Task<LoadReport> RunAsync(WarehouseDatabase warehouse, string folder, string runId, bool everyFile, CancellationToken cancellation, bool keepRaw = true)
    {
        var setup = IntakeSetup.Load(Settings.Asset("sources"));
        var runner = new IntakeRunner(warehouse, setup, runId, TimeProvider.System) { KeepRaw = keepRaw };
        var report = CommandHost.Interactive
            ? await WithBar(runner, folder, cancellation)
            : await runner.RunAsync(folder, new PlainProgress(), cancellation);
        new LoadReportView(AnsiConsole.Console, setup.Rules).Print(report, everyFile);
        return report;
    }

    private static async Task<LoadReport> WithBar(IntakeRunner runner, string folder, CancellationToken cancellation) =>
        await AnsiConsole.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask("Загрузка файлов");
                return await runner.RunAsync(folder, new Progress<LoadProgress>(p =>
                {
                    bar.MaxValue = Math.Max(1, p.Files);
                    bar.Value = p.FilesDone;
                    bar.Description = $"Загрузка файлов: {Russian.Number(p.Rows)} строк";
                }), cancellation);
            });

    /// <summary>A line every few seconds where the output is no terminal.</summary>
    private sealed class PlainProgress : IProgress<LoadProgress>
    {
        private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
        private readonly Lock _lock = new();
        private long _last = Stopwatch.GetTimestamp();

        public void Report(LoadProgress value)
        {
            lock (_lock)
            {
                if (Stopwatch.GetElapsedTime(_last) < Step) return;
                _last = Stopwatch.GetTimestamp();
                Console.WriteLine($"  загружено файлов {value.FilesDone} из {value.Files}, строк {Russian.Number(value.Rows)}");
            }
        }
    }
}
