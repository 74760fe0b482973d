namespace MsokoAnalytics.Models.Contracts;

/// <summary>
/// How a table falls into partitions. Tables that declare a key can be read by partition; those built by parts are built anew only in the partitions whose inputs
/// have changed.
/// </summary>
/// <param name="By">What a partition is: work, year, school_year … Numbers of two tables mean the same only where this is the same.</param>
/// <param name="Key">SQL expression over the columns of the table itself, not null, a whole number: the partition a row belongs to.</param>
/// <param name="ByParts">Whether every row depends only on rows of its own partition in inputs of the same kind of partition or a <paramref name="Through"/>, and on all other inputs as a whole.</param>
/// <param name="Through">Inputs without partitions of this kind whose rows of a partition other tables name.</param>
public sealed record Partitioning(string By, string Key, bool ByParts, IReadOnlyList<PartitionThrough> Through);

/// <summary>The rows of an input that a partition sees: those that agree in some columns with a row of the partition in another table.</summary>
/// <param name="Input">Full name of the input: a table, a view or a source.</param>
/// <param name="Table">Full name of a model.</param>
/// <param name="Columns">Columns of both that must be equal.</param>
/// <param name="Key">SQL expression over the columns of <paramref name="Table"/> that gives the partition; null = the key of that table.</param>
public sealed record PartitionThrough(string Input, string Table, IReadOnlyList<string> Columns, string? Key = null);
