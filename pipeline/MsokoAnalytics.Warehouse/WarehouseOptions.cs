namespace MsokoAnalytics.Warehouse;

/// <summary>How the warehouse is opened.</summary>
public sealed record WarehouseOptions
{
    /// <summary>Database file; null for a database in memory that is gone on dispose.</summary>
    public string? Path { get; init; }

    public bool ReadOnly { get; init; }

    /// <summary>Engine threads; null for one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Engine memory, for example <c>4GB</c>; larger work spills to <see cref="TempFolder"/>.</summary>
    public string MemoryLimit { get; init; } = "4GB";

    /// <summary>Whether a writer leaves a copy for readers when it ends; costs the size of the warehouse on the disk.</summary>
    public bool Snapshot { get; init; } = true;

    /// <summary>Spill folder; null for the engine's default beside the database.</summary>
    public string? TempFolder { get; init; }
}
