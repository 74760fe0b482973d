using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Which files are loaded together.</summary>
public sealed class WorkBatchesTests
{
    private const long Megabyte = 1L << 20;

    [Fact]
    public void A_batch_is_full_at_its_size()
    {
        // Each counts its text and 128 KB: six are 6.75 MB, so a seventh is taken.
        var batches = Sizes(new WorkBatches(Files(40), 7 * Megabyte, workers: 2));
        Assert.Equal([7, 7, 7, 7, 7, 5], batches.Select(b => b.Count));
        Assert.Equal(Enumerable.Range(0, 40), batches.SelectMany(b => b));
    }

    [Fact]
    public void What_fits_into_a_batch_of_each_worker_is_shared_as_they_are_fast()
    {
        // 12 × 1.125 MB are less than two batches: the first worker to ask takes all that the other leaves.
        using var all = new WorkBatches(Files(12), 7 * Megabyte, workers: 2).All().GetEnumerator();
        Assert.True(all.MoveNext());
        using var fast = all.Current.GetEnumerator();
        Assert.True(fast.MoveNext());
        Assert.True(all.MoveNext());
        using var slow = all.Current.GetEnumerator();
        Assert.True(slow.MoveNext());
        var taken = 1;
        while (fast.MoveNext()) taken++;
        Assert.Equal(11, taken);
        Assert.False(slow.MoveNext());
    }

    [Fact]
    public void Every_file_may_come_alone() => Assert.Equal(Enumerable.Repeat(1, 5), Sizes(new WorkBatches(Files(5), 0, workers: 2)).Select(b => b.Count));

    private static WorkItem[] Files(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new WorkItem(new SourceFile($"{i}.csv", $"/{i}.csv", i, $"{i}", Megabyte, default), new Dictionary<string, string>(StringComparer.Ordinal), null, null, "", []))];

    private static List<List<int>> Sizes(WorkBatches batches) => [.. batches.All().Select(b => b.Select(i => (int)i.File.Key).ToList())];
}
