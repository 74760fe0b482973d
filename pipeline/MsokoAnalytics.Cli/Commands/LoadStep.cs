using MsokoAnalytics.Warehouse;
using System.Diagnostics;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Operations;
using MsokoAnalytics.Operations.Quality;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary>The loading step shared by load, check, run and demo.</summary>
internal static class LoadStep
{
    public static async Task<LoadReport> RunAsync(WarehouseDatabase warehouse, string folder, string runId, bool everyFile, CancellationToken cancellation, bool keepRaw = true, bool rehash = false)
    {
        var setup = IntakeSetup.Load(Settings.Asset("sources"));
        var runner = new IntakeRunner(warehouse, setup, runId, TimeProvider.System) { KeepRaw = keepRaw, Rehash = rehash };
        var report = CommandHost.Interactive
            ? await WithBar(runner, folder, cancellation)
            : await runner.RunAsync(folder, new PlainProgress(), cancellation);
        new LoadReportView(AnsiConsole.Console, setup.Rules).Print(report, everyFile);
        SaveExpected(warehouse, folder);
        return report;
    }

    /// <summary>Comes after the load: a slip in the reviewed counts must not keep data out.</summary>
    private static void SaveExpected(WarehouseDatabase warehouse, string folder)
    {
        var path = Path.Combine(folder, SourceFolder.ExpectedFileName);
        if (!File.Exists(path)) return;
        try
        {
            ExpectedRows.Save(warehouse.Connection, ExpectedRows.Read(path));
        }
        catch (OperationsException e)
        {
            throw new IntakeException("expected.invalid", e.Message.TrimEnd('.'), "после исправления повторите команду; данные уже загружены");
        }
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
