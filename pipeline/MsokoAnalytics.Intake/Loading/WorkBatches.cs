using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file to be loaded.</summary>
internal sealed record WorkItem(SourceFile File, IReadOnlyDictionary<string, string> Manifest, MappedFile? Mapped, IntakeException? MappingProblem, string Version, IReadOnlyList<KnownFile> Replaces)
{
    /// <summary>Whether the warehouse holds no rows of the content, nor of another that it takes the place of.</summary>
    public bool OnlyAdds { get; init; }
}

/// <summary>What the warehouse knows of a file.</summary>
internal sealed record KnownFile(long FileKey, string Path, string Status, string Version, string? Format);

/// <summary>Which files are loaded together: one transaction and one typing for all of a batch.</summary>
internal static class WorkBatches
{
    /// <summary>Workbooks are packed text.</summary>
    private const int PackingRatio = 8;

    /// <summary>What opening and recognising a file costs, as text that is read in the same time.</summary>
    private const int FileCost = 128 << 10;

    /// <summary>Files that replace others come alone: what they replace is looked at after they are in. So do files whose mapping is wrong.</summary>
    /// <param name="work">The files, largest first.</param>
    /// <param name="workers">Batches loaded at the same time.</param>
    /// <param name="bytes">Text of a batch; a file of more is one alone. 0 for every file alone.</param>
    public static IReadOnlyList<IReadOnlyList<WorkItem>> Of(IReadOnlyList<WorkItem> work, int workers, long bytes)
    {
        var together = work.Where(IsBatched).ToList();
        // As many for each worker, one at least, and each file where there is least, so that none waits long for the last one.
        var total = together.Sum(TextSize);
        var count = bytes == 0 ? together.Count : (int)Math.Min(together.Count, Math.Max(1, (total + (bytes * workers) - 1) / (bytes * workers)) * workers);
        var batches = Enumerable.Range(0, count).Select(_ => new List<WorkItem>()).ToList();
        var least = new PriorityQueue<int, (long Size, int Batch)>(Enumerable.Range(0, count).Select(b => (b, (0L, b))));
        foreach (var item in together)
        {
            least.TryDequeue(out var batch, out var filled);
            batches[batch].Add(item);
            least.Enqueue(batch, (filled.Size + TextSize(item), batch));
        }

        return [.. batches, .. work.Where(w => !IsBatched(w)).Select(w => (IReadOnlyList<WorkItem>)[w])];
    }

    private static bool IsBatched(WorkItem item) => item.Replaces.Count == 0 && item.MappingProblem is null;

    private static long TextSize(WorkItem item) =>
        FileCost + (Path.GetExtension(item.File.Path).StartsWith(".xls", StringComparison.OrdinalIgnoreCase) ? item.File.Size * PackingRatio : item.File.Size);
}
