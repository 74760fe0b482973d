using System.Collections.Concurrent;
using MsokoAnalytics.Intake.Mappings;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>A file to be loaded.</summary>
internal sealed record WorkItem(SourceFile File, IReadOnlyDictionary<string, string> Manifest, MappedFile? Mapped, IntakeException? MappingProblem, string Version, IReadOnlyList<KnownFile> Replaces)
{
    /// <summary>Whether the warehouse holds no rows of the content, nor of another that it takes the place of.</summary>
    public bool OnlyAdds { get; init; }

    /// <summary>Whether the warehouse has never had the content, not even in place of another.</summary>
    public bool IsNew { get; init; }
}

/// <summary>What the warehouse knows of a file.</summary>
internal sealed record KnownFile(long FileKey, string Path, string Status, string Version, string? Format);

/// <summary>
/// Which files are loaded together: one transaction and one typing for all of a batch. A batch takes file after file while it is being read, so that no worker
/// waits long for another: they are not equally fast, and files of one size are not either.
/// </summary>
internal sealed class WorkBatches
{
    /// <summary>Workbooks are packed text.</summary>
    private const int PackingRatio = 8;

    /// <summary>What opening and recognising a file costs, as text that is read in the same time.</summary>
    private const int FileCost = 128 << 10;

    private readonly ConcurrentQueue<WorkItem> _together;
    private readonly IReadOnlyList<WorkItem> _alone;
    private readonly long _bytes;

    /// <summary>Files that replace others come alone: what they replace is looked at after they are in. So do files whose mapping is wrong.</summary>
    /// <param name="work">The files, largest first.</param>
    /// <param name="bytes">Text of a batch; the last file of a batch may exceed it. 0 for every file alone.</param>
    /// <param name="workers">Who loads batches at the same time.</param>
    public WorkBatches(IReadOnlyList<WorkItem> work, long bytes, int workers)
    {
        (_together, _alone) = (new ConcurrentQueue<WorkItem>(work.Where(IsBatched)), [.. work.Where(w => !IsBatched(w))]);
        // What fits into a batch of each worker is shared as they are fast: one that is full would leave its last files to a slower one while it waits.
        _bytes = bytes > 0 && _together.Sum(TextSize) <= bytes * workers ? long.MaxValue : bytes;
    }

    /// <summary>The batches, each of one file at least; all have to be read to their end.</summary>
    public IEnumerable<IEnumerable<WorkItem>> All()
    {
        while (_together.TryDequeue(out var first)) yield return Batch(first);
        foreach (var item in _alone) yield return [item];
    }

    private IEnumerable<WorkItem> Batch(WorkItem first)
    {
        yield return first;
        var size = TextSize(first);
        while (size < _bytes && _together.TryDequeue(out var next))
        {
            yield return next;
            size += TextSize(next);
        }
    }

    private static bool IsBatched(WorkItem item) => item.Replaces.Count == 0 && item.MappingProblem is null;

    private static long TextSize(WorkItem item) =>
        FileCost + (Path.GetExtension(item.File.Path).StartsWith(".xls", StringComparison.OrdinalIgnoreCase) ? item.File.Size * PackingRatio : item.File.Size);
}
