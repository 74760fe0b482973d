namespace MsokoAnalytics.Models.Contracts;

/// <summary>How a model lies in the database.</summary>
public enum Materialization
{
    /// <summary>Computed once and stored.</summary>
    Table,

    /// <summary>Computed at each read.</summary>
    View,

    /// <summary>Loaded from a CSV file of the repository.</summary>
    Seed,

    /// <summary>Computed once by a program (<see cref="IModelAnalysis"/>) from the rows that the SQL gives, and stored.</summary>
    Analysis,
}
