using System.CommandLine;
using System.Data.Common;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko schools</c>: references that lead to no school, and a draft of <c>school-map.csv</c> for a person to confirm.</summary>
internal static class SchoolsCommand
{
    public static Command Create(CommonOptions common)
    {
        var map = new Option<string?>("--map") { Description = "записать черновик school-map.csv с кандидатами", HelpName = "ФАЙЛ" };
        var command = new Command("schools", "показать неопознанные школы и кандидатов") { map };
        command.Handle(common, (parsed, settings, _) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            try
            {
                var left = SchoolMatchView.Print(warehouse.Connection, AnsiConsole.Console);
                if (left == 0) AnsiConsole.MarkupLine("Все ссылки на школы опознаны.");
                if (parsed.GetValue(map) is { Length: > 0 } path)
                {
                    var lines = SchoolMatchView.WriteMap(warehouse.Connection, path);
                    AnsiConsole.MarkupLineInterpolated($"Черновик: {path}, {Russian.Count(lines, "строка", "строки", "строк")}. Проверьте логин, впишите, кто подтвердил, и положите файл в папку с данными.");
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
