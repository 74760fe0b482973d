using System.Buffers;
using System.Runtime.CompilerServices;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>An array that grows at its end, in memory that is used again by the next batch.</summary>
internal sealed class Growing<T> : IDisposable where T : unmanaged
{
    private const int First = 4096;
    private T[] _items = ArrayPool<T>.Shared.Rent(First);

    public int Count { get; private set; }

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    /// <summary>Adds so many items, whatever stands in them, for the caller to fill; valid until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Add(int count)
    {
        if (_items.Length - Count < count) Grow(count);
        var added = _items.AsSpan(Count, count);
        Count += count;
        return added;
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(_items);
        _items = [];
        Count = 0;
    }

    private void Grow(int count)
    {
        var grown = ArrayPool<T>.Shared.Rent(Math.Max(_items.Length * 2, Count + count));
        Items.CopyTo(grown);
        ArrayPool<T>.Shared.Return(_items);
        _items = grown;
    }
}
