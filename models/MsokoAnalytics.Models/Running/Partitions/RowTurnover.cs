namespace MsokoAnalytics.Models.Running.Partitions;

/// <summary>How many rows a run adds to published tables, and how many it takes away, of tables built by parts.</summary>
internal sealed class RowTurnover
{
    /// <summary>Rows that are taken away are holes in what stands; as long as there are few of them nothing has to be closed up.</summary>
    private const double LargestShareReplaced = 0.1;

    private long _added;
    private long _replaced;

    /// <param name="part">What was built anew of a table.</param>
    /// <param name="next">State of its partitions as they will be published.</param>
    public void Add(PartialBuild part, IReadOnlyDictionary<long, PartitionState> next)
    {
        _replaced += part.Replaced.Sum(p => part.Published[p].Rows);
        _added += part.Parts.Sum(p => next.TryGetValue(p, out var state) ? state.Rows : 0);
    }

    /// <summary>Whether rows were added, and hardly any taken away: a new year, a new work.</summary>
    public bool OnlyGrows => _added > 0 && _replaced <= LargestShareReplaced * _added;
}
