using System.CommandLine;
using MsokoAnalytics.Models;
using MsokoAnalytics.Operations.Export;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko export</c>: core and marts as a dated folder with a manifest; only reads the warehouse.</summary>
internal static class ExportCommand
{
    public static Command Create(CommonOptions common)
    {
        var format = new Option<string>("--format", "-f") { Description = "вид файлов: parquet, csv", DefaultValueFactory = _ => "parquet", HelpName = "ВИД" };
        format.AcceptOnlyFromAmong("parquet", "csv");
        var layers = new Option<string>("--layer") { Description = "слои через запятую (по умолчанию core,marts)", HelpName = "СЛОИ" };
        var audience = new Option<string>("--audience") { Description = "для кого: internal — для центра, external — наружу, с защитой малых групп", DefaultValueFactory = _ => "internal", HelpName = "КОМУ" };
        audience.AcceptOnlyFromAmong("internal", "external");
        var policy = new Option<string?>("--disclosure") { Description = "файл правил раскрытия", HelpName = "ФАЙЛ" };
        var command = new Command("export", "выгрузить таблицы папкой с описью (--out ПАПКА)") { format, layers, audience, policy };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            var isInternal = parsed.GetValue(audience) == "internal";
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            var options = new ExportOptions(
                Path.GetFullPath(settings.Out), parsed.GetValue(format) == "csv" ? ExportFormat.Csv : ExportFormat.Parquet, isInternal ? ExportAudience.Internal : ExportAudience.External,
                [.. (parsed.GetValue(layers) ?? "core,marts").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
                parsed.GetValue(policy) ?? Path.Combine(Settings.Asset("settings"), "disclosure.yml")) { AppVersion = RunLog.AppVersion };
            var result = await new Exporter(warehouse.Connection, ModelProject.Load(Settings.Asset("models")), options).RunAsync(cancellation);
            foreach (var t in result.Tables)
                AnsiConsole.MarkupLineInterpolated($"  {t.Name}: {Russian.Count(t.Rows, "строка", "строки", "строк")}{(t.HiddenRows > 0 ? $", скрыто или опущено {Russian.Number(t.HiddenRows)}" : "")}");
            foreach (var (name, reason) in result.Withheld) AnsiConsole.MarkupLineInterpolated($"  [grey]{name}: не выгружена — {reason}[/]");
            AnsiConsole.MarkupLineInterpolated($"Выгружено таблиц: {Russian.Number(result.Tables.Count)} ({(isInternal ? "для центра, со строками участников" : "наружу, малые группы скрыты")}). Папка: {result.Folder}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
