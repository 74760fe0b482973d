namespace MsokoAnalytics.Intake;

/// <summary>Bounds against hostile or broken files; values in <c>sources/limits.yml</c>.</summary>
public sealed record IntakeLimits
{
    /// <summary>Largest sum of unpacked parts of one workbook, bytes.</summary>
    public long MaxUnpackedBytes { get; init; } = 2L << 30;

    /// <summary>Parts in one workbook.</summary>
    public int MaxArchiveEntries { get; init; } = 10_000;

    /// <summary>Unpacked size over packed size of one part.</summary>
    public int MaxCompressionRatio { get; init; } = 250;

    /// <summary>Parts below this size (bytes) may have any ratio.</summary>
    public long RatioCheckedFromBytes { get; init; } = 16 << 20;

    /// <summary>Columns of one sheet.</summary>
    public int MaxColumns { get; init; } = 2_000;

    /// <summary>Rows of a sheet in which a header is looked for.</summary>
    public int HeaderSearchRows { get; init; } = 40;
}
