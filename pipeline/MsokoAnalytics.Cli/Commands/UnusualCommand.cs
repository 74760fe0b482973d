using System.CommandLine;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko detect unusual</c>: «прочие необычные результаты» of ВПР, a ranking apart from the lists of signs.</summary>
internal static class UnusualCommand
{
    public static Command Create(CommonOptions common)
    {
        var top = new Option<int>("--top") { Description = "сколько строк показать", DefaultValueFactory = _ => 20, HelpName = "N" };
        var command = new Command("unusual", "прочие необычные результаты ВПР: порядок без вероятностей, вне списков признаков") { top };
        command.Handle(common, (parsed, settings, _) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            if (UnusualLine.Read(warehouse.Connection, parsed.GetValue(top)) is not { } lines)
                return Task.FromResult(CommandHost.Fail(ExitCodes.Warehouse, "Анализ необъективности ещё не выполнялся: выполните msoko build."));
            foreach (var line in lines)
                AnsiConsole.MarkupLineInterpolated($"{line.Rank}. {line.School}, {line.Class}, {line.Work}, n = {line.N}. {line.Text}");
            AnsiConsole.MarkupLineInterpolated($"Показано: {Russian.Number(lines.Count)}. Это порядок для разведки, а не признаки: вероятностей здесь нет, и многие из таких результатов честные.");
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }
}
