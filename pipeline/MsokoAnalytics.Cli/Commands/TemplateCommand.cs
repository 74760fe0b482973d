using System.CommandLine;
using System.Globalization;
using MsokoAnalytics.Intake.Templates;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko template NAME [DIR]</c>: a description of a local table to fill in, and a blank table that fits it.</summary>
internal static class TemplateCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = new Argument<string>("образец") { Description = string.Join("; ", MappingTemplate.Known.Select(k => $"{k.Key} — {k.Value}")) };
        name.AcceptOnlyFromAmong([.. MappingTemplate.Known.Keys]);
        var folder = new Argument<string>("папка") { Description = "куда записать", DefaultValueFactory = _ => "." };
        var format = new Option<string>("--format") { Description = "вид описания", DefaultValueFactory = _ => "xlsx", HelpName = "xlsx|csv|yml" };
        format.AcceptOnlyFromAmong([.. MappingTemplate.Formats]);
        var tasks = new Option<int>("--tasks") { Description = "число заданий, 3–60", DefaultValueFactory = _ => 10, HelpName = "N" };
        var year = new Option<int>("--year") { Description = "год работы", DefaultValueFactory = _ => DateTime.Today.Year, HelpName = "ГОД" };
        var grade = new Option<int>("--grade") { Description = "класс", DefaultValueFactory = _ => 7, HelpName = "N" };
        var subject = new Option<string>("--subject") { Description = "предмет", DefaultValueFactory = _ => "Математика", HelpName = "ПРЕДМЕТ" };
        var period = new Option<string>("--period") { Description = "месяц", DefaultValueFactory = _ => "ноябрь", HelpName = "МЕСЯЦ" };
        var command = new Command("template", "записать образец описания местной таблицы (МКР, РКР, итоги по школам) и пустую таблицу к нему") { name, folder, format, tasks, year, grade, subject, period };
        command.Handle(common, (parsed, _, _) =>
        {
            if (parsed.GetValue(tasks) is < 3 or > 60) return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, "Число заданий (--tasks) — от 3 до 60."));
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["год"] = parsed.GetValue(year).ToString(CultureInfo.InvariantCulture), ["класс"] = parsed.GetValue(grade).ToString(CultureInfo.InvariantCulture),
                ["предмет"] = parsed.GetValue(subject)!, ["период"] = parsed.GetValue(period)!,
            };
            var template = MappingTemplate.Load(Settings.Asset("sources"), parsed.GetRequiredValue(name), values, parsed.GetValue(tasks));
            var files = template.Write(Path.GetFullPath(parsed.GetRequiredValue(folder)), parsed.GetValue(format)!);
            AnsiConsole.MarkupLineInterpolated($"Описание таблицы: {files[0]}");
            AnsiConsole.MarkupLineInterpolated($"Пустая таблица:   {files[1]}");
            AnsiConsole.MarkupLine("Заполните описание под свою таблицу, положите его рядом с файлами и проверьте: msoko check ПАПКА");
            return Task.FromResult(ExitCodes.Ok);
        });
        return command;
    }
}
