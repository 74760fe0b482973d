using System.CommandLine;
using System.Text;
using MsokoAnalytics.Cli.Views;
using MsokoAnalytics.Operations;
using MsokoAnalytics.Operations.Quality;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko quality</c>: checks of the last build, rows and files set aside, reviewed counts; only reads.</summary>
internal static class QualityCommand
{
    public static Command Create(CommonOptions common)
    {
        var format = new Option<string>("--format", "-f") { Description = "вид вывода: table, csv, json", DefaultValueFactory = _ => "table", HelpName = "ВИД" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var all = new Option<bool>("--all") { Description = "показать и пройденные проверки" };
        var expected = new Option<string?>("--expected") { Description = "файл ожидаемых чисел строк (без него — ожидается.csv, найденный при загрузке)", HelpName = "ФАЙЛ" };
        var propose = new Option<bool>("--propose") { Description = "записать загруженные числа строк как предложение для ожидается.csv" };
        var command = new Command("quality", "качество данных: проверки, отклонённое, полнота (--out ФАЙЛ — записать в файл)") { format, all, expected, propose };
        command.Handle(common, (parsed, settings, _) =>
        {
            var target = parsed.GetResult("--out") is null ? null : Path.GetFullPath(settings.Out);
            using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
            if (parsed.GetValue(propose))
            {
                Write(target, output => output.Write(ExpectedRows.Propose(ExpectedRows.Loaded(warehouse.Connection))));
                return Task.FromResult(ExitCodes.Ok);
            }

            var report = QualityReport.Read(warehouse.Connection, parsed.GetValue(expected) is { } file ? ExpectedRows.Read(file) : null);
            switch (Kind(parsed.GetValue(format)!, target))
            {
                case "csv":
                    Write(target, output => QualityWriter.Csv(report, output));
                    break;
                case "json":
                    Write(target, output => QualityWriter.Json(report, output));
                    break;
                default:
                    QualityView.Print(report, AnsiConsole.Console, parsed.GetValue(all));
                    break;
            }

            return Task.FromResult(report.HasBrokenChecks ? ExitCodes.ModelChecks : report.HasInputProblems ? ExitCodes.InputProblems : ExitCodes.Ok);
        });
        return command;
    }

    /// <summary>A file gets the form its name asks for; a table is for the screen.</summary>
    private static string Kind(string format, string? target) =>
        target is null || format != "table" ? format : Path.GetExtension(target).Equals(".json", StringComparison.OrdinalIgnoreCase) ? "json" : "csv";

    private static void Write(string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            write(Console.Out);
            return;
        }

        if (Directory.Exists(path)) throw new OperationsException($"«{path}» — папка. Укажите имя файла: --out качество.csv");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        // Spreadsheets take a file for UTF-8 only by its mark; other programs do not want one.
        using (var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))) write(file);
        AnsiConsole.MarkupLineInterpolated($"Записано: {path}");
    }
}
