namespace MsokoAnalytics.Models.Checks;

/// <summary>The part of a table that was built anew, for checks that need not look at the rest.</summary>
/// <param name="Table">SQL name of the new rows.</param>
/// <param name="Kept">Query of the published rows that stay.</param>
/// <param name="KeyColumns">Columns that decide the partition of a row.</param>
/// <param name="WasClean">Whether a check found nothing when the table was last built.</param>
/// <param name="WasPublished">Whether a table of this name was there before this run.</param>
/// <param name="OnlyGrew">Whether a table built in this run keeps all its published rows.</param>
internal sealed record ChangedPart(
    string Table, string Kept, IReadOnlyCollection<string> KeyColumns, Func<CheckDefinition, bool> WasClean, Func<string, bool> WasPublished, Func<string, bool> OnlyGrew);
