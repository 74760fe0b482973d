using MsokoAnalytics.Models.Checks;
using MsokoAnalytics.Models.Sql;

namespace MsokoAnalytics.Models.Contracts;

/// <summary>One model: the SQL (or seed file) and the contract beside it.</summary>
public sealed record ModelDefinition
{
    /// <summary>Schema, the name of the folder.</summary>
    public required string Schema { get; init; }

    /// <summary>Table or view name, the name of the file.</summary>
    public required string Name { get; init; }

    public required Materialization Materialization { get; init; }

    /// <summary>Name of the program that makes the table of the rows of the SQL, with its version; null where SQL makes it.</summary>
    public string? Analysis { get; init; }

    /// <summary>Russian name of the family of figures the model belongs to, by which the run log sums up its time; null = none.</summary>
    public string? Family { get; init; }

    /// <summary>Russian caption.</summary>
    public required string Caption { get; init; }

    /// <summary>English description.</summary>
    public required string Description { get; init; }

    /// <summary>What one row is, in one sentence.</summary>
    public required string Grain { get; init; }

    /// <summary>What the figures can mislead about.</summary>
    public required string KnownBias { get; init; }

    /// <summary>Why a mart with schools has no partner <c>…_now</c> rolled up to today's schools; null where it has one or needs none.</summary>
    public string? NoRolledUpView { get; init; }

    public required IReadOnlyList<ColumnContract> Columns { get; init; }

    /// <summary>Columns that tell one row from another: those of the first uniqueness check.</summary>
    public IReadOnlyList<string> Key => Checks.FirstOrDefault(c => c.Kind == CheckKind.Unique)?.Columns ?? [];

    /// <summary>Columns whose values a failed check may show; never personal ones.</summary>
    public required IReadOnlyList<string> SampleKeys { get; init; }

    /// <summary>How a row leads to the rows it is made of; empty where the columns of the model itself name file and row, or <see cref="NoLineage"/> says why not.</summary>
    public IReadOnlyList<RowLineage> Lineage { get; init; } = [];

    /// <summary>Russian: why the rows lead to no single source rows; null when they do.</summary>
    public string? NoLineage { get; init; }

    /// <summary>How the table falls into partitions; null where it is only read and built as a whole.</summary>
    public Partitioning? Partition { get; init; }

    /// <summary>Whether it is a table that can be read by partition.</summary>
    internal bool HasPartitions => Partition is not null && Materialization != Materialization.View;

    /// <summary>Whether it is a table whose partitions are of a kind: the same number means the same in both tables.</summary>
    internal bool HasPartitionsBy(string kind) => HasPartitions && Partition!.By == kind;

    /// <summary>Whether it is a view whose rows of a partition stand on the rows of that partition in tables of the same kind: read by partition, it is its query over these.</summary>
    internal bool IsViewBy(string kind) => Materialization == Materialization.View && Partition is { Through.Count: 0 } && Partition.By == kind;

    /// <summary>Whether only the partitions with changed inputs are built anew, or, of a view, checked anew.</summary>
    internal bool IsBuiltByParts => Partition is { ByParts: true };

    /// <summary>Whether the model names the source place of each of its rows: file and sheet.</summary>
    public bool HasSourcePlace => Columns.Any(c => c.Name == "file_key") && Columns.Any(c => c.Name == "sheet_no");

    internal IReadOnlyList<CheckDefinition> Checks { get; init; } = [];

    /// <summary>SQL text; for a seed, the text of the CSV file.</summary>
    internal string Body { get; init; } = "";

    /// <summary>Text of the contract file.</summary>
    internal string ContractText { get; init; } = "";

    /// <summary>Places of the SQL that read tables; empty for a seed.</summary>
    internal IReadOnlyList<TableReference> References { get; init; } = [];

    public string FullName => Schema + "." + Name;

    /// <summary>Tables the SQL reads, sorted, each once.</summary>
    public IReadOnlyList<string> Inputs =>
        [.. References.Select(r => r.FullName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Tables that the SQL, a relationship check or the bounds of a partition read: what must be built before.</summary>
    internal IReadOnlyList<string> Dependencies =>
        [.. References.Select(r => r.FullName).Concat(Checks.Select(c => c.Target).OfType<string>()).Concat(Partition?.Through.Select(t => t.Table) ?? [])
            .Where(name => !string.Equals(name, FullName, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
