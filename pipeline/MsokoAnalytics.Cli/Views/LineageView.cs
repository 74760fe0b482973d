using MsokoAnalytics.Operations.Lineage;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints where a table or a figure comes from.</summary>
internal static class LineageView
{
    private const int MaxFiles = 100;
    private const int ShortHash = 12;

    public static void Print(LineageReport report, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{report.Table}[/] — {report.Caption}");
        console.MarkupLineInterpolated(report.RunId is { } run
            ? (FormattableString)$"  рассчитано: запуск {run}, {report.BuiltAt:yyyy-MM-dd HH:mm:ss} UTC, msoko {report.AppVersion ?? "—"}, DuckDB {report.EngineVersion ?? "—"}"
            : $"  ещё не рассчитано");
        console.MarkupLineInterpolated($"  версия правила: {Short(report.ModelHash)}; хеш правила и всех данных: {Short(report.InputHash)}");
        if (report.Row is { } row) PrintRow(row, console);
        console.MarkupLine("[bold]Из чего складывается[/]");
        foreach (var u in report.Upstream)
            console.MarkupLineInterpolated($"  {new string(' ', 2 * (u.Distance - 1))}{u.Name} — {u.Caption}{(u.IsSource ? " (из файлов)" : u.ModelHash is null ? "" : $" [[{Short(u.ModelHash)}]]")}");
        PrintFiles(report, console);
        if (report.Corrections.Count == 0) return;
        console.MarkupLineInterpolated($"[bold]Исправления вручную[/]: {Russian.Number(report.Corrections.Count)}");
        foreach (var c in report.Corrections.Take(MaxFiles))
            console.MarkupLineInterpolated($"  {c.Path}{(c.Sheet is { Length: > 0 } sheet ? $", лист «{sheet}»" : "")}, строка {c.Row}, {c.Field}: {c.Reason} — {c.Author}, {c.On:dd.MM.yyyy} [grey]({c.From})[/]");
        if (report.Corrections.Count > MaxFiles) console.MarkupLineInterpolated($"  [grey]… и ещё {Russian.Number(report.Corrections.Count - MaxFiles)}: --format json[/]");
    }

    private static void PrintRow(RowOrigin row, IAnsiConsole console)
    {
        console.MarkupLine("[bold]Строка[/]");
        foreach (var (column, caption, value) in row.Values.Where(v => v.Value is not null)) console.MarkupLineInterpolated($"  {caption} ({column}): {value!}");
        if (row.Reason is { } reason) console.MarkupLineInterpolated($"  [yellow]{reason}[/]");
        foreach (var c in row.Counts)
            console.MarkupLineInterpolated($"  [bold]{c.Caption}[/] ({c.Column}) = {(c.Stated is { } n ? Russian.Number(n) : "—")}; строк в файлах: {Russian.Number(c.Counted)} ({(c.Agrees ? "сходится" : "НЕ СХОДИТСЯ")})");
    }

    private static void PrintFiles(LineageReport report, IAnsiConsole console)
    {
        var files = report.Files.Select(f => f.Path).Distinct(StringComparer.Ordinal).Count();
        console.MarkupLineInterpolated($"[bold]Файлы[/]: {Russian.Count(files, "файл", "файла", "файлов")}, {Russian.Count(report.Files.Sum(f => f.Rows), "строка", "строки", "строк")}");
        foreach (var f in report.Files.Take(MaxFiles))
        {
            console.MarkupLineInterpolated($"  {f.Path}{(f.Sheet is { Length: > 0 } sheet ? $", лист «{sheet}»" : "")}: {Russian.Count(f.Rows, "строка", "строки", "строк")} [grey]({f.Through}, SHA-256 {Short(f.Sha256)})[/]");
            if (f.RowRanges is { } numbers) console.MarkupLineInterpolated($"    строки: {numbers}");
        }

        if (report.Files.Count > MaxFiles) console.MarkupLineInterpolated($"  [grey]… и ещё {Russian.Number(report.Files.Count - MaxFiles)}: --format json[/]");
    }

    private static string Short(string? hash) => hash is null ? "—" : hash[..Math.Min(ShortHash, hash.Length)];
}
