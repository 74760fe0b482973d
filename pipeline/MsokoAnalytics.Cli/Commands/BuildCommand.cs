using System.CommandLine;
using System.Text.RegularExpressions;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko build</c>: staging → core → marts, only what has changed.</summary>
internal static partial class BuildCommand
{
    public static Command Create(CommonOptions common)
    {
        var force = new Option<bool>("--force") { Description = "пересчитать всё, даже без изменений" };
        var verify = new Option<bool>("--verify-partitions") { Description = "проверить, что таблицы, которые пересчитываются по частям, по частям выходят такими же" };
        var clusters = new Option<string[]>("--new-clusters") { Description = "заново разбить на кластеры школы этих учебных лет, например 2022/23; без этого прежние годы не меняются", HelpName = "ГОД", AllowMultipleArgumentsPerToken = true };
        var command = new Command("build", "пересчитать витрины по загруженным данным") { force, clusters, verify };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            var years = parsed.GetValue(clusters) ?? [];
            if (years.FirstOrDefault(y => !AcademicYear().IsMatch(y)) is { } wrong)
                return CommandHost.Fail(ExitCodes.Usage, $"--new-clusters: «{wrong}» не учебный год. Пример: 2022/23.");
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: false));
            using var run = RunLog.Start(warehouse.Connection, "build", TimeProvider.System);
            var code = await BuildStep.RunAsync(warehouse, settings, run.RunId, parsed.GetValue(force), cancellation, years);
            if (code == ExitCodes.Ok && parsed.GetValue(verify)) code = await BuildStep.VerifyPartitionsAsync(warehouse.Connection, cancellation);
            if (code == ExitCodes.Ok) run.Complete();
            return code;
        });
        return command;
    }

    [GeneratedRegex("^20[0-9]{2}/[0-9]{2}$", RegexOptions.None, 1000)]
    private static partial Regex AcademicYear();
}
