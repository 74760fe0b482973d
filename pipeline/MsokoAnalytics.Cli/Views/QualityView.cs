using MsokoAnalytics.Operations.Quality;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints the quality report: a table where somebody watches, plain lines otherwise.</summary>
internal static class QualityView
{
    private const int MaxLines = 60;

    public static void Print(QualityReport report, IAnsiConsole console, bool all)
    {
        foreach (var section in Enum.GetValues<QualitySection>())
        {
            var findings = report.Findings.Where(f => f.Section == section).ToList();
            if (findings.Count == 0) continue;
            var shown = findings.Where(f => all || !f.Passed).ToList();
            console.MarkupLineInterpolated($"[bold]{Capital(QualityWriter.SectionName(section))}[/]: {Summary(findings)}");
            if (CommandHost.Interactive) Grid(shown, console);
            else Lines(shown, console);
            console.WriteLine();
        }
    }

    private static string Summary(List<QualityFinding> findings)
    {
        int Of(QualityLevel level) => findings.Count(f => !f.Passed && f.Level == level);
        var parts = new List<string>
        {
            $"ошибок {Russian.Number(Of(QualityLevel.Fail))}", $"предупреждений {Russian.Number(Of(QualityLevel.Warn))}", $"сведений {Russian.Number(Of(QualityLevel.Info))}",
        };
        if (findings.Exists(f => f.Passed)) parts.Add($"в порядке {Russian.Number(findings.Count(f => f.Passed))}");
        return string.Join(", ", parts);
    }

    private static void Lines(List<QualityFinding> findings, IAnsiConsole console)
    {
        foreach (var f in findings)
        {
            console.MarkupLineInterpolated($"  [[{(f.Passed ? "в порядке" : QualityWriter.LevelName(f.Level))}]] {f.Where} · {f.Name}: {f.What}{(f.Passed ? "" : $" — {Russian.Number(f.Count)}")}");
            if (f.Passed) continue;
            if (f.Sample is { Length: > 0 } sample) console.MarkupLineInterpolated($"    например: {sample}");
            console.MarkupLineInterpolated($"    когда важно: {f.When}");
            console.MarkupLineInterpolated($"    что делать: {f.Fix}");
        }
    }

    private static void Grid(List<QualityFinding> findings, IAnsiConsole console)
    {
        if (findings.Count == 0) return;
        var table = new Table { Border = TableBorder.Rounded, Expand = true, ShowRowSeparators = true };
        table.AddColumns("Степень", "Где", "Что", "Когда важно", "Что делать");
        table.AddColumn(new TableColumn("Сколько").RightAligned());
        foreach (var f in findings.Take(MaxLines))
        {
            var style = f.Passed ? "green" : f.Level switch { QualityLevel.Fail => "red", QualityLevel.Warn => "yellow", _ => "grey" };
            table.AddRow(
                $"[{style}]{Markup.Escape(f.Passed ? "в порядке" : QualityWriter.LevelName(f.Level))}[/]", Markup.Escape(f.Where),
                Markup.Escape($"{f.Name}: {f.What}{(f.Sample is { Length: > 0 } s ? $"; например: {s}" : "")}"), Markup.Escape(f.When), Markup.Escape(f.Fix), Russian.Number(f.Count));
        }

        console.Write(table);
        if (findings.Count > MaxLines) console.MarkupLineInterpolated($"[grey]… и ещё {Russian.Number(findings.Count - MaxLines)}: --format csv --out качество.csv[/]");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
