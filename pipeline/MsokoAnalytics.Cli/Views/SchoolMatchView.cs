using System.Data.Common;
using System.Globalization;
using Dapper;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints which references to schools lead nowhere and whom a person may confirm.</summary>
internal static class SchoolMatchView
{
    /// <summary>The model whose check stops a run with too few matches.</summary>
    public const string RateModel = "core.school_match_rate";

    private const int MaxLines = 50;

    private static readonly string[] MapHeader = ["Система", "Код или название", "Логин", "Кто подтвердил", "Дата", "Название в реестре", "Сходство", "Почему"];

    /// <summary>One line after a build, when something is left to do.</summary>
    public static void PrintSummary(DbConnection connection, IAnsiConsole console)
    {
        var (matched, all) = connection.QuerySingleOrDefault<(int, int)>($"SELECT n_matched, n_references FROM {RateModel} WHERE source = 'все источники'");
        if (matched < all)
            console.MarkupLineInterpolated($"[yellow]Школы:[/] опознано {Russian.Number(matched)} из {Russian.Number(all)} ссылок. [grey]Кого подтвердить: msoko schools[/]");
    }

    /// <returns>Number of references without a school.</returns>
    public static int Print(DbConnection connection, IAnsiConsole console)
    {
        foreach (var (source, matched, all, pct) in connection.Query<(string, int, int, double)>($"SELECT source, n_matched, n_references, match_pct FROM {RateModel} ORDER BY source = 'все источники', source"))
            console.MarkupLineInterpolated($"{source}: опознано {Russian.Number(matched)} из {Russian.Number(all)} ({pct.ToString("0.0", CultureInfo.GetCultureInfo("ru-RU"))} %)");
        var rows = Rows(connection);
        foreach (var r in rows.Take(MaxLines))
        {
            console.MarkupLineInterpolated($"[yellow]{r.Problem}[/]: {r.Source}, {r.System} {r.ExternalId}{(r.WrittenName is { } name ? $" «{name}»" : "")}{(r.Rows > 0 ? $", {Russian.Count(r.Rows, "строка", "строки", "строк")}" : "")}");
            if (r.CandidateId is { } candidate)
                console.MarkupLineInterpolated($"    [grey]{(r.Similarity is null ? "" : "похоже на ")}{candidate} «{r.CandidateName ?? ""}» ({r.Why ?? ""})[/]");
        }

        if (rows.Count > MaxLines) console.MarkupLineInterpolated($"[grey]… и ещё {Russian.Number(rows.Count - MaxLines)}: таблица marts.mart_school_unmatched[/]");
        return rows.Count;
    }

    /// <summary>Writes a draft of school-map.csv: the candidates to be looked through, with nobody's confirmation.</summary>
    public static int WriteMap(DbConnection connection, string path)
    {
        var rows = Rows(connection).Where(r => r.Problem == "не опознана").ToList();
        using var writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        writer.WriteLine(string.Join(';', MapHeader));
        foreach (var r in rows)
            writer.WriteLine(string.Join(';', new[] { r.System, r.ExternalId, r.CandidateId, null, null, r.CandidateName, r.Similarity?.ToString("0.00", CultureInfo.GetCultureInfo("ru-RU")), r.Why }.Select(Field)));
        return rows.Count;
    }

    private static List<Row> Rows(DbConnection connection) => [.. connection.Query<Row>(
        """
        SELECT source AS Source, system AS System, external_id AS ExternalId, written_name AS WrittenName, n_rows AS Rows, problem AS Problem,
            candidate_id AS CandidateId, candidate_name AS CandidateName, similarity AS Similarity, why AS Why
        FROM marts.mart_school_unmatched
        ORDER BY problem DESC, n_rows DESC, source, system, external_id, candidate_id
        """)];

    /// <summary>A cell of a semicolon-separated line.</summary>
    internal static string Field(string? text) =>
        text is null ? "" : text.AsSpan().IndexOfAny(';', '"', '\n') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed record Row(string Source, string System, string ExternalId, string? WrittenName, int Rows, string Problem, string? CandidateId, string? CandidateName, double? Similarity, string? Why);
}
