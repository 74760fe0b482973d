using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// What the head of a kind's SQL asks for:
/// <code>
/// -- fields: participant_code                     columns of sheet_input, VARCHAR, an empty cell is NULL
/// -- repeated: place = login_raw school_raw       fields that repeat from row to row: sheet_input has place_no, and sheet_place every distinct combination once
/// -- tasks: yes | codes | no                      task cells as texts (VARCHAR[]) or as codes (TINYINT[])
/// </code>
/// A kind with <c>repeated</c> fields or <c>codes</c> gets its rows straight from the reader; the others from the rows of <c>raw</c>.
/// </summary>
internal sealed partial record SheetKind(string Sql, IReadOnlyList<string> Fields, IReadOnlyList<RepeatedFields> Repeated, TaskCells Tasks)
{
    /// <summary>Whether the reader itself fills the input tables.</summary>
    public bool Direct => Repeated.Count > 0 || Tasks == TaskCells.Codes;

    /// <exception cref="LayoutException">The head asks for something unknown.</exception>
    public static SheetKind Parse(string name, string sql) => new(
        sql,
        [.. FieldsLine().Matches(sql).SelectMany(m => Words(m.Groups["names"].Value))],
        [.. RepeatedLine().Matches(sql).Select(m => new RepeatedFields(m.Groups["group"].Value, Words(m.Groups["names"].Value)))],
        TasksLine().Match(sql).Groups["what"].Value switch
        {
            "yes" => TaskCells.Texts,
            "codes" => TaskCells.Codes,
            "no" or "" => TaskCells.None,
            var other => throw new LayoutException(name, $"неизвестный вид заданий «{other}»"),
        });

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^-- fields: (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldsLine();

    [GeneratedRegex(@"^-- repeated: (?<group>\w+) = (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepeatedLine();

    [GeneratedRegex(@"^-- tasks: (?<what>\w+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TasksLine();
}

/// <summary>Fields whose combinations repeat from row to row, so that each combination is typed once.</summary>
internal sealed record RepeatedFields(string Name, IReadOnlyList<string> Fields);

/// <summary>How a kind wants the task cells.</summary>
internal enum TaskCells
{
    None,
    Texts,
    Codes,
}
