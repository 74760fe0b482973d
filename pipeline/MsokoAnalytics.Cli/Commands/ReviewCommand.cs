using System.CommandLine;
using System.Globalization;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko review</c>: the flags and what people decided about them.</summary>
internal static class ReviewCommand
{
    public static Command Create(CommonOptions common)
    {
        var status = new Option<string?>("--status") { Description = "только с этим статусом: " + string.Join(", ", FlagReview.Statuses), HelpName = "СТАТУС" };
        var school = new Option<string?>("--school") { Description = "только эта школа (шесть цифр)", HelpName = "ШКОЛА" };
        var flag = new Option<string?>("--flag") { Description = "признак, о котором решение", HelpName = "ПРИЗНАК" };
        var set = new Option<string?>("--set") { Description = "новый статус признака", HelpName = "СТАТУС" };
        var reason = new Option<string?>("--reason") { Description = "основание решения (без фамилий: текст уходит в выгрузку)", HelpName = "ТЕКСТ" };
        var direction = new Option<string?>("--direction") { Description = "только этой стороны: впр, журнал, оба", HelpName = "СТОРОНА" };
        direction.AcceptOnlyFromAmong("впр", "журнал", "оба");
        var export = new Option<string?>("--export") { Description = "записать подтверждённые и снятые признаки для калибровки: .csv или .json", HelpName = "ФАЙЛ" };
        var import = new Option<string?>("--import") { Description = "добавить решения из такого файла", HelpName = "ФАЙЛ" };
        var command = new Command("review", "признаки необъективности: список и решения по ним") { status, school, direction, flag, set, reason, export, import };
        command.Handle(common, (parsed, settings, _) =>
        {
            var (wanted, decision, id) = (parsed.GetValue(status), parsed.GetValue(set), parsed.GetValue(flag));
            if (Array.Find([wanted, decision], s => s is not null && !FlagReview.Statuses.Contains(s)) is { } unknown)
                return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, $"Статуса «{unknown}» нет. Есть: {string.Join(", ", FlagReview.Statuses)}."));
            if (decision is null != id is null)
                return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, "Для решения нужны и --flag, и --set."));
            var (target, source) = (parsed.GetValue(export), parsed.GetValue(import));
            if (new[] { decision, target, source }.Count(o => o is not null) > 1)
                return Task.FromResult(CommandHost.Fail(ExitCodes.Usage, "Решение (--set), выгрузка (--export) и добавление (--import) — разные команды: укажите одну."));
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: decision is null && source is null));
            if (!FlagReview.HasFlags(warehouse.Connection))
                return Task.FromResult(CommandHost.Fail(ExitCodes.Warehouse, "Признаки ещё не рассчитаны: выполните msoko build."));
            if (decision is not null)
            {
                return Task.FromResult(FlagReview.Decide(warehouse.Connection, id!, decision, parsed.GetValue(reason), DateTime.UtcNow)
                    ? Said($"«{id}»: {decision}.")
                    : CommandHost.Fail(ExitCodes.Usage, $"Признака «{id}» нет. Список: msoko review."));
            }

            if (target is not null)
            {
                var cases = ReviewFile.Export(warehouse.Connection, target);
                return Task.FromResult(Said($"Выгружено решений: {Russian.Number(cases)}. Файл: {target}. Данных учеников в нём нет; текст оснований — как его записали."));
            }

            if (source is not null)
            {
                var (added, known) = ReviewFile.Import(warehouse.Connection, source);
                return Task.FromResult(Said($"Добавлено решений: {Russian.Number(added)}, уже были: {Russian.Number(known)}. Согласие вероятностей с решениями — в anomaly.diagnostics (reviewed_…)."));
            }

            var lines = FlagReview.List(warehouse.Connection, wanted, parsed.GetValue(school), parsed.GetValue(direction));
            foreach (var line in lines)
                AnsiConsole.MarkupLineInterpolated($"{Probability(line.Posterior)}  {line.Status}  {line.List}  {line.Direction}  {line.School}  {line.ClassId ?? "вся школа"}  {line.Work ?? ""}  n = {line.N}  [grey]{line.FlagId}[/]{(line.Reason is null ? "" : "  " + line.Reason)}");
            return Task.FromResult(Said($"Признаков: {Russian.Number(lines.Count)}. Это основание для проверки, а не вывод о нарушении."));
        });
        return command;
    }

    private static string Probability(double? value) => value switch
    {
        null => "—",
        > 0.99 => "> 99 %",
        { } p => p.ToString("P0", CultureInfo.GetCultureInfo("ru-RU")),
    };

    private static int Said(string text)
    {
        AnsiConsole.MarkupLineInterpolated($"{text}");
        return ExitCodes.Ok;
    }
}
