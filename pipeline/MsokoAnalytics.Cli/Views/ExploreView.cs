using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MsokoAnalytics.Cli.Commands;
using MsokoAnalytics.Detection.Exploration;
using MsokoAnalytics.Models.Contracts;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints unusual rows with their reasons.</summary>
internal static class ExploreView
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(string format, ModelDefinition model, ExploreTable table, Findings found, int top)
    {
        var rows = found.Rows.Take(top).ToList();
        switch (format)
        {
            case "csv":
                Csv(table, rows);
                break;
            case "json":
                Console.WriteLine(JsonSerializer.Serialize(rows.Select(r => new
                {
                    keys = table.KeyNames.Zip(table.Keys[r.Row]).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
                    group = r.Group, group_rows = r.GroupRows, unusualness = r.Unusualness, scores = r.Scores,
                    reasons = r.Reasons.Select(x => new { feature = x.Feature, value = x.Value, median = x.Median, share = x.Share }),
                }), Json));
                break;
            default:
                Table(model, table, found, rows);
                break;
        }
    }

    private static void Table(ModelDefinition model, ExploreTable table, Findings found, List<UnusualRow> rows)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{model.Caption}: необычные строки[/]");
        AnsiConsole.MarkupLine("Разведка данных, а не признаки необъективности: необычной бывает и честная сильная работа, причин может быть много.");
        AnsiConsole.MarkupLineInterpolated($"Показатели: {string.Join(", ", table.Data.Names.Select(n => Caption(model, n)))}.");
        // Keys with one value, or with the values of an earlier key, say nothing more about a row.
        string Values(int k) => string.Join('\n', rows.Select(r => table.Keys[r.Row][k]));
        int[] shown = [.. Enumerable.Range(0, table.KeyNames.Count)
            .Where(k => rows.Select(r => table.Keys[r.Row][k]).Distinct(StringComparer.Ordinal).Skip(1).Any()).DistinctBy(Values, StringComparer.Ordinal)];
        var view = new Table { Border = TableBorder.Simple };
        view.AddColumn(new TableColumn("№").RightAligned());
        foreach (var k in shown) view.AddColumn(new TableColumn(new Text(Caption(model, table.KeyNames[k]))));
        view.AddColumn(new TableColumn("Необычнее, % строк").RightAligned());
        view.AddColumn(new TableColumn("n").RightAligned());
        view.AddColumn("Чем (значение; медиана группы)");
        foreach (var (row, i) in rows.Select((r, i) => (r, i)))
            view.AddRow([new Text($"{i + 1}"), .. shown.Select(k => new Text(table.Keys[row.Row][k])), new Text(Percent(row.Unusualness)), new Text($"{row.GroupRows}"),
                new Text(string.Join("; ", row.Reasons.Take(3).Select(x => $"{Caption(model, x.Feature)} {Number(x.Value)} ({Number(x.Median)})")))]);
        AnsiConsole.Write(view);
        foreach (var note in found.Notes) AnsiConsole.MarkupLineInterpolated($"[grey]{note}[/]");
        if (found.SmallGroups.Count > 0) AnsiConsole.MarkupLineInterpolated($"[grey]Слишком малы и не рассмотрены (строк): {string.Join(", ", found.SmallGroups)}.[/]");
        AnsiConsole.MarkupLineInterpolated($"[grey]Рассмотрено строк: {Russian.Number(found.Rows.Count)}; без одного из показателей, не рассмотрены: {Russian.Number(table.Incomplete)}.[/]");
    }

    private static void Csv(ExploreTable table, List<UnusualRow> rows)
    {
        var methods = rows.SelectMany(r => r.Scores.Keys).Distinct(StringComparer.Ordinal).ToList();
        Console.WriteLine(string.Join(',', table.KeyNames.Concat(["group", "group_rows", "unusualness"]).Concat(methods).Append("reasons").Select(Quote)));
        foreach (var row in rows)
            Console.WriteLine(string.Join(',', table.Keys[row.Row].Append(row.Group).Append(Plain(row.GroupRows)).Append(Plain(row.Unusualness))
                .Concat(methods.Select(m => row.Scores.TryGetValue(m, out var s) ? Plain(s) : ""))
                .Append(string.Join("; ", row.Reasons.Select(x => FormattableString.Invariant($"{x.Feature}={x.Value:R}")))).Select(Quote)));
    }

    private static string Caption(ModelDefinition model, string column) => model.Columns.First(c => c.Name == column).Caption;

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.GetCultureInfo("ru-RU"));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.GetCultureInfo("ru-RU"));

    private static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
