namespace MsokoAnalytics.Models.Contracts;

/// <summary>A table the intake fills and the models read.</summary>
public sealed record SourceTable(
    string Schema, string Name, string Caption, string Description, IReadOnlyList<ColumnContract> Columns)
{
    public string FullName => Schema + "." + Name;
}
