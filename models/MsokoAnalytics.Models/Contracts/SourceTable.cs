namespace MsokoAnalytics.Models.Contracts;

/// <summary>A table the intake fills and the models read.</summary>
public sealed record SourceTable(
    string Schema, string Name, string Caption, string Description, IReadOnlyList<ColumnContract> Columns)
{
    public string FullName => Schema + "." + Name;

    /// <summary>
    /// Columns by which a view joins a table that is filled after the build from what the build made; empty for all other tables. Its other columns
    /// are shown by views and read by no built table, so new rows make nothing stale.
    /// </summary>
    public IReadOnlyList<string> AfterBuildKeys { get; init; } = [];

    /// <summary>Whether the table is filled after the build.</summary>
    public bool IsAfterBuild => AfterBuildKeys.Count > 0;
}
