using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Dapper;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Commands;

/// <summary><c>msoko doctor</c>: is everything here that the program needs?</summary>
internal static class DoctorCommand
{
    public static Command Create(CommonOptions common)
    {
        var command = new Command("doctor", "проверить, всё ли установлено и в порядке ли хранилище");
        command.Handle(common, (_, settings, _) =>
        {
            var ok = true;
            void Line(string what, bool good, string detail)
            {
                ok &= good;
                AnsiConsole.MarkupLineInterpolated($"{(good ? "[+]" : "[!]")} {what}: {detail}");
            }

            Check("Программа", () => $"msoko {RunLog.AppVersion}, .NET {Environment.Version}", Line);
            Check("DuckDB", () =>
            {
                using var memory = WarehouseDatabase.Open(new WarehouseOptions());
                return memory.Connection.ExecuteScalar<string>("SELECT version()")!;
            }, Line);
            Check("Node.js (рисует отчёты)", () => Output("node", "--version"), Line);
            Check("Описания источников", () =>
            {
                var setup = IntakeSetup.Load(Settings.Asset("sources"));
                return $"форм {setup.Library.Layouts.Count}, предметов {setup.Subjects.Entries.Count}";
            }, Line);
            Check("Модели", () => $"{Directory.EnumerateFiles(Settings.Asset("models"), "*.sql", SearchOption.AllDirectories).Count()} файлов SQL", Line);
            var path = Path.GetFullPath(settings.Warehouse);
            if (File.Exists(path))
            {
                Check("Хранилище", () =>
                {
                    using var warehouse = WarehouseDatabase.Open(CommonOptions.WarehouseOptions(settings, readOnly: true));
                    var (files, runs, last) = warehouse.Connection.QuerySingle<(long, long, string?)>(
                        "SELECT (SELECT count(*) FROM ops.source_file WHERE status = 'loaded'), (SELECT count(*) FROM ops.run), (SELECT max(run_id) FROM ops.run WHERE status = 'complete')");
                    return $"{path}: файлов {files}, запусков {runs}, последний полный {last ?? "—"}";
                }, Line);
            }
            else
            {
                AnsiConsole.MarkupLineInterpolated($"[[–]] Хранилище: {path} ещё не создано");
            }

            var drive = new DriveInfo(Path.GetPathRoot(path)!);
            Line("Место на диске", drive.AvailableFreeSpace > 1L << 30, $"свободно {drive.AvailableFreeSpace / (1 << 20)} МиБ");
            return Task.FromResult(ok ? ExitCodes.Ok : ExitCodes.Environment);
        });
        return command;
    }

    private static void Check(string what, Func<string> probe, Action<string, bool, string> line)
    {
        try
        {
            line(what, true, probe());
        }
        catch (Exception e) when (e is WarehouseException or Win32Exception or IOException or InvalidOperationException or Intake.Layouts.LayoutException)
        {
            line(what, false, e.Message);
        }
    }

    private static string Output(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }
}
