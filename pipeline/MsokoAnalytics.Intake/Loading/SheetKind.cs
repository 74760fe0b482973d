using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// What the head of a kind's SQL asks for:
/// <code>
/// -- fields: participant_code                     columns of sheet_input, VARCHAR, an empty cell is NULL
/// -- repeated: place = login_raw school_raw       fields that repeat from row to row: sheet_input has place_no, sheet_place (sheet, place_no, text_no) every combination of a sheet once, sheet_place_text (text_no, the fields) every one of the batch
/// -- context: place = school_login                what the sheet says of these columns of sheet_context belongs to a text; sheet_place_text has them too
/// -- numbered: place in staging.t.place_id by 1   sheet_place_text has place_id too, a number that no row of the table has; of so many for each text it is the first
/// -- seen: participant_code in place              sheet_input has participant_code_seen: false only where the text has no blank and no earlier row of the same place has it
/// -- tasks: codes | no                            task cells as codes (TINYINT[])
/// -- sheets: many | one                           how many sheets the SQL types at once
/// -- plain: staging.stg_vpr__row                  (between two statements) rows of which nothing is to be told go into this table here, and only the others are sheet_input below
/// </code>
/// The account, which the last statement gives, has the columns loaded, rejected, non_data; where many sheets are typed at once, sheet before them.
/// </summary>
/// <param name="ManySheets">Whether the SQL keeps the sheets of its input apart.</param>
/// <param name="Plain">Where plain rows go; null where the SQL looks at every row.</param>
internal sealed partial record SheetKind(string Sql, IReadOnlyList<string> Fields, IReadOnlyList<RepeatedFields> Repeated, IReadOnlyList<NumberedGroup> Numbered, IReadOnlyList<SeenField> Seen, TaskCells Tasks, bool ManySheets, PlainTarget? Plain = null)
{
    /// <exception cref="LayoutException">The head asks for something unknown.</exception>
    public static SheetKind Parse(string name, string sql)
    {
        var kind = Head(name, sql);
        foreach (var seen in kind.Seen)
            if (!kind.Fields.Contains(seen.Field) || !kind.Repeated.Any(r => r.Name == seen.Group)) throw new LayoutException(name, $"«seen: {seen.Field} in {seen.Group}» говорит о том, чего нет в «fields» или «repeated»");
        foreach (var (group, columns) in ContextLine().Matches(sql).Select(m => (m.Groups["group"].Value, Words(m.Groups["names"].Value))))
            if (!kind.Repeated.Any(r => r.Name == group) || columns.Any(c => !SheetSql.IsOfContext(c))) throw new LayoutException(name, $"«context: {group} = {string.Join(' ', columns)}» говорит о том, чего нет в «repeated» или среди сведений о листе");
        foreach (var numbered in kind.Numbered)
            if (!kind.Repeated.Any(r => r.Name == numbered.Group)) throw new LayoutException(name, $"«numbered: {numbered.Group}» говорит о том, чего нет в «repeated»");
        return kind;
    }

    /// <summary>Where the texts of a group have numbers in staging; null where they have none.</summary>
    public NumberedGroup? NumbersOf(string group) => Numbered.FirstOrDefault(n => n.Group == group);

    private static SheetKind Head(string name, string sql) => new(
        sql,
        [.. FieldsLine().Matches(sql).SelectMany(m => Words(m.Groups["names"].Value))],
        [.. RepeatedLine().Matches(sql).Select(m => new RepeatedFields(m.Groups["group"].Value, Words(m.Groups["names"].Value)) { Context = ContextOf(m.Groups["group"].Value, sql) })],
        [.. NumberedLine().Matches(sql).Select(m => new NumberedGroup(m.Groups["group"].Value, m.Groups["table"].Value, m.Groups["column"].Value, int.Parse(m.Groups["step"].Value, CultureInfo.InvariantCulture)))],
        [.. SeenLine().Matches(sql).Select(m => new SeenField(m.Groups["field"].Value, m.Groups["group"].Value))],
        TasksLine().Match(sql).Groups["what"].Value switch
        {
            "codes" => TaskCells.Codes,
            "no" or "" => TaskCells.None,
            var other => throw new LayoutException(name, $"неизвестный вид заданий «{other}»"),
        },
        SheetsLine().Match(sql).Groups["what"].Value switch
        {
            "many" => true,
            "one" or "" => false,
            var other => throw new LayoutException(name, $"неизвестное число листов «{other}»"),
        },
        PlainLine().Match(sql) is { Success: true } line ? new PlainTarget(line.Groups["table"].Value, sql[..line.Index], sql[(line.Index + line.Length)..]) : null);

    private static string[] ContextOf(string group, string sql) => [.. ContextLine().Matches(sql).Where(m => m.Groups["group"].Value == group).SelectMany(m => Words(m.Groups["names"].Value))];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^-- fields: (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldsLine();

    [GeneratedRegex(@"^-- repeated: (?<group>\w+) = (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepeatedLine();

    [GeneratedRegex(@"^-- context: (?<group>\w+) = (?<names>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContextLine();

    [GeneratedRegex(@"^-- numbered: (?<group>\w+) in (?<table>\w+\.\w+)\.(?<column>\w+) by (?<step>[1-9])\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedLine();

    [GeneratedRegex(@"^-- seen: (?<field>\w+) in (?<group>\w+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeenLine();

    [GeneratedRegex(@"^-- tasks: (?<what>\w+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TasksLine();

    [GeneratedRegex(@"^-- plain: (?<table>\w+\.\w+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainLine();

    [GeneratedRegex(@"^-- sheets: (?<what>\w+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SheetsLine();
}

/// <summary>Fields whose combinations repeat from row to row, so that each combination is typed once.</summary>
internal sealed record RepeatedFields(string Name, IReadOnlyList<string> Fields)
{
    /// <summary>Columns of <c>sheet_context</c> that a combination means something else with.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];
}

/// <summary>A group whose texts have numbers in a table of staging.</summary>
/// <param name="Group">The group.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">Its column.</param>
/// <param name="Step">Numbers of a text, one after another.</param>
internal sealed record NumberedGroup(string Group, string Table, string Column, int Step);

/// <summary>A field of which is told whether its text has come before among the rows with the same combination of a group.</summary>
internal sealed record SeenField(string Field, string Group);

/// <summary>
/// Where rows go of which nothing is to be told. Such a row is undamaged, has a text in every field, which no other row of its combination has, and task cells that are all read;
/// and all its combinations are plain. What they become, a view for each group tells (<see cref="TypedCombinations"/>).
/// </summary>
/// <param name="Table">The table; each of its columns has the name of a column of one of those views, of a field, or row_no, task_code.</param>
/// <param name="Before">The SQL that types the combinations and makes the views.</param>
/// <param name="After">The SQL that judges the other rows: <c>sheet_input</c>, and <c>plain_count</c> (GROUP_no of the first group, n, n_filled: rows with a task cell) of those taken before.</param>
internal sealed record PlainTarget(string Table, string Before, string After);

/// <summary>How a kind wants the task cells.</summary>
internal enum TaskCells
{
    None,
    Codes,
}
