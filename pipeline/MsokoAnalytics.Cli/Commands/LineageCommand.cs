using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Models;
using MsokoAnalytics.Operations.Lineage;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko lineage TABLE [--row KEY]</c>: «откуда эта цифра?»; only reads.</summary>
internal static class LineageCommand
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static Command Create(CommonOptions common)
    {
        var table = new Argument<string>("таблица") { Description = "витрина или таблица core, например marts.mart_work_results" };
        var row = new Option<string?>("--row", "-r") { Description = "ключ строки: столбец=значение через запятую", HelpName = "КЛЮЧ" };
        var format = new Option<string>("--format", "-f") { Description = "вид вывода: text, json", DefaultValueFactory = _ => "text", HelpName = "ВИД" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("lineage", "откуда эта цифра: запуск, версия правила, таблицы, файлы и строки") { table, row, format };
        command.Handle(common, (parsed, settings, _) =>
        {
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            var report = new LineageReader(warehouse.Connection, ModelProject.Load(Settings.Asset("models"))).Read(parsed.GetRequiredValue(table), parsed.GetValue(row));
            if (parsed.GetValue(format) == "json") Console.Out.WriteLine(JsonSerializer.Serialize(Plain(report), Json));
            else LineageView.Print(report, AnsiConsole.Console);
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }

    private static object Plain(LineageReport r) => new
    {
        table = r.Table, caption = r.Caption, run_id = r.RunId, built_at = r.BuiltAt, app_version = r.AppVersion, engine_version = r.EngineVersion, model_hash = r.ModelHash, input_hash = r.InputHash,
        upstream = r.Upstream.Select(u => new { table = u.Name, caption = u.Caption, distance = u.Distance, is_source = u.IsSource, model_hash = u.ModelHash }),
        row = r.Row is null ? null : new
        {
            values = r.Row.Values.ToDictionary(v => v.Column, v => v.Value, StringComparer.Ordinal), reason = r.Row.Reason,
            counts = r.Row.Counts.Select(c => new { column = c.Column, stated = c.Stated, counted = c.Counted }),
        },
        files = r.Files.Select(f => new { path = f.Path, sheet = f.Sheet, sha256 = f.Sha256, rows = f.Rows, row_numbers = f.RowRanges, through = f.Through }),
    };
}
