using System.CommandLine;
using System.Diagnostics;
using MsokoAnalytics.DemoData;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko demo</c>: realistic files with known truth, then the whole job on them.</summary>
internal static class DemoCommand
{
    public static Command Create(CommonOptions common)
    {
        var folder = new Option<string>("--dir") { Description = "папка демонстрации", DefaultValueFactory = _ => "demo", HelpName = "ПАПКА" };
        var schools = new Option<int>("--schools") { Description = "число школ", DefaultValueFactory = _ => 40, HelpName = "N" };
        var municipalities = new Option<int>("--municipalities") { Description = "число муниципалитетов", DefaultValueFactory = _ => 1, HelpName = "N" };
        var years = new Option<int[]>("--years") { Description = "годы процедур, 2020–2026", HelpName = "ГОДЫ", AllowMultipleArgumentsPerToken = true };
        var seed = new Option<long>("--seed") { Description = "начальное число генератора", DefaultValueFactory = _ => 1, HelpName = "N" };
        var dirt = new Option<double>("--dirt") { Description = "доля загрязнений, 0…1", DefaultValueFactory = _ => 1, HelpName = "ДОЛЯ" };
        var manipulations = new Option<double>("--manipulations") { Description = "доля заложенных искажений, 0…1; 0 — мир без манипуляций", DefaultValueFactory = _ => 1, HelpName = "ДОЛЯ" };
        var filesOnly = new Option<bool>("--files-only") { Description = "только написать файлы" };
        var command = new Command("demo", "написать демонстрационные файлы и пройти на них весь путь") { folder, schools, municipalities, years, seed, dirt, manipulations, filesOnly };
        command.Handle(common, async (parsed, settings, cancellation) =>
        {
            var watch = Stopwatch.StartNew();
            var root = Path.GetFullPath(parsed.GetRequiredValue(folder));
            // The demonstration never touches the centre's own warehouse: unless told otherwise everything stays in its folder.
            if (parsed.GetResult("--warehouse") is null) settings.Warehouse = Path.Combine(root, "msoko.duckdb");
            if (parsed.GetResult("--out") is null) settings.Out = Path.Combine(root, "reports");
            var options = new DemoOptions
            {
                OutDir = root, Overwrite = true, Schools = parsed.GetValue(schools), Municipalities = parsed.GetValue(municipalities),
                Seed = parsed.GetValue(seed), DirtLevel = parsed.GetValue(dirt), Manipulations = parsed.GetValue(manipulations),
            };
            if (parsed.GetValue(years) is { Length: > 0 } chosen) options = options with { Years = chosen };
            AnsiConsole.MarkupLine("Демонстрационные файлы…");
            var summary = DemoGenerator.Generate(options, null, cancellation);
            AnsiConsole.MarkupLineInterpolated($"Файлы: {Russian.Count(summary.Files, "файл", "файла", "файлов")}, {Russian.Count(summary.Results, "результат", "результата", "результатов")}. {Russian.Duration(watch.Elapsed)}.");
            if (parsed.GetValue(filesOnly)) return ExitCodes.Ok;
            var code = await RunCommand.RunAsync(summary.DataDir, settings, "demo", cancellation);
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLineInterpolated($"[bold]Готово за {Russian.Duration(watch.Elapsed)}.[/]");
            AnsiConsole.MarkupLineInterpolated($"  исходные файлы: {summary.DataDir}");
            AnsiConsole.MarkupLineInterpolated($"  что в них заложено: {summary.TruthDir}");
            AnsiConsole.MarkupLineInterpolated($"  хранилище: {settings.Warehouse}");
            AnsiConsole.MarkupLineInterpolated($"  отчёты PDF: {settings.Out}");
            // Damaged files are part of the demonstration.
            return code == ExitCodes.InputProblems ? ExitCodes.Ok : code;
        });
        return command;
    }
}
