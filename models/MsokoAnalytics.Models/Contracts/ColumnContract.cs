namespace MsokoAnalytics.Models.Contracts;

/// <summary>A declared column: what it is called, of which SQL type, and what it means.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Type">SQL type as the engine prints it, e.g. <c>INTEGER</c> or <c>TINYINT[]</c>.</param>
/// <param name="Caption">Russian caption.</param>
/// <param name="Description">English explanation with units and range.</param>
/// <param name="IsPersonal">Whether values identify a pupil; such a column is never shown by a check.</param>
public sealed record ColumnContract(string Name, string Type, string Caption, string Description, bool IsPersonal);
