using MsokoAnalytics.Warehouse;
using System.CommandLine;
using System.Data.Common;
using MsokoAnalytics.Cli.Views;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko query "SQL"</c>: reads the warehouse, never writes.</summary>
internal static class QueryCommand
{
    public static Command Create(CommonOptions common)
    {
        var sql = new Argument<string>("SQL") { Description = "запрос, например \"SELECT * FROM marts.mart_work_results\"" };
        var format = new Option<string>("--format", "-f") { Description = "вид вывода: table, csv, json", DefaultValueFactory = _ => "table", HelpName = "ВИД" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var rows = new Option<int>("--rows") { Description = "сколько строк таблицы показать", DefaultValueFactory = _ => 200, HelpName = "N" };
        var command = new Command("query", "выполнить запрос к хранилищу (только чтение)") { sql, format, rows };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            await using var select = warehouse.Connection.CreateCommand();
            select.CommandText = parsed.GetRequiredValue(sql);
            try
            {
                await using var reader = await select.ExecuteReaderAsync(cancellation);
                switch (parsed.GetValue(format))
                {
                    case "csv":
                        QueryView.Csv(reader, Console.Out);
                        break;
                    case "json":
                        QueryView.JsonRows(reader, Console.Out);
                        break;
                    default:
                        QueryView.Table(reader, AnsiConsole.Console, parsed.GetValue(rows));
                        break;
                }
            }
            catch (DbException e)
            {
                return CommandHost.Fail(ExitCodes.Query, "Запрос не выполнен: " + e.Message);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
