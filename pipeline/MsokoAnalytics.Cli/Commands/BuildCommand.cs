using System.CommandLine;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko build</c>: staging → core → marts, only what has changed.</summary>
internal static class BuildCommand
{
    public static Command Create(CommonOptions common)
    {
        var force = new Option<bool>("--force") { Description = "пересчитать всё, даже без изменений" };
        var command = new Command("build", "пересчитать витрины по загруженным данным") { force };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: false));
            using var run = RunLog.Start(warehouse.Connection, "build", TimeProvider.System);
            var code = await BuildStep.RunAsync(warehouse.Connection, settings, run.RunId, parsed.GetValue(force), cancellation);
            if (code == ExitCodes.Ok) run.Complete();
            return code;
        });
        return command;
    }
}
