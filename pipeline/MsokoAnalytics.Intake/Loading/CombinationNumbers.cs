using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Numbers under which staging keeps combinations of repeated cells, shared by all workers of a load: none of them has been given before. They grow with few holes (what was replaced, what was
/// read and not kept), so that the engine can join by them as by places of an array.
/// </summary>
internal sealed class CombinationNumbers
{
    private readonly Dictionary<NumberedGroup, Counter> _counters = [];

    /// <summary>Where the next numbers of a group come from.</summary>
    /// <param name="connection">The worker's connection; asked for the greatest number that the warehouse has when the group is numbered first.</param>
    /// <param name="group">The group.</param>
    public Counter Of(DbConnection connection, NumberedGroup group)
    {
        lock (_counters)
        {
            if (_counters.TryGetValue(group, out var counter)) return counter;
            return _counters[group] = new Counter(connection.ExecuteScalar<int>($"SELECT coalesce(max({group.Column}), 0) FROM {group.Table}"), group.Step);
        }
    }

    /// <summary>Numbers of one group.</summary>
    /// <param name="greatest">The greatest that has been given.</param>
    /// <param name="step">Numbers that a combination takes.</param>
    internal sealed class Counter(int greatest, int step)
    {
        private int _greatest = greatest;

        /// <summary>The first of the numbers of the next combination.</summary>
        /// <exception cref="OverflowException">There are no more.</exception>
        public int Next() => Take(1);

        /// <summary>The first of the numbers of so many combinations.</summary>
        public int Take(int combinations)
        {
            var last = Interlocked.Add(ref _greatest, checked(combinations * step));
            if (last < 0) throw new OverflowException("numbers of combinations have run out");
            return last - (combinations * step) + 1;
        }

        /// <summary>Numbers that a combination takes.</summary>
        public int Step => step;
    }
}
