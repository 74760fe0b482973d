using System.CommandLine;
using Dapper;
using MsokoAnalytics.Reports;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko run DIR</c> = load + build + report.</summary>
internal static class RunCommand
{
    public static Command Create(CommonOptions common)
    {
        var folder = new Argument<string>("папка") { Description = "папка с файлами (со всеми вложенными)" };
        var command = new Command("run", "загрузить файлы, пересчитать витрины, напечатать отчёты") { folder };
        command.Handle(common, (parsed, settings, cancellation) => RunAsync(parsed.GetRequiredValue(folder), settings, "run", cancellation));
        return command;
    }

    /// <returns>Exit code; problems of single files are told at the end and never stop the rest.</returns>
    public static async Task<int> RunAsync(string folder, Settings settings, string name, CancellationToken cancellation)
    {
        using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: false));
        using var run = RunLog.Start(warehouse.Connection, name, TimeProvider.System);
        // The demonstration writes its files anew with the same times, whatever is in them.
        var report = await LoadStep.RunAsync(warehouse, folder, run.RunId, everyFile: false, cancellation, rehash: name == "demo");
        var built = await BuildStep.RunAsync(warehouse, settings, run.RunId, force: false, cancellation);
        if (built != ExitCodes.Ok) return built;
        if (await warehouse.Connection.ExecuteScalarAsync<long>("SELECT count(*) FROM marts.mart_work_results AS r JOIN core.dim_work AS w USING (work_id) WHERE r.source = 'computed' AND w.procedure = 'ВПР'") == 0)
            // Journals or aggregates alone fill the warehouse without a single ВПР result to report.
            Spectre.Console.AnsiConsole.MarkupLine("Отчёты: результатов ВПР в хранилище нет, печатать нечего.");
        else if (!await ReportStep.RunAsync(warehouse, settings, new ReportOptions { OutDir = settings.Out }, cancellation))
            return ExitCodes.Reports;
        run.Complete();
        return report.HasProblems ? ExitCodes.InputProblems : ExitCodes.Ok;
    }
}
