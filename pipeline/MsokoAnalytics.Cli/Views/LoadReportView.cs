using MsokoAnalytics.Intake;
using MsokoAnalytics.Intake.Loading;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints what a load or a check found so that an office worker can act on it: first what needs hands, then the account.</summary>
internal sealed class LoadReportView(IAnsiConsole console, RuleCatalog rules)
{
    private const int MaxLines = 100;

    public void Print(LoadReport report, bool everyFile)
    {
        PrintProblems(report);
        PrintRejects(report);
        PrintReissues(report);
        PrintAccounts(report, everyFile);
    }

    private void PrintProblems(LoadReport report)
    {
        var problems = report.Problems.ToList();
        if (problems.Count == 0) return;
        console.MarkupLine($"[red bold]Не загружено: {Russian.Count(problems.Count, "файл", "файла", "файлов")}[/]");
        foreach (var file in problems.Take(MaxLines))
        {
            console.MarkupLineInterpolated($"  [bold]{file.Path}[/]");
            if (!file.Sheets.Any(s => s.Problem is not null)) console.MarkupLineInterpolated($"    что: {file.Problem ?? ""}");
            foreach (var sheet in file.Sheets.Where(s => s.Problem is not null)) console.MarkupLineInterpolated($"    лист «{sheet.SheetName}»: {sheet.Problem!}");
            if (file.Advice is { } advice) console.MarkupLineInterpolated($"    [grey]что сделать: {advice}[/]");
        }

        More(problems.Count);
        console.WriteLine();
    }

    private void PrintRejects(LoadReport report)
    {
        if (report.Rejects.Count == 0) return;
        foreach (var severity in (ReadOnlySpan<string>)["row", "cell", "warning"])
        {
            var list = report.Rejects.Where(r => r.Severity == severity).ToList();
            if (list.Count == 0) continue;
            var total = list.Sum(r => r.Count);
            console.MarkupLine(severity switch
            {
                "row" => $"[yellow bold]Отклонено {Russian.Count(total, "строка", "строки", "строк")} (в хранилище не вошли)[/]",
                "cell" => $"[yellow bold]Не прочитано {Russian.Count(total, "значение", "значения", "значений")} (строка загружена, ячейка пуста)[/]",
                _ => $"[bold]Замечания: {Russian.Number(total)} (загружено как есть)[/]",
            });
            var left = MaxLines;
            foreach (var rule in list.GroupBy(r => r.Rule).OrderByDescending(g => g.Sum(r => r.Count)))
            {
                var text = rules[rule.Key];
                console.MarkupLineInterpolated($"  {text.Title}: {Russian.Number(rule.Sum(r => r.Count))}. [grey]Ожидается: {text.Expected}; {text.Advice}.[/]");
                foreach (var place in rule.OrderByDescending(r => r.Count).Take(Math.Min(5, left--)))
                    console.MarkupLineInterpolated($"    {place.Path}, лист «{place.SheetName}»{(place.Column is { } c ? $", столбец «{c}»" : "")}: {Russian.Number(place.Count)}, первая строка {place.FirstRow} ({place.ValueClass ?? "—"})");
                if (rule.Count() > 5) console.MarkupLineInterpolated($"    [grey]… и ещё в {Russian.Count(rule.Count() - 5, "месте", "местах", "местах")}: таблица rejects.reject[/]");
            }

            console.WriteLine();
        }
    }

    private void PrintReissues(LoadReport report)
    {
        foreach (var r in report.Reissues)
            console.MarkupLineInterpolated($"[bold]Исправленный файл[/] {r.Path}: без изменений {Russian.Number(r.Same)}, изменено {Russian.Number(r.Changed)}, добавлено {Russian.Number(r.Added)}, убрано {Russian.Number(r.Removed)}");
        foreach (var o in report.Overlaps)
            console.MarkupLineInterpolated($"[bold]Одни и те же участники в двух файлах[/] ({Russian.Count(o.Schools, "школа", "школы", "школ")}): действует {o.KeptPath}; в {o.OtherPath} совпадает {Russian.Number(o.Same)}, отличается {Russian.Number(o.Changed)}, нет {Russian.Number(o.OnlyKept)}, лишних {Russian.Number(o.OnlyOther)}");
        if (report.Reissues.Count + report.Overlaps.Count > 0) console.WriteLine();
    }

    private void PrintAccounts(LoadReport report, bool everyFile)
    {
        var used = report.Files.Where(f => f.Sheets.Count > 0).ToList();
        if (everyFile)
        {
            foreach (var file in used)
            {
                console.MarkupLineInterpolated($"[bold]{file.Path}[/] [grey]({file.Format ?? ""}{(file.Unchanged ? ", не изменился" : "")})[/]");
                foreach (var s in file.Sheets.Where(s => s.Status != SheetStatus.Empty))
                {
                    console.MarkupLineInterpolated($"  лист «{s.SheetName}» [grey]{s.LayoutTitle ?? s.LayoutId ?? "не распознан"}[/]: прочитано {Russian.Number(s.Read)} = загружено {Russian.Number(s.Loaded)} + отклонено {Russian.Number(s.Rejected)} + не данные {Russian.Number(s.NonData)}");
                    if (s.Context is { Length: > 0 } context) console.MarkupLineInterpolated($"    [grey]{context}[/]");
                    if (s.Preview.Count > 0) console.MarkupLine("    как поняты первые строки:");
                    foreach (var line in s.Preview) console.MarkupLineInterpolated($"      {line}");
                }

                foreach (var note in file.Notes) console.MarkupLineInterpolated($"    [yellow]{note}[/]");
            }

            console.WriteLine();
        }

        foreach (var copy in report.Files.Where(f => f.Status == FileStatus.Copy && f.ProblemRule is null)) console.MarkupLineInterpolated($"[grey]Копия: {copy.Path} — {copy.Problem ?? ""}[/]");
        if (report.IgnoredFiles.Count > 0) console.MarkupLineInterpolated($"[grey]Не таблицы, оставлены в стороне: {Russian.Count(report.IgnoredFiles.Count, "файл", "файла", "файлов")}[/]");
        long read = used.Sum(f => (long)f.Read), loaded = used.Sum(f => (long)f.Loaded), rejected = used.Sum(f => (long)f.Rejected), nonData = used.Sum(f => (long)f.NonData);
        var unchanged = used.Count(f => f.Unchanged);
        console.MarkupLineInterpolated($"Файлов: {Russian.Number(report.Files.Count)} (новых или изменённых {Russian.Number(used.Count - unchanged)}, без изменений {Russian.Number(unchanged)}).");
        console.MarkupLineInterpolated($"Строк: прочитано {Russian.Number(read)} = загружено {Russian.Number(loaded)} + отклонено {Russian.Number(rejected)} + не данные {Russian.Number(nonData)} ({(read == loaded + rejected + nonData ? "сходится" : "НЕ СХОДИТСЯ")}). {Russian.Duration(report.Elapsed)}.");
    }

    private void More(int count)
    {
        if (count > MaxLines) console.MarkupLineInterpolated($"  [grey]… и ещё {Russian.Number(count - MaxLines)}[/]");
    }
}
