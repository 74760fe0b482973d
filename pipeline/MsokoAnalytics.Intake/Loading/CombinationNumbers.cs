using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Dapper;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Numbers under which staging keeps combinations of repeated cells, shared by all workers of a load: none of them has been given before. They grow without holes but those of rows that
/// were replaced, so that the engine joins by them as by places of an array.
/// </summary>
internal sealed class CombinationNumbers
{
    private readonly ConcurrentDictionary<NumberedGroup, Lazy<Counter>> _counters = [];

    /// <summary>Where the next numbers of a group come from.</summary>
    /// <param name="connection">Any connection; asked for the greatest number that the warehouse has when the group is numbered first.</param>
    /// <param name="group">The group.</param>
    public Counter Of(DbConnection connection, NumberedGroup group) =>
        _counters.GetOrAdd(group, g => new Lazy<Counter>(() => new Counter(connection.ExecuteScalar<int>($"SELECT coalesce(max({g.Column}), 0) FROM {g.Table}"), g.Step))).Value;

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
            if (last < 0) throw new OverflowException($"numbers of combinations have run out at {last.ToString(CultureInfo.InvariantCulture)}");
            return last - (combinations * step) + 1;
        }

        public int Step => step;
    }
}
