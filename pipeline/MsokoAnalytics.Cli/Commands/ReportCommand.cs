using System.CommandLine;
using MsokoAnalytics.Reports;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko report</c>: marts → PDF; the warehouse is only read.</summary>
internal static class ReportCommand
{
    public static Command Create(CommonOptions common)
    {
        var year = new Option<int?>("--year") { Description = "год процедуры (без него — последний)", HelpName = "ГОД" };
        var wave = new Option<string?>("--wave") { Description = "волна: spring или autumn", HelpName = "ВОЛНА" };
        wave.AcceptOnlyFromAmong("spring", "autumn");
        var kinds = ReportRunner.Kinds();
        var kind = new Option<string[]>("--kind") { Description = $"вид: {string.Join(", ", kinds)}", HelpName = "ВИД", AllowMultipleArgumentsPerToken = true };
        if (kinds.Count > 0) kind.AcceptOnlyFromAmong([.. kinds]);
        var school = new Option<string[]>("--school") { Description = "код школы (6 цифр), можно несколько", HelpName = "КОД", AllowMultipleArgumentsPerToken = true };
        var force = new Option<bool>("--force") { Description = "напечатать заново, даже без изменений" };
        var command = new Command("report", "напечатать отчёты PDF") { year, wave, kind, school, force };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            var options = new ReportOptions
            {
                OutDir = settings.Out, Year = parsed.GetValue(year), Wave = parsed.GetValue(wave), SchoolIds = parsed.GetValue(school) ?? [],
                Kinds = parsed.GetValue(kind) ?? [], Force = parsed.GetValue(force),
            };
            return await ReportStep.RunAsync(warehouse, settings, options, cancellation) ? ExitCodes.Ok : ExitCodes.Reports;
        });
        return command;
    }
}
