namespace MsokoAnalytics.Models.Checks;

/// <summary>The part of a table that was built anew, for checks that need not look at the rest.</summary>
/// <param name="Table">SQL name of the new rows.</param>
/// <param name="Kept">Query of the published rows that stay.</param>
/// <param name="KeyColumns">Columns that decide the partition of a row.</param>
/// <param name="Standing">What a check found when the table was last built; null = nothing.</param>
/// <param name="OnlyAdds">Whether all published rows stay.</param>
/// <param name="WasPublished">Whether a table of this name was there before this run.</param>
/// <param name="OnlyGrew">Whether a table built in this run keeps all its published rows.</param>
internal sealed record ChangedPart(
    string Table, string Kept, IReadOnlyCollection<string> KeyColumns, Func<CheckDefinition, StandingFault?> Standing, bool OnlyAdds,
    Func<string, bool> WasPublished, Func<string, bool> OnlyGrew)
{
    public bool WasClean(CheckDefinition check) => Standing(check) is null;
}

/// <summary>What a check found in the published table.</summary>
/// <param name="Rows">Rows that break it, at least 1.</param>
/// <param name="Sample">A few of their keys, or null.</param>
internal sealed record StandingFault(long Rows, string? Sample);
