namespace MsokoAnalytics.Intake.Layouts;

/// <summary>How a concrete sheet is read: its layout with the columns found in its header.</summary>
public sealed record SheetPlan(
    Layout Layout,
    int HeaderRow,
    IReadOnlyDictionary<string, int> Fields,
    IReadOnlyList<TaskColumn> Tasks,
    IReadOnlyList<string> Headers)
{
    /// <summary>Columns that identify a person, by what they say; dropped at the reader.</summary>
    public IReadOnlyList<IdentityColumn> Identity { get; init; } = [];

    /// <summary>Columns in which a cell of the header at <paramref name="column"/> may stand: one, or all up to the next header where headers are merged.</summary>
    public IEnumerable<int> Span(int column)
    {
        yield return column;
        if (!Layout.Merged) yield break;
        for (var c = column + 1; c < Headers.Count && Headers[c].Length == 0; c++) yield return c;
    }
}

/// <summary>A column that identifies a person.</summary>
/// <param name="Column">0-based column of the sheet.</param>
/// <param name="Role"><c>name</c>, <c>document</c>, <c>code</c> or <c>private</c>.</param>
public sealed record IdentityColumn(int Column, string Role);

/// <summary>A task score column.</summary>
/// <param name="Column">0-based column of the sheet.</param>
/// <param name="Label">Task name as in the newest forms: «9.1», «4К1».</param>
/// <param name="Max">Maximum score, or null when the header does not name it.</param>
/// <param name="Difficulty">Б, П, В, or null.</param>
public sealed record TaskColumn(int Column, string Label, int? Max, string? Difficulty);

/// <summary>The nearest layout of a sheet that no layout fits, for the message.</summary>
/// <param name="Missing">Names of the required columns that are not there.</param>
/// <param name="Unknown">Texts of the header that the layout does not know, with their columns (0-based).</param>
/// <param name="Found">Texts of the header that the layout knows.</param>
/// <param name="Bound">How many columns have a meaning.</param>
/// <param name="IsNamed">Whether the sheet's name or a row above the header names the form.</param>
/// <param name="IsPlausible">Whether the row is likely a header of the form at all.</param>
/// <param name="QuotesUnknown">Whether the row is so surely a header that its unknown texts may be told: they could be anybody's data.</param>
public sealed record NearMiss(
    Layout Layout, int HeaderRow, IReadOnlyList<string> Missing, IReadOnlyList<(int Column, string Text)> Unknown, IReadOnlyList<string> Found, int Bound, bool IsNamed, bool IsPlausible, bool QuotesUnknown);
