using System.CommandLine;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko load DIR</c>: files → raw and staging.</summary>
internal static class LoadCommand
{
    public static Command Create(CommonOptions common)
    {
        var folder = new Argument<string>("папка") { Description = "папка с файлами (со всеми вложенными)" };
        var details = new Option<bool>("--details") { Description = "показать каждый файл и лист" };
        var rehash = new Option<bool>("--rehash") { Description = "прочесть каждый файл заново, даже если его размер и время те же, что при прошлой загрузке" };
        var command = new Command("load", "загрузить файлы в хранилище") { folder, details, rehash };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: false));
            using var run = RunLog.Start(warehouse.Connection, "load", TimeProvider.System);
            var report = await LoadStep.RunAsync(warehouse, parsed.GetRequiredValue(folder), run.RunId, parsed.GetValue(details), cancellation, rehash: parsed.GetValue(rehash));
            run.Complete();
            return report.HasProblems ? ExitCodes.InputProblems : ExitCodes.Ok;
        });
        return command;
    }
}
