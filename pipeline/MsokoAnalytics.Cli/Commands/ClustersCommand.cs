using System.CommandLine;
using System.Data.Common;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko clusters</c>: what holds the clusters of every academic year, and a draft of <c>school-clusters.csv</c> for a person to approve.</summary>
internal static class ClustersCommand
{
    public static Command Create(CommonOptions common)
    {
        var export = new Option<string?>("--export") { Description = "записать черновик school-clusters.csv: кластеры лет, чтобы они больше не менялись", HelpName = "ФАЙЛ" };
        var year = new Option<string[]>("--year") { Description = "только эти учебные годы, например 2022/23", HelpName = "ГОД", AllowMultipleArgumentsPerToken = true };
        var command = new Command("clusters", "показать кластеры школ по годам и закрепить их") { export, year };
        command.Handle(common, (parsed, settings, _) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            try
            {
                var years = ClustersView.Years(warehouse.Connection);
                var unknown = (parsed.GetValue(year) ?? []).Where(y => years.All(k => k.AcademicYear != y)).ToList();
                if (unknown.Count > 0)
                    return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, $"Учебного года с социальными паспортами нет: {string.Join(", ", unknown)}. Есть: {string.Join(", ", years.Select(y => y.AcademicYear))}."));
                ClustersView.Print(years, AnsiConsole.Console);
                if (parsed.GetValue(export) is { Length: > 0 } path)
                {
                    var lines = ClustersView.Write(warehouse.Connection, path, parsed.GetValue(year) is { Length: > 0 } chosen ? chosen : [.. years.Select(y => y.AcademicYear)]);
                    AnsiConsole.MarkupLineInterpolated($"Черновик: {path}, {Russian.Count(lines, "строка", "строки", "строк")}. Проверьте, впишите должность в «Кто утвердил» и положите файл в папку с данными: строка без неё не действует.");
                }

                return Task.FromResult(ExitCodes.Ok);
            }
            catch (DbException)
            {
                return Task.FromResult(CommandHost.Fail(ExitCodes.Warehouse, "Витрин в хранилище ещё нет. Сначала: msoko build."));
            }
        });
        return command;
    }
}
