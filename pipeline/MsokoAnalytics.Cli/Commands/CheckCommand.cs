using System.CommandLine;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko check DIR</c>: everything that load does, into a database in memory that is thrown away.</summary>
internal static class CheckCommand
{
    public static Command Create(CommonOptions common)
    {
        var folder = new Argument<string>("папка") { Description = "папка с файлами (со всеми вложенными)" };
        var command = new Command("check", "проверить файлы, ничего не записывая в хранилище") { folder };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            var options = CommonOptions.WarehouseOptions(settings, readOnly: false) with { Path = null };
            using var warehouse = WarehouseDatabase.Open(options);
            var report = await LoadStep.RunAsync(warehouse, parsed.GetRequiredValue(folder), "check", everyFile: true, cancellation, keepRaw: false);
            return report.HasProblems ? ExitCodes.InputProblems : ExitCodes.Ok;
        });
        return command;
    }
}
