using System.CommandLine;
using System.Data.Common;
using MsokoAnalytics.DemoData;
using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Layouts;
using MsokoAnalytics.Models;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Operations;
using MsokoAnalytics.Reports;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

namespace MsokoAnalytics.Cli;

/// <summary>Runs the body of a command and turns every expected failure into one Russian line and its own exit code.</summary>
internal static class CommandHost
{
    /// <summary>Progress bars only where somebody watches.</summary>
    public static bool Interactive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive && Environment.GetEnvironmentVariable("CI") is null;

    public static void Handle(this Command command, CommonOptions common, Func<ParseResult, Settings, CancellationToken, Task<int>> body) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await body(parsed, common.Load(parsed), cancellation);
            }
            catch (OperationCanceledException)
            {
                return Fail(ExitCodes.Cancelled, "Остановлено. Всё, что загружено полностью, сохранено; повторный запуск продолжит с этого места.");
            }
            catch (IntakeException e)
            {
                return Fail(ExitCodes.InputProblems, $"{e.Message}. Что сделать: {e.Advice}.");
            }
            catch (WarehouseException e)
            {
                return Fail(e.Fault is WarehouseFault.DiskFull or WarehouseFault.Engine ? ExitCodes.Environment : ExitCodes.Warehouse, e.Message);
            }
            catch (ReportException e)
            {
                return Fail(ExitCodes.Reports, e.Message);
            }
            catch (Exception e) when (e is SettingsException or LayoutException or ModelProjectException or DisclosurePolicyException)
            {
                return Fail(ExitCodes.Configuration, e.Message);
            }
            catch (Exception e) when (e is DemoDataException or OperationsException or ReviewFileException)
            {
                return Fail(ExitCodes.Usage, e.Message);
            }
            catch (Exception e) when (IsDiskFull(e))
            {
                return Fail(ExitCodes.Environment, "На диске нет места (или файл больше, чем допускает диск). Освободите место и повторите: загруженное раньше сохранено.");
            }
            catch (DbException e)
            {
                return Fail(ExitCodes.Internal, "Внутренняя ошибка при работе с хранилищем: " + e.Message);
            }
        });

    public static int Fail(int code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }

    private static bool IsDiskFull(Exception e) =>
        e is IOException or DbException && (e.HResult is unchecked((int)0x80070070) or 28 || e.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("not enough space", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("File too large", StringComparison.OrdinalIgnoreCase));
}
